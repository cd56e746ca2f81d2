"""Pages of ours for what goes wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.autosave import is_autosave, renewed_token


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    if is_autosave(request):
        return renewed_token(request)
    context = {
        "title": "La page était ouverte depuis trop longtemps",
        "reason": "Revenez en arrière, rechargez la page et recommencez : le formulaire n'était plus valable.",
    }
    return render(request, "refused.html", context, status=403)
