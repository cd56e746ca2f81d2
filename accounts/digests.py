"""The mail of the day: what a person chose to read once a day, each morning, and giving it up in one click."""

from datetime import datetime
from itertools import groupby

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import reverse

from accounts.enums import MailPace
from accounts.mailing import answered_by, closing
from accounts.models import DigestLine, User
from accounts.moments import DIGEST
from core.wording import PARIS, counted, day
from records import journal, outbox

SIGNER = Signer(salt="accounts.digests")


def send_digests(now: datetime) -> int:
    """One mail to each person about what was not sent yet; how many. Each morning (`records.daily`)."""
    waiting = DigestLine.objects.filter(sent_at=None, created_at__lt=now)
    return sum(send_digest(pk, now) for pk in sorted(set(waiting.values_list("person", flat=True))))


@transaction.atomic
def send_digest(person_id: int, now: datetime) -> bool:
    """The person's row is held, so that it is sent once."""
    person = User.objects.select_for_update().get(pk=person_id)
    lines = list(person.digest_lines.filter(sent_at=None, created_at__lt=now).order_by("moment", "pk"))
    if not lines:
        return False
    outbox.write(
        f"digest:{person.pk}:{lines[-1].pk}",
        DIGEST,
        to=person.email,
        subject=f"ACIA : {counted(len(lines), 'nouveauté')} au {day(now.astimezone(PARIS).date())}",
        body=digest_body(lines),
        reply_to=answered_by(),
        leave_url=leave_url(person),
    )
    DigestLine.objects.filter(pk__in=[line.pk for line in lines]).update(sent_at=now)
    return True


def digest_body(lines: list[DigestLine]) -> str:
    told = []
    for subject, same in groupby(lines, key=lambda line: line.subject):
        told.append("\n".join([subject, *(f"{line.text}\n{settings.SITE_URL}{line.path}" for line in same)]))
    choices = f"{settings.SITE_URL}{reverse('accounts:mail_choices')}"
    pace = f"Vous recevez un courriel par jour, comme vous l'avez choisi. Changer ce choix :\n{choices}"
    return "\n\n".join(["Bonjour,", *told, pace, closing()])


def leave_url(person: User) -> str:
    return f"{settings.SITE_URL}{reverse('accounts:leave_digests', args=[SIGNER.sign(str(person.pk))])}"


def person_of(token: str) -> User | None:
    """Whom a link «ne plus recevoir» is for; None if it is not one of ours."""
    try:
        return User.objects.filter(pk=int(SIGNER.unsign(token)), is_active=True).first()
    except (BadSignature, ValueError):
        return None


@transaction.atomic
def leave(person: User) -> User:
    """No more mail of the day; what the person receives at once stays. Undone on the page of one's choices."""
    locked = User.objects.select_for_update().get(pk=person.pk)
    choices = {name: getattr(locked, name) for name in ("work_mails", "news_mails")}
    return choose(locked, **{name: MailPace.NONE if at == MailPace.DAILY else at for name, at in choices.items()})


@transaction.atomic
def choose(person: User, *, work_mails: str, news_mails: str) -> User:
    """Keep at which pace a person is written to; acts always leave at once."""
    person.work_mails, person.news_mails = work_mails, news_mails
    person.save(update_fields=["work_mails", "news_mails"])
    journal.record(
        "accounts.choose_mails",
        person.traced(),
        summary="Rythme des courriels choisi",
        data={"work": work_mails, "news": news_mails},
    )
    return person
