"""What silence means for a deposited fiche: a refusal, on a day that the secretaries are told of in time."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.mailing import Mail, tell
from acts.appeals import refused_by_silence_on
from applications.enums import ApplicationState
from applications.mailing import secretaries
from applications.models import Deposit
from applications.moments import SILENCE
from calls.models import Call
from core.wording import counted, day

TOLD_BEFORE = timedelta(days=15)
# No two months are shorter: what came later than that is not looked at.
SHORTEST_SILENCE = timedelta(days=59)


def implicit_refusal_on(deposit: Deposit) -> date:
    """The day on which silence becomes a refusal."""
    zone = deposit.application.project.call.zone
    return refused_by_silence_on(deposit.received_at.astimezone(zone).date())


@dataclass(frozen=True)
class Silence:
    """A deposit that waits for its answer, the day on which silence refuses it, and whether that day has come."""

    deposit: Deposit
    on: date
    born: bool


def unanswered(now: datetime) -> Iterator[Silence]:
    """The deposits that silence refuses within fifteen days, or has refused: no decision on them is notified."""
    waiting = Deposit.objects.filter(
        in_force_of__state__in=[ApplicationState.DEPOSITED, ApplicationState.ADMISSIBLE],
        in_force_of__outcome="",
        received_at__lte=now - SHORTEST_SILENCE + TOLD_BEFORE,
    ).select_related("application__project__region", "application__project__call")
    for deposit in waiting.order_by("received_at", "pk"):
        today, on = now.astimezone(deposit.application.project.call.zone).date(), implicit_refusal_on(deposit)
        if on - today <= TOLD_BEFORE:
            yield Silence(deposit, on, born=on <= today)


def tell_of_silence(now: datetime | None = None) -> None:
    """Write once of each fiche to the secretaries, in one mail for all those of a call that come to it together."""
    now = now or timezone.now()
    found: dict[Call, list[Silence]] = defaultdict(list)
    for silence in unanswered(now):
        if silence.deposit.silence_told_at is None:
            found[silence.deposit.application.project.call].append(silence)
    for call, silences in found.items():
        with transaction.atomic():
            untold = Deposit.objects.filter(pk__in=[one.deposit.pk for one in silences], silence_told_at=None)
            # Of two sweeps at once, one finds all of them still untold.
            if untold.update(silence_told_at=now) == len(silences):
                tell(SILENCE, secretaries(now), warning(call, silences), key=f"silence:{silences[0].deposit.pk}")
            else:
                transaction.set_rollback(True)


def warning(call: Call, silences: list[Silence]) -> Mail:
    lines = [
        f"– {one.deposit.application.project.region}, dépôt {one.deposit.number} : {day(one.on)}" for one in silences
    ]
    number = counted(len(silences), "fiche")
    return Mail(
        call.mail_about,
        f"rejet implicite à venir pour {number}",
        f"Notifiez la réponse à {number} : sans elle, la demande est réputée rejetée à la date dite ci-dessous.",
        reverse("commission:dashboard", args=[call.slug]),
        ["\n".join(lines), "Une décision notifiée plus tard remplacera ce rejet, et le dira."],
    )
