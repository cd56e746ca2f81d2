"""What the portal knows already of a fiche's answers, so that nobody types it again (L15)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import Membership
from applications.answers import Saved, Typed, digest, save_answers
from applications.models import Application
from calls.answers import is_blank
from calls.conditions import asked
from calls.models import Section
from regional_calls.models import RegionalCall

BLANK = digest(None)
# Codes of questions never change meaning: those of `calls/reference/questionnaires/` that speak of the regional call.
ABOUT_THE_CALL = frozenset(
    {"appel_regional", "appel_ouverture", "appel_cloture", "appel_criteres", "candidatures_recues"}
)


@dataclass(frozen=True)
class Offer:
    """Answers that a section still lacks and that the regional call gives, by code of question."""

    call: RegionalCall
    answers: dict[str, Any]


def offer(application: Application, section: Section, answers: dict[str, Any], now: datetime) -> Offer | None:
    """What the region's own call says of the blank answers of a section; None when it says nothing new."""
    codes = {question.code for question in section.questions.all()}
    if not codes & ABOUT_THE_CALL:
        return None
    published = RegionalCall.objects.filter(project=application.project_id, published_at__isnull=False)
    call = published.order_by("-opens_at", "-pk").first()
    if call is None:
        return None
    wanted = {
        code: value for code, value in facts_of(call, now).items() if code in codes and is_blank(answers.get(code))
    }
    called_for = {question.code for question in asked(section.questions.all(), answers | wanted)}
    wanted = {code: value for code, value in wanted.items() if code in called_for}
    return Offer(call, wanted) if wanted else None


def facts_of(call: RegionalCall, now: datetime) -> dict[str, Any]:
    """Dates as the region's clock read them, as the answers of a fiche keep them."""
    facts: dict[str, Any] = {
        "appel_regional": True,
        "appel_ouverture": call.opens_at.astimezone(call.zone).date().isoformat(),
        "appel_cloture": call.closes_at.astimezone(call.zone).date().isoformat(),
        "appel_criteres": call.expectations.strip(),
    }
    if call.closes_at <= now:
        facts["candidatures_recues"] = call.expressions.handed_in().count()
    return {code: value for code, value in facts.items() if value != ""}


def take_over(
    application: Application, section: Section, answers: dict[str, Any], *, by: Membership, now: datetime | None = None
) -> Saved | None:
    """Write what is offered into the blank answers; one that a colleague has just filled in is left as it is."""
    now = now or timezone.now()
    known = offer(application, section, answers, now)
    if known is None:
        return None
    typed = {code: Typed(value, BLANK) for code, value in known.answers.items()}
    return save_answers(application, section, typed, by=by, now=now)
