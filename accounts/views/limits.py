"""How often a thing may be asked, by machine and by what it is asked of: the rates are in the settings (case 44)."""

from allauth.core import ratelimit
from django.http import HttpRequest

from core.verdicts import Refused


class AskedTooOften(Refused):
    status = 429


def ensure_allowed(request: HttpRequest, action: str, key: str) -> None:
    """Refuse beyond the rates of the settings, for the visitor's machine or for the key (an address, a fiche)."""
    if not ratelimit.consume(request, action=action, key=key.strip().lower()):
        raise AskedTooOften("Trop de demandes en peu de temps : patientez quelques minutes, puis recommencez.")
