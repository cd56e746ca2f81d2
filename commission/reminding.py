"""Reminding a rapporteur of the reviews that are missing: one mail a call, once a day at most."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from applications.mailing import CLOSING
from calls.models import Call
from commission.models import Assignment
from commission.permissions import may_remind
from core.verdicts import OutOfTurn, ensure
from core.wording import PARIS, counted, day, listed, of
from directory.models import plain
from records import journal, outbox
from records.models import Message


def reminder_key(call: Call, rapporteur_id: int, now: datetime) -> str:
    """Names the one reminder of the day, in Paris."""
    return f"reminder:{call.pk}:{rapporteur_id}:{now.astimezone(PARIS).date()}"


def reminded_today(call: Call, now: datetime) -> set[str]:
    """The keys of today's reminders."""
    today = reminder_key(call, 0, now).rpartition(":")[2]
    keys = Message.objects.filter(key__startswith=f"reminder:{call.pk}:", key__endswith=f":{today}")
    return set(keys.values_list("key", flat=True))


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
    if Message.objects.filter(key=key).exists():
        raise OutOfTurn("Cette personne a déjà reçu une relance aujourd'hui.")
    regions = sorted((str(assignment.application.project.region) for assignment in waiting), key=plain)
    before = f" avant la commission du {day(call.commission_on)}" if call.commission_on else ""
    outbox.write(
        key,
        to=rapporteur.user.email,
        subject=f"{counted(len(waiting), 'évaluation')} à remettre",
        body=(
            f"Pour l'appel « {call.title} », votre évaluation est attendue{before} pour : {listed(regions)}.\n\n"
            f"Vos évaluations :\n{settings.SITE_URL}{reverse('commission:reviews')}{CLOSING}"
        ),
    )
    journal.record(
        "commission.remind",
        call,
        by=by,
        summary=f"Relance {of(rapporteur)} : {listed(regions)}",
        data={"rapporteur": rapporteur.pk, "assignments": [assignment.pk for assignment in waiting]},
        now=now,
    )
    return waiting
