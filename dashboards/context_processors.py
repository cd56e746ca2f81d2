"""What every page needs to draw its header and footer."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from dashboards.navigation import legal_links, menu


def portal(request: HttpRequest) -> dict[str, object]:
    return {
        "hat": getattr(request, "hat", None),
        "hats": getattr(request, "hats", []),
        "menu": SimpleLazyObject(lambda: menu(request)),
        "legal_links": SimpleLazyObject(legal_links),
        "demo": settings.DEMO,
        "demonstration": settings.DEMO_MARK,
        "identity": settings.PORTAL_IDENTITY,
        "contact_email": settings.PORTAL_CONTACT_EMAIL,
    }
