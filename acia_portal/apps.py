"""Application configurations of the project package."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class PortalConfig(AppConfig):
    name = "acia_portal"
    verbose_name = "Portail ACIA"

    def ready(self) -> None:
        from acia_portal import checks  # noqa: F401, PLC0415 - registers them


class PortalAdminConfig(AdminConfig):
    """Django's admin, behind the portal's own sign-in and rights."""

    default_site = "acia_portal.admin_site.PortalAdminSite"
