"""Pages of ours for what goes wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(
        request,
        "refused.html",
        {"reason": "La page était ouverte depuis trop longtemps. Revenez en arrière, rechargez-la et recommencez."},
        status=403,
    )
