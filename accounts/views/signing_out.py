"""Signing out, on a computer that others may use."""

from typing import Any

from allauth.account.views import LogoutView
from django.http import HttpResponse


class SignOutView(LogoutView):
    """Allauth's, after which the browser forgets what it kept of this site, such as a text that was not saved."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post(*args, **kwargs)
        response["Clear-Site-Data"] = '"storage"'
        return response
