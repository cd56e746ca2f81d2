"""How a page asks before it removes a row, tells of one that is gone, and brings it back."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.form_page import FormPage, answer_form, redirect_saying
from core.forms import PortalForm
from core.verdicts import NotAllowed, OutOfTurn, Verdict
from records import removing
from records.models import JournalEntry
from records.permissions import TraceRequest

Row = TypeVar("Row", bound=Model)


def row_or_gone(rows: QuerySet[Row], pk: object, **within: Any) -> Row:
    """The row; `OutOfTurn` saying who removed it, if it was there within the week; else it does not exist."""
    row = rows.filter(pk=pk).first()
    if row is not None:
        return row
    entry = removing.removal_of(rows.model, pk, **within)
    if entry is None:
        raise Http404("Rien de tel n'existe.")
    undo = reverse("records:restore", args=[entry.pk]) if removing.undoable(entry, timezone.now()) else ""
    raise OutOfTurn(removing.removal_words(entry), undo=undo)


def ask_to_remove(
    request: HttpRequest,
    page: FormPage,
    *,
    right: Verdict,
    deed: Callable[[], JournalEntry],
    done: str,
    to: tuple[Any, ...],
    turn: Callable[[], object] = object,
) -> HttpResponse:
    """Ask once, saying what goes; once removed, say so at `to` (a URL name, its arguments) and offer to undo it."""
    undone = "Vous pourrez annuler ce retrait pendant 24 heures."
    return answer_form(
        request,
        PortalForm,
        page=replace(page, consequences=[*page.consequences, undone]),
        right=right,
        turn=turn,
        deed=lambda _: deed(),
        done=lambda entry: redirect_saying(request, done, *to, undo=reverse("records:restore", args=[entry.pk])),
    )


@require_POST
def restore(request: TraceRequest, entry_pk: int) -> HttpResponse:
    """Undo a removal; for who may not, there is nothing to undo (case 32)."""
    entry = get_object_or_404(JournalEntry.objects.filter(deed__in=removing.RETURNS), pk=entry_pk)
    try:
        row, address = removing.restore(entry, by=request.hat, now=timezone.now())
    except NotAllowed as refusal:
        raise Http404("Rien de tel n'existe.") from refusal
    return redirect_saying(request, f"« {row} » est rétabli.", address)
