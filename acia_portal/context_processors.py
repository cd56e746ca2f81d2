"""What every page needs to draw its header."""

from django.conf import settings
from django.http import HttpRequest


def portal(request: HttpRequest) -> dict[str, object]:
    return {
        "hat": getattr(request, "hat", None),
        "demo": settings.DEMO,
        "identity": settings.PORTAL_IDENTITY,
        "contact_email": settings.PORTAL_CONTACT_EMAIL,
    }
