"""How people are written to: who acts for whom, at the pace that each has chosen, in one shape of mail."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from accounts.enums import NATIONAL_KINDS, MailPace, Role
from accounts.models import DigestLine, Membership, Organisation, Region, User
from core.wording import NBSP, PARIS
from records import outbox
from records.models import Document
from records.moments import Moment


def answered_by(service: str = "") -> str:
    """Where answers go: to the service that writes, else to the portal's own team."""
    return service or settings.PORTAL_CONTACT_EMAIL


def closing(service: str = "") -> str:
    """The last words of every mail."""
    return f"Ce message est envoyé par le portail ACIA. Pour y répondre, écrivez à {answered_by(service)}."


@dataclass(frozen=True)
class Mail:
    """What is told. Its subject is «ACIA n° 5 – Bretagne : une fiche vous est confiée».

    `todo` comes first: what to do, or what happened. `path` is the page of the thing itself, `reply_to` the address of
    the service that answers.
    """

    about: str
    what: str
    todo: str
    path: str = ""
    facts: Sequence[str] = ()
    reply_to: str = ""

    @property
    def subject(self) -> str:
        return f"{self.about}{NBSP}: {self.what}"

    @property
    def url(self) -> str:
        return f"{settings.SITE_URL}{self.path}" if self.path else ""

    @property
    def body(self) -> str:
        first = f"{self.todo}\n{self.url}" if self.url else self.todo
        return "\n\n".join(["Bonjour,", first, *(fact for fact in self.facts if fact), closing(self.reply_to)])


def tell(
    moment: Moment,
    addresses: Iterable[str],
    mail: Mail,
    *,
    key: str,
    secret: str = "",
    attachments: Iterable[Document] = (),
) -> None:
    """Write to each address once (`key` says why), at once or in the mail of the day, or not, as the person chose."""
    wanted = sorted({address.lower() for address in addresses if address})
    people = {person.email: person for person in User.objects.filter(email__in=wanted)}
    attached = list(attachments)
    for address in wanted:
        person = people.get(address)
        pace = person.pace_of(moment.mail_class) if person else MailPace.NOW
        if pace == MailPace.NOW:
            outbox.write(
                f"{key}:{address}",
                moment,
                to=address,
                subject=mail.subject,
                body=mail.body,
                reply_to=answered_by(mail.reply_to),
                secret=secret,
                attachments=attached,
            )
        elif pace == MailPace.DAILY and person is not None:
            DigestLine.objects.get_or_create(
                key=f"{key}:{address}",
                defaults={"person": person, "moment": moment.code, "subject": mail.subject, "text": mail.todo}
                | {"path": mail.path},
            )


def addresses_of(
    organisations: Iterable[Organisation], *, but: Membership | None = None, now: datetime | None = None
) -> set[str]:
    """Everyone who acts for these organisations now, else the organisation's own address.

    `but` is the person who did the deed: nobody is told what they have just done.
    """
    organisations = list(organisations)
    hats = Membership.objects.current(timezone.localdate(now)).filter(organisation__in=organisations)
    found: dict[int, set[str]] = {organisation.pk: set() for organisation in organisations}
    for organisation_id, email in hats.values_list("organisation_id", "user__email"):
        found[organisation_id].add(email)
    told = {email for organisation in organisations for email in found[organisation.pk] or {organisation.email}}
    return told - {"", but.user.email if but else ""}


def by_clock(organisations: Iterable[Organisation], *, now: datetime) -> list[tuple[Region | None, set[str]]]:
    """Whom to write to, by region overseas, whose hours are its own; all who live at Paris time are under None."""
    groups: dict[Region | None, list[Organisation]] = {}
    for organisation in organisations:
        region = organisation.region
        own = region is not None and region.time_zone != PARIS.key
        groups.setdefault(region if own else None, []).append(organisation)
    return [(region, addresses_of(rows, now=now)) for region, rows in groups.items()]


def secretaries(now: datetime | None = None) -> set[str]:
    """Everyone who is secretary at DGOS or Anact now."""
    hats = Membership.objects.current(timezone.localdate(now)).of(*NATIONAL_KINDS).filter(role=Role.SECRETARY)
    return set(hats.values_list("user__email", flat=True))
