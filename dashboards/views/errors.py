"""Pages of ours for what goes wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    context = {
        "title": "La page était ouverte depuis trop longtemps",
        "reason": "Revenez en arrière, rechargez la page et recommencez : le formulaire n'était plus valable.",
    }
    return render(request, "refused.html", context, status=403)
