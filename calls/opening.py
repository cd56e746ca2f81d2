"""Opening a call: checking that nothing is missing, then freezing what will be judged."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import transaction
from django.utils import timezone

from accounts.enums import OrganisationKind
from accounts.models import Membership
from calls import grids
from calls.answerable import Fault, faults
from calls.dates import NAMED_DATES, dates_of, out_of_order
from calls.enums import DocumentKind
from calls.models import AllocationRule, Call, Grid, Phase, Questionnaire
from calls.permissions import may_open_call, may_prepare_calls
from calls.preparing import ensure_turn, locked
from core.verdicts import Refused, ensure
from core.wording import listed
from records import journal

CONTACTS_WANTED = {
    OrganisationKind.DGOS: "un contact de la DGOS",
    OrganisationKind.ANACT: "un contact de l'Anact",
}


@dataclass(frozen=True)
class OpeningGap:
    """Something that an opening still needs: what, and where to put it right.

    `row` is the criterion that is wrong, in the call's grid.
    """

    text: str
    place: Literal["form", "documents", "contacts", "grid", "studio"]
    field: str = ""
    row: int | None = None
    fault: Fault | None = None


def gaps(call: Call, at: datetime) -> list[OpeningGap]:
    """All that prevents the opening, at once."""
    return [*text_gaps(call), *date_gaps(call, at), *model_gaps(call), *piece_gaps(call)]


def text_gaps(call: Call) -> Iterator[OpeningGap]:
    if not call.reference:
        yield OpeningGap("Donnez la référence de l'appel.", "form", "reference")
    if not call.summary:
        yield OpeningGap("Présentez l'appel et ce qui est attendu.", "form", "summary")
    if not call.themes.exists():
        yield OpeningGap("Choisissez au moins un thème.", "form", "themes")


def date_gaps(call: Call, at: datetime) -> Iterator[OpeningGap]:
    if call.closes_at <= at:
        yield OpeningGap("La clôture est déjà passée : choisissez une date à venir.", "form", "closes_at")
    for named in NAMED_DATES:
        if named.wanted and getattr(call, named.name) is None:
            yield OpeningGap(named.wanted, "form", named.name)
    for name, _, sentence in out_of_order(dates_of(call), call.zone):
        yield OpeningGap(sentence, "form", name)


def model_gaps(call: Call) -> Iterator[OpeningGap]:
    for fault in faults(call.questionnaire, tables=True, call=call.pk):
        yield OpeningGap(fault.text, "studio", "questionnaire", fault=fault)
    for wrong in grids.faults(call.grid):
        yield OpeningGap(wrong.text, "grid", "grid", wrong.criterion.pk if wrong.criterion else None)
    if not AllocationRule.objects.filter(call=call).exists():
        yield OpeningGap("Donnez l'enveloppe et sa règle de répartition.", "form", "envelope")


def piece_gaps(call: Call) -> Iterator[OpeningGap]:
    if not call.documents.filter(kind=DocumentKind.NOTE).exists():
        yield OpeningGap("Joignez la note technique.", "documents")
    present = set(call.contacts.values_list("organisation__kind", flat=True))
    missing = [text for kind, text in CONTACTS_WANTED.items() if kind not in present]
    if missing:
        yield OpeningGap(f"Ajoutez {listed(missing)}.", "contacts")


@transaction.atomic
def open_call(call: Call, *, by: Membership, now: datetime | None = None) -> Call:
    """Publish the call and freeze its questionnaire, its grid, its phase and, by its publication, its allocation rule.

    It is announced until `opens_at`; an opening typed in the past takes place now.
    """
    now = now or timezone.now()
    ensure(may_prepare_calls(by))
    call = locked(call)
    ensure_turn(may_open_call(by, call))
    missing = gaps(call, now)
    if missing:
        raise Refused("L'appel n'est pas prêt. " + " ".join(gap.text for gap in missing))
    for model, pk in ((Questionnaire, call.questionnaire_id), (Grid, call.grid_id), (Phase, call.phase_id)):
        model.objects.filter(pk=pk, frozen_at=None).update(frozen_at=now)
    call.published_at = now
    call.opens_at = max(call.opens_at, now)
    call.save(update_fields=["published_at", "opens_at"])
    journal.record("calls.open", call, by=by, summary=f"Appel « {call} » publié.", data=proof(call), now=now)
    return call


def proof(call: Call) -> dict[str, object]:
    """What the journal must be able to show later: the dates, the rule and the revisions that were published."""
    return {
        "opens_at": call.opens_at,
        "closes_at": call.closes_at,
        "envelope": call.rule.envelope,
        "fixed": call.rule.fixed,
        "project_weight": call.rule.project_weight,
        "establishment_weight": call.rule.establishment_weight,
        "step": call.rule.step,
        "cap": call.rule.cap,
        "questionnaire": str(call.questionnaire),
        "grid": str(call.grid),
    }
