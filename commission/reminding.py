"""Reminding a rapporteur of the reviews that are missing: one mail a call, once a day at most."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.mailing import Mail, tell
from accounts.models import Membership
from calls.models import Call
from commission.models import Assignment
from commission.moments import REMINDED
from commission.permissions import may_remind
from core.verdicts import OutOfTurn, ensure
from core.wording import PARIS, counted, day, listed, of
from directory.models import plain
from records import journal
from records.models import Message


def reminder_key(call: Call, rapporteur_id: int, now: datetime) -> str:
    """Names the one reminder of the day, in Paris."""
    return f"reminder:{call.pk}:{rapporteur_id}:{now.astimezone(PARIS).date()}"


def reminded_today(call: Call, now: datetime) -> set[str]:
    """The keys of today's reminders."""
    today = reminder_key(call, 0, now).rpartition(":")[2]
    keys = Message.objects.filter(key__startswith=f"reminder:{call.pk}:", key__contains=f":{today}:")
    return {key.rpartition(":")[0] for key in keys.values_list("key", flat=True)}


@transaction.atomic
def remind(call: Call, rapporteur: Membership, *, by: Membership, now: datetime | None = None) -> list[Assignment]:
    """Write to a rapporteur about every review that is missing for a call."""
    now = now or timezone.now()
    ensure(may_remind(by))
    Membership.objects.select_for_update(of=("self",)).get(pk=rapporteur.pk)
    waiting = list(Assignment.objects.of_call(call).to_score().with_fiche().filter(rapporteur=rapporteur))
    if not waiting:
        raise OutOfTurn("Cette personne n'a plus d'évaluation à remettre.")
    key = reminder_key(call, rapporteur.pk, now)
    if Message.objects.filter(key__startswith=f"{key}:").exists():
        raise OutOfTurn("Cette personne a déjà reçu une relance aujourd'hui.")
    regions = sorted((str(assignment.application.project.region) for assignment in waiting), key=plain)
    before = f" avant la commission du {day(call.commission_on)}" if call.commission_on else ""
    mail = Mail(
        call.mail_about,
        f"{counted(len(waiting), 'évaluation')} à remettre",
        f"Remettez votre évaluation{before} pour : {listed(regions)}.",
        reverse("commission:reviews"),
        reply_to=by.user.email,
    )
    tell(REMINDED, [rapporteur.user.email], mail, key=key)
    journal.record(
        "commission.remind",
        call,
        by=by,
        summary=f"Relance {of(rapporteur)} : {listed(regions)}",
        data={"rapporteur": rapporteur.pk, "assignments": [assignment.pk for assignment in waiting]},
        now=now,
    )
    return waiting
