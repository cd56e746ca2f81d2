"""Inviting somebody from outside to comment on some sections of a draft, or to write them, until a day.

Their hat acts for nobody and opens nothing by itself: each `Guest` row opens its sections while it lasts, which rights
read at each request, so that nothing has to be scheduled. What they wrote stays, under their name. Who examines fiches
for DGOS or Anact is not invited; who was invited is not given the fiche to examine (`commission.assigning`).
"""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts import inviting
from accounts.enums import NATIONAL_KINDS, InvitationState, OrganisationKind, Role
from accounts.mailing import Mail, tell
from accounts.models import Invitation, Membership, Organisation
from applications.enums import GuestState
from applications.fiche_edit import locked
from applications.mailing import path_of
from applications.models import Application, Guest
from applications.moments import GUEST_INVITED
from applications.permissions import may_invite_guest
from applications.presence import who
from calls.enums import SectionKind
from calls.models import Section
from core.verdicts import OutOfTurn, Refused, ensure
from core.wording import counted, day, of
from records import journal

MOST = 20  # at once on a fiche: help, not a crowd
SHOWN = 100  # of one person
LONGEST = timedelta(days=366)
EXAMINES = (
    "Cette personne agit pour la DGOS ou l'Anact, qui examinent les fiches : qui note une fiche n'y a rien écrit. "
    "Invitez quelqu'un d'autre."
)


def guests_of(application: Application, now: datetime) -> list[Guest]:
    """Those that are not withdrawn, for the pair's page of the fiche; two queries, whatever their number."""
    rows = list(application.guests.filter(withdrawn_at=None).in_full().order_by("pk"))
    titles = {part.code: part.number for part in application.questionnaire.sections.all()} if rows else {}
    for row in rows:
        row.application = application
        row.stands, row.places = row.state(now), sorted(titles[code] for code in row.sections if code in titles)
    return rows


def live_for(hat: Membership, now: datetime) -> QuerySet[Guest]:
    """What a guest may open now, the first to end first."""
    about = ("application__project__region", "application__project__call", "application__project__ars")
    rows = Guest.objects.live(now).of_hat(hat).in_full().select_related(*about, "application__project__aract")
    return rows.order_by("ends_at", "pk")


@transaction.atomic
def invite_guest(
    application: Application,
    *,
    email: str,
    job_title: str,
    sections: Collection[Section],
    writes: bool,
    until: date,
    by: Membership,
    now: datetime | None = None,
) -> Guest:
    """Open these sections to an address until the end of a day, and write to it."""
    now = now or timezone.now()
    fiche, email = locked(application), email.strip().lower()
    ensure(may_invite_guest(by, fiche))
    _ensure_outsider(fiche, email, now)
    _ensure_writable(sections, writes=writes)
    ends_at = _end_of(until, fiche, now)
    if email in {row.email.lower() for row in fiche.guests.filter(withdrawn_at=None).in_full()}:
        raise OutOfTurn("Cette adresse est déjà invitée sur cette fiche : prolongez ou retirez son invitation.")
    if fiche.guests.live(now).count() >= MOST:
        raise Refused(f"La fiche est déjà ouverte à {MOST} personnes : retirez une invitation avant d'en ajouter une.")
    made = Guest(
        application=fiche,
        sections=sorted(section.code for section in sections),
        writes=writes,
        ends_at=ends_at,
        invited_by=by,
        invited_at=now,
    )
    note = _note(made, by)
    made.hat = _hat_of(email, now)
    if made.hat is None:
        made.invitation = _invitation(email, job_title, note, by, now)
    made.save()
    if made.hat is not None:
        mail = Mail(
            fiche.project.mail_about,
            f"on vous invite à {made.task} une fiche projet",
            "Ouvrez la fiche : vous y trouvez vos sections.",
            path_of(fiche),
            [note],
            reply_to=by.user.email,
        )
        tell(GUEST_INVITED, [made.hat.user.email], mail, key=f"guest-invited:{made.pk}")
    what = counted(len(made.sections), "section")
    _record("applications.invite_guest", f"Invitation à {made.task} {what}, {_until(made)}", made, by, now)
    return made


@transaction.atomic
def prolong_guest(guest: Guest, *, until: date, by: Membership, now: datetime | None = None) -> Guest:
    """Move the last day, later or sooner; who has not answered yet gets a fresh link."""
    now = now or timezone.now()
    fiche, row = _held(guest, by)
    _ensure_outsider(fiche, row.email, now)
    row.ends_at = _end_of(until, fiche, now)
    row.save(update_fields=["ends_at"])
    if row.invitation is not None and row.state(now) in {GuestState.ASKED, GuestState.UNANSWERED}:
        if row.invitation.revoked_at is None:
            inviting.renew(row.invitation, note=_note(row, by), by=by, now=now)
        else:
            row.invitation = _invitation(row.email, row.invitation.job_title, _note(row, by), by, now)
            row.save(update_fields=["invitation"])
    _record("applications.prolong_guest", f"Invitation portée {_until(row)}", row, by, now)
    return row


@transaction.atomic
def withdraw_guest(guest: Guest, *, by: Membership, now: datetime | None = None) -> Guest:
    """Close the sections to them at once. Inviting them again undoes it; what they wrote stays in any case."""
    now = now or timezone.now()
    _, row = _held(guest, by)
    row.withdrawn_at = now
    row.save(update_fields=["withdrawn_at"])
    offer = row.invitation
    unanswered = offer is not None and offer.accepted_at is None and offer.revoked_at is None
    if offer is not None and unanswered and not Guest.objects.filter(invitation=offer, withdrawn_at=None).exists():
        inviting.revoke(offer, by=by, now=now)
    _record("applications.withdraw_guest", "Invitation retirée", row, by, now)
    return row


def _held(guest: Guest, by: Membership) -> tuple[Application, Guest]:
    fiche = locked(guest.application)
    ensure(may_invite_guest(by, fiche))
    row = Guest.objects.in_full().get(pk=guest.pk)
    if row.withdrawn_at is not None:
        raise OutOfTurn("Cette invitation est déjà retirée.")
    row.application = fiche
    return fiche, row


def _ensure_outsider(fiche: Application, email: str, now: datetime) -> None:
    """Neither of the pair, which writes everything, nor of those who examine fiches."""
    hats = Membership.objects.current(timezone.localdate(now)).filter(user__email__iexact=email)
    if hats.filter(organisation__in=[fiche.project.ars_id, fiche.project.aract_id]).exists():
        raise Refused("Cette personne est de l'ARS ou de l'Aract de ce projet : elle écrit déjà la fiche.", at="email")
    if hats.filter(organisation__kind__in=NATIONAL_KINDS).exists():
        raise Refused(EXAMINES, at="email")


def _ensure_writable(sections: Collection[Section], *, writes: bool) -> None:
    if not sections:
        raise Refused("Choisissez au moins une section.", at="sections")
    tables = [section for section in sections if section.kind != SectionKind.QUESTIONS]
    if writes and tables:
        raise Refused(
            f"« {tables[0].title} » est un tableau, que l'ARS et l'Aract écrivent seules : il ne peut qu'être "
            "commenté. Invitez à commenter, ou retirez cette section.",
            at="sections",
        )


def _end_of(until: date, fiche: Application, now: datetime) -> datetime:
    """The first instant of the day after, where the call is."""
    zone = fiche.project.call.zone
    ends_at = datetime.combine(until, time.min, tzinfo=zone) + timedelta(days=1)
    if ends_at <= now:
        raise Refused("Cette date est passée : choisissez aujourd'hui ou plus tard.", at="until")
    if ends_at > now + LONGEST:
        raise Refused("Une invitation dure un an au plus : vous pourrez la prolonger.", at="until")
    return ends_at


def _outside() -> Organisation:
    """Where guests' hats belong; it acts for nobody, and has neither region nor letterhead."""
    found, _ = Organisation.objects.get_or_create(
        name="Personnes invitées", defaults={"kind": OrganisationKind.GUESTS, "short_name": "invité"}
    )
    return found


def _hat_of(email: str, now: datetime) -> Membership | None:
    hats = Membership.objects.current(timezone.localdate(now)).filter(role=Role.GUEST, user__email__iexact=email)
    return hats.select_related("user").first()


def _invitation(email: str, job_title: str, note: str, by: Membership, now: datetime) -> Invitation:
    """The one that waits for an answer at this address, sent again with one more object, or a new one."""
    outside = _outside()
    waiting = Invitation.objects.unanswered().filter(email=email, organisation=outside, role=Role.GUEST).first()
    if waiting is None:
        return inviting.offer(
            email=email, organisation=outside, role=Role.GUEST, job_title=job_title, note=note, by=by, now=now
        )
    if waiting.state(now) == InvitationState.PENDING and note not in waiting.note:
        note = f"{waiting.note}\n{note}"[-1000:]
    return inviting.renew(waiting, note=note, by=by, now=now)


def _note(guest: Guest, by: Membership) -> str:
    """What they are invited to, for the mail and for the page where they accept."""
    project = guest.application.project
    what = f"{counted(len(guest.sections), 'section')} de la fiche projet {of(project.region)}"
    return f"{who(by, project)} vous invite à {guest.task} {what}, {_until(guest)}."


def _until(guest: Guest) -> str:
    return f"jusqu'au {day(guest.until)} compris"


def _record(deed: str, said: str, guest: Guest, by: Membership, now: datetime) -> None:
    """Under the fiche, without the address, which the journal would keep for ever."""
    data = {"guest": guest.pk, "sections_opened": guest.sections, "writes": guest.writes}
    journal.record(deed, guest.application, by=by, summary=said, data=data, now=now)
