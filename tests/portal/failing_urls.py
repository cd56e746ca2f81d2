"""The portal's addresses, and some that go wrong."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from acia_portal.urls import urlpatterns as portal_urls
from core.verdicts import NotAllowed, OutOfTurn, Refused

FAILURES = {
    "crash": RuntimeError("boum"),
    "denied": PermissionDenied("Ce dossier est celui d'une autre région."),
    "mute": PermissionDenied(),
    "suspicious": SuspiciousOperation("?"),
    "refused": Refused("Le montant dépasse l'enveloppe."),
    "not-allowed": NotAllowed("Seule l'ARS dépose la fiche."),
    "too-late": OutOfTurn("L'appel est clos."),
    "absent": Http404("Ce jalon n'existe pas."),
}


def fail(request: HttpRequest, failure: str) -> HttpResponse:
    raise FAILURES[failure]


urlpatterns = [*portal_urls, path("echec/<slug:failure>/", fail)]
