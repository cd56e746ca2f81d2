"""Reading the fiche, on a page and in PDF, and the acts about it."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.middleware import HatRequest
from acts.models import Act
from applications import pdfs
from applications.changes import latest_row
from applications.fiche_edit import is_open
from applications.fiche_view import content_of, readable
from applications.models import Application
from applications.permissions import may_write
from applications.views.fiches import fiche_or_404
from records import documents


def reading_context(fiche: Application) -> dict[str, Any]:
    """What the reading page, the signing page and the PDF show, with the hash of just that."""
    content = content_of(fiche)
    signatures = fiche.signatures.live().select_related("signed_by__organisation")
    deposit = getattr(fiche, "deposit", None)
    content_hash = fiche.content_hash if deposit is None else deposit.sha256
    return {
        "application": fiche,
        "latest": latest_row(fiche),
        "deposit": deposit,
        "content_hash": content_hash,
        "signatures": [signature for signature in signatures if signature.content_hash == content_hash],
        **readable(content),
    }


def read(request: HatRequest, pk: int) -> HttpResponse:
    fiche = fiche_or_404(request, pk)
    context = reading_context(fiche)
    writes = may_write(request.hat, fiche)
    context |= {"may_write": writes, "editable": writes and is_open(fiche.project.call, timezone.now())}
    return render(request, "applications/read.html", context)


def fiche_pdf(request: HatRequest, pk: int) -> HttpResponseBase:
    """The deposited PDF, or the draft's, made at once."""
    fiche = fiche_or_404(request, pk)
    deposit = getattr(fiche, "deposit", None)
    if deposit is not None and deposit.fiche_pdf is not None:
        return documents.serve(deposit.fiche_pdf)
    context = reading_context(fiche)
    content = pdfs.fiche_pdf(
        fiche, content_hash=context["content_hash"], signatures=context["signatures"], at=timezone.now()
    )
    name = f"fiche-{fiche.project.region.slug}-brouillon.pdf" if deposit is None else f"fiche-{deposit.number}.pdf"
    return documents.download(name, content, media_type=documents.PDF)


def receipt(request: HatRequest, pk: int) -> HttpResponseBase:
    fiche = fiche_or_404(request, pk)
    deposit = getattr(fiche, "deposit", None)
    return served(request, fiche, deposit and deposit.receipt)


def act(request: HatRequest, pk: int, act_pk: int) -> HttpResponseBase:
    """A request for pieces, an inadmissibility or its withdrawal."""
    fiche = fiche_or_404(request, pk)
    about = (
        Q(pieces_request__application=fiche)
        | Q(inadmissibility__application=fiche)
        | Q(withdrawn_inadmissibility__application=fiche)
    )
    return served(request, fiche, get_object_or_404(Act.objects.filter(about), pk=act_pk))


def served(request: HatRequest, fiche: Application, found: Act | None) -> HttpResponseBase:
    if found is None or found.document is None:
        messages.info(request, "Ce document est en préparation : il sera là dans quelques instants.")
        return redirect("applications:application", fiche.pk)
    return documents.serve(found.document)
