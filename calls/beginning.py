"""Beginning a call from what exists: an earlier call, or a programme and its library."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.models import Membership
from calls.models import Call, Grid, Phase, Programme, Questionnaire, Term
from calls.models.questionnaire import REGIONAL
from calls.permissions import may_prepare_calls
from calls.preparing import RULE_FIELDS, create_call
from core.verdicts import Refused, ensure

# What a call keeps of the one that it is made after, besides its rule, its themes and its contacts.
KEPT = ("phase", "legal_basis", "summary", "regional_themes")


@dataclass(frozen=True)
class CallModel:
    """What a call is made after: an earlier call if there is one, else a phase of a programme."""

    phase: Phase
    earlier: Call | None = None


@transaction.atomic
def begin_call(
    model: CallModel,
    *,
    title: str,
    opens_at: datetime,
    closes_at: datetime,
    by: Membership,
    now: datetime | None = None,
) -> Call:
    """A draft with all that its model gives; what it still lacks is said by its page (`calls.opening.gaps`)."""
    ensure(may_prepare_calls(by))
    typed = {"title": title, "opens_at": opens_at, "closes_at": closes_at}
    # Two calls begun at once take one number after the other.
    programme = Programme.objects.select_for_update().get(pk=model.phase.programme_id)
    last = Call.objects.filter(phase__programme=programme).aggregate(last=Max("number"))["last"] or 0
    call = create_call({**given_by(model), **typed, "number": last + 1}, by=by, now=now)
    if model.earlier is not None:
        for contact in model.earlier.contacts.all():
            contact.pk, contact.call = None, call
            contact.save()
    return call


def given_by(model: CallModel) -> dict[str, Any]:
    earlier = model.earlier
    if earlier is None:
        return {
            "phase": model.phase,
            "questionnaire": usual_questionnaire(model.phase),
            "grid": usual(Grid, "une grille d'examen"),
        }
    return {
        **{name: getattr(earlier, name) for name in KEPT},
        **{name: getattr(earlier.rule, name) for name in RULE_FIELDS},
        "questionnaire": latest(earlier.questionnaire),
        "grid": latest(earlier.grid),
        "themes": Term.objects.filter(pk__in=earlier.themes.all()).offered_in(earlier.pk),
        "previous": earlier,
    }


def latest(row: Any) -> Any:
    """The last revision of the same model."""
    return type(row).objects.filter(code=row.code).order_by("-revision").first()


def usual_questionnaire(phase: Phase) -> Questionnaire:
    """That of the phase, which bears its code; else the last of the library."""
    fiches = Questionnaire.objects.exclude(code=REGIONAL)
    found: Questionnaire = latest_of(fiches.filter(code=phase.code)) or usual(Questionnaire, "un questionnaire")
    return found


def usual(model: type[Questionnaire] | type[Grid], what: str) -> Any:
    found = latest_of(model.objects.exclude(code=REGIONAL))
    if found is None:
        raise Refused(f"La bibliothèque est vide : il y faut d'abord {what}.")
    return found


def latest_of(rows: Any) -> Any:
    return rows.order_by("-revision", "-pk").first()
