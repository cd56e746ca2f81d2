"""A month becomes final: the Aract seals it, then the ARS has seen it."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from core.verdicts import OutOfTurn, Refused, ensure
from core.wording import PARIS, days, euros, of
from records import journal
from regions.awarding import locked_award
from regions.models import Award, RegionalProject
from worklog.calendar import month_end, month_name, month_of
from worklog.models import MonthSeal
from worklog.permissions import may_seal_month, may_see_month
from worklog.rates import hold_rates
from worklog.statement import DayStatement, content_of, month_period, statement
from worklog.telling import tell_sealed


def seal_turn(award: Award, month: date, today: date) -> str:
    """Why a month may not be sealed yet, or ever; empty if it may."""
    if month < month_of(award.awarded_on) or (award.closed_on is not None and month > award.closed_on):
        return f"Le projet ne vivait pas en {month_name(month)}."
    if today <= month_end(month) and award.closed_on is None:
        return (
            f"Le mois {of(month_name(month))} n'est pas fini : il se scelle à partir du mois suivant, ou à la clôture."
        )
    return ""


def ensure_priced(stated: DayStatement, month: date) -> None:
    if stated.unpriced:
        raise Refused(
            f"Ces jours n'ont pas de coût connu : posez le tarif journalier de {month.year}, ou prévoyez des jours."
        )


@transaction.atomic
def seal(
    project: RegionalProject, month: date, *, by: Membership, now: datetime | None = None, shown: str | None = None
) -> MonthSeal:
    """Freeze a month; asked again, give the seal that exists.

    `shown` is the hash of what the author had on screen: a log that moved meanwhile is shown again. The award's lock,
    which a deed that writes a day holds too, leaves no day half in.
    """
    now = now or timezone.now()
    month = month_of(month)
    ensure(may_seal_month(by, project))
    project.award = locked_award(project)
    made = MonthSeal.objects.filter(project=project, month=month).first()
    if made is not None:
        return made
    hold_rates(project.aract_id)
    today = now.astimezone(PARIS).date()
    reason = seal_turn(project.award, month, today)
    if reason:
        raise OutOfTurn(reason)
    stated = statement(project, month_period(month), today)
    ensure_priced(stated, month)
    made = MonthSeal(project=project, month=month, days=stated.days, sealed_at=now, sealed_by=by)
    made.seal(content_of(stated))
    made.amount = Decimal(made.content["amount"])
    if shown is not None and shown != made.sha256:
        raise OutOfTurn(
            "Les jours ont changé depuis que cette page s'est affichée : relisez le mois avant de le sceller."
        )
    made.save()
    journal.record(
        "worklog.seal",
        made,
        by=by,
        summary=f"{month_name(month).capitalize()} scellé : {days(made.days)}, {euros(made.amount)}",
        data={"project": project.pk, "month": month, "days": made.days, "amount": made.amount, "sha256": made.sha256},
        now=now,
    )
    tell_sealed(made, by=by, now=now)
    return made


@transaction.atomic
def see(made: MonthSeal, *, by: Membership, now: datetime | None = None) -> MonthSeal:
    """The ARS states that it saw a sealed month; the first to say so is the one kept."""
    now = now or timezone.now()
    made = MonthSeal.objects.select_for_update(of=("self",)).select_related("project__award").get(pk=made.pk)
    ensure(may_see_month(by, made.project))
    if made.seen_at is not None:
        return made
    made.seen_at, made.seen_by = now, by
    made.save(update_fields=["seen_at", "seen_by"])
    journal.record(
        "worklog.see",
        made,
        by=by,
        summary=f"{month_name(made.month).capitalize()} vu par l'ARS : {days(made.days)}, {euros(made.amount)}",
        data={"project": made.project_id, "month": made.month, "sha256": made.sha256},
        now=now,
    )
    return made
