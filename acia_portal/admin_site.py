"""Django's admin for reference data, open to platform administrators only."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from core.verdicts import NotAllowed


class PortalAdminSite(admin.AdminSite):
    site_header = "Portail ACIA : données de référence"
    site_title = "Portail ACIA"
    index_title = "Données de référence"

    def has_permission(self, request: HttpRequest) -> bool:
        hat = getattr(request, "hat", None)
        return hat is not None and hat.administers

    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # noqa: ARG002
        """No second sign-in page: ours for visitors, a reason for those who lack the role, the index for the others."""
        if not request.user.is_authenticated:
            return redirect_to_login(request.GET.get("next") or request.path)
        if not self.has_permission(request):
            raise NotAllowed("Les données de référence sont réservées à l'équipe du portail.")
        return redirect("admin:index")
