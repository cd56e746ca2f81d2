"""What the portal knows already of a fiche's answers, so that nobody types it again (L15)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import Membership
from applications.answers import answers_row, write, write_section
from applications.carried import remember
from applications.models import Application, CarriedOver
from applications.permissions import may_answer
from calls.answers import is_blank
from calls.conditions import asked
from calls.models import Section
from regional_calls.models import RegionalCall

# Codes of questions never change meaning: those of `calls/reference/questionnaires/` that speak of the regional call.
ABOUT_THE_CALL = frozenset(
    {"appel_regional", "appel_ouverture", "appel_cloture", "appel_criteres", "candidatures_recues"}
)


@dataclass(frozen=True)
class Offer:
    """Answers that a section still lacks and that the regional call gives, by code of question."""

    call: RegionalCall
    answers: dict[str, Any]


def offer(
    application: Application, section: Section, answers: dict[str, Any], now: datetime, *, by: Membership
) -> Offer | None:
    """What the region's own call says of the blank answers of a section that one may write; None for nothing new."""
    codes = {question.code for question in section.questions.all() if may_answer(by, application, question)}
    if not codes & ABOUT_THE_CALL:
        return None
    published = RegionalCall.objects.filter(project=application.project_id, published_at__isnull=False)
    call = published.order_by("-opens_at", "-pk").first()
    if call is None:
        return None
    wanted = {
        code: value for code, value in facts_of(call, now).items() if code in codes and is_blank(answers.get(code))
    }
    called_for = {question.code for question in asked(section.questions.select_related("section"), answers | wanted)}
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


def take_over(application: Application, section: Section, *, by: Membership, now: datetime | None = None) -> list[str]:
    """Write what is offered into the blank answers, and say which; a colleague's answer is left as it is.

    Who asks for it reads it there: what the pair itself said in its call is kept at once.
    """
    now = now or timezone.now()
    with write_section(application, section, by=by, now=now) as fiche:
        row = answers_row(fiche, section)
        known = offer(fiche, section, row.answers, now, by=by)
        if known is None:
            return []
        write(row, known.answers, by=by)
        taken = [CarriedOver(code=code, value=value) for code, value in known.answers.items()]
        kept = {"taken_at": now, "taken_by": by, "kept_at": now, "kept_by": by}
        remember(fiche, taken, regional_call=known.call, **kept)
        return list(known.answers)
