"""Django's admin for reference data, open to platform administrators only."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.http import HttpRequest


class PortalAdminSite(admin.AdminSite):
    site_header = "Portail ACIA : données de référence"
    site_title = "Portail ACIA"
    index_title = "Données de référence"
    login = secure_admin_login(admin.AdminSite.login)

    def has_permission(self, request: HttpRequest) -> bool:
        hat = getattr(request, "hat", None)
        return hat is not None and hat.administers
