"""Reading the fiche, on a page and in PDF, and the acts about it."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.middleware import HatRequest
from accounts.models import Membership
from acts.models import Act
from applications import pdfs
from applications.changes import latest_row
from applications.content import fiche_content
from applications.fiche_view import has_internal, readable, readable_by
from applications.joined import address_of_files
from applications.models import Application, Deposit
from applications.permissions import may_read_all, may_read_versions, may_write
from applications.views.fiches import fiche_or_404
from applications.window import is_open
from core.verdicts import ensure
from records import documents


def reading_context(fiche: Application, hat: Membership | None) -> dict[str, Any]:
    """What the reading page shows: the deposit in force, else the fiche as it is being written."""
    return writing_context(fiche) if fiche.deposit is None else deposit_context(fiche, fiche.deposit, hat)


def writing_context(fiche: Application) -> dict[str, Any]:
    """The fiche as its pair writes it, with the hash of just that: what is signed."""
    signatures = fiche.signatures.live().filter(content_hash=fiche.content_hash)
    return {
        "application": fiche,
        "latest": latest_row(fiche),
        "deposit": None,
        "files_at": address_of_files(fiche),
        "content_hash": fiche.content_hash,
        "signatures": signatures.select_related("signed_by__organisation"),
        **readable(fiche_content(fiche)),
    }


def deposit_context(fiche: Application, deposit: Deposit, hat: Membership | None) -> dict[str, Any]:
    """A deposit as it was received, whatever its rank, with what this reader may know of it."""
    return {
        "application": fiche,
        "latest": latest_row(fiche),
        "deposit": deposit,
        "files_at": address_of_files(fiche),
        "content_hash": deposit.sha256,
        "signatures": deposit.signatures.select_related("signed_by__organisation"),
        **readable_by(hat, fiche, deposit.content),
    }


def read(request: HatRequest, pk: int) -> HttpResponse:
    fiche = fiche_or_404(request, pk)
    context = reading_context(fiche, request.hat)
    writes = may_write(request.hat, fiche)
    context |= {"may_write": writes, "editable": fiche.deposit is None and writes and is_open(fiche, timezone.now())}
    return render(request, "applications/read.html", context)


@require_safe
def read_written(request: HatRequest, pk: int) -> HttpResponse:
    """The fiche as its pair writes it, a correction included: theirs alone until it is deposited."""
    fiche = fiche_or_404(request, pk)
    ensure(may_read_versions(request.hat, fiche))
    if fiche.correction is None:
        return redirect("applications:read", pk)
    return render(request, "applications/read.html", writing_context(fiche) | {"may_write": True})


def fiche_pdf(request: HatRequest, pk: int) -> HttpResponseBase:
    """The deposited PDF, or the draft's, made at once, as is one that leaves something out for its reader."""
    fiche = fiche_or_404(request, pk)
    if fiche.deposit is not None:
        return served_fiche(fiche, fiche.deposit, request.hat)
    content = pdfs.draft_pdf(fiche, at=timezone.now())
    return documents.download(f"fiche-{fiche.project.region.slug}-brouillon.pdf", content, media_type=documents.PDF)


def served_fiche(fiche: Application, deposit: Deposit, hat: Membership | None) -> HttpResponseBase:
    """The PDF of a deposit, drawn at once while its job has not kept it yet, or for who may not know all of it."""
    internal = bool(may_read_all(hat, fiche)) or not has_internal(deposit.content)
    if internal and deposit.fiche_pdf is not None:
        return documents.serve(deposit.fiche_pdf)
    content = pdfs.deposit_pdf(deposit, internal=internal)
    return documents.download(f"fiche-{deposit.number}.pdf", content, media_type=documents.PDF)


def deposit_or_404(fiche: Application, rank: int) -> Deposit:
    found = get_object_or_404(fiche.deposits.select_related("receipt__document", "fiche_pdf"), rank=rank)
    found.application = fiche
    return found


@require_safe
def read_deposit(request: HatRequest, pk: int, rank: int) -> HttpResponse:
    """A deposit as it was received: earlier ones stay readable for ever."""
    fiche = fiche_or_404(request, pk)
    return render(request, "applications/read.html", deposit_context(fiche, deposit_or_404(fiche, rank), request.hat))


@require_safe
def deposit_fiche_pdf(request: HatRequest, pk: int, rank: int) -> HttpResponseBase:
    fiche = fiche_or_404(request, pk)
    return served_fiche(fiche, deposit_or_404(fiche, rank), request.hat)


@require_safe
def deposit_receipt(request: HatRequest, pk: int, rank: int) -> HttpResponseBase:
    fiche = fiche_or_404(request, pk)
    return served(request, fiche, deposit_or_404(fiche, rank).receipt)


def receipt(request: HatRequest, pk: int) -> HttpResponseBase:
    fiche = fiche_or_404(request, pk)
    return served(request, fiche, fiche.deposit.receipt if fiche.deposit else None)


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
