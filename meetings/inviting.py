"""Whom a meeting brings together: seats taken from what the project knows, or added by hand (R38, R41, C7)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from calls.models import Term
from core.verdicts import OutOfTurn, Refused
from core.wording import counted
from meetings.enums import Circle, MeetingState
from meetings.guards import ensure_ahead, ensure_live, ensure_open_minutes, held_by
from meetings.mailing import write_to
from meetings.models import Invitee, Meeting
from records import journal
from records.models import JournalEntry
from records.removing import comes_back, remove
from regions.designating import ensure_designates
from regions.enums import MemberGroup
from regions.models import RegionalProject

MOST_INVITEES = 200
MOST_PERSONS = 200
# Those who sell a tool are heard and do not vote on money (L16).
ADVISORY = {"FOURNISSEUR"}
GROUPS = {Circle.COLLECTIVE: MemberGroup.COLLECTIVE, Circle.EXTENDED: MemberGroup.EXTENDED}


@dataclass(frozen=True)
class Guest:
    """What is said of a seat; `profile` is None for the pair and for a seat outside the groups."""

    profile: Term | None
    function: str
    origin: str
    email: str = ""
    persons: int = 1
    circle: str = ""
    votes: bool = True

    @property
    def identity(self) -> tuple[int | None, str, str]:
        """What makes two seats the same, since nobody is named."""
        return (self.profile.pk if self.profile else None, self.function.casefold(), self.origin.casefold())


@transaction.atomic
def invite_circles(
    meeting: Meeting, circles: Iterable[Circle], *, by: Membership, now: datetime | None = None
) -> list[Invitee]:
    """Add those of the circles who are not there yet, with the addresses that earlier meetings knew."""
    now = now or timezone.now()
    row = held_by(meeting, by=by)
    ensure_seats_open(row)
    wanted = [guest for circle in circles for guest in candidates(row.project, circle, now)]
    there = {guest_of(invitee).identity for invitee in row.invitees.select_related("profile")}
    known = known_addresses(row.project)
    fresh: dict[tuple[int | None, str, str], Guest] = {}
    for guest in wanted:
        if guest.identity not in there:
            fresh.setdefault(guest.identity, replace(guest, email=guest.email or known.get(guest.identity, "")))
    added = _seat(row, list(fresh.values()), now)
    if added:
        summary = f"{counted(len(added), 'place ajoutée', 'places ajoutées')} aux invitations"
        journal.record("meetings.invite_circles", row, by=by, summary=summary, now=now)
    return added


def candidates(project: RegionalProject, circle: Circle, now: datetime) -> Iterator[Guest]:
    """The seats that the project knows in a circle."""
    if circle == Circle.PAIR:
        hats = Membership.objects.current(timezone.localdate(now)).filter(organisation__in=[project.ars, project.aract])
        for hat in hats.select_related("user", "organisation").order_by("organisation", "role", "pk"):
            yield Guest(None, hat.job_title, str(hat.organisation), hat.user.email, circle=circle)
    elif circle == Circle.CONTACTS:
        for row in project.participations.present().select_related("establishment"):
            function = row.contact_function or "Référent"
            yield Guest(None, function, row.establishment.name, row.contact_email, circle=circle)
    else:
        members = project.members.filter(group=GROUPS[circle]).select_related("profile", "participation__establishment")
        for member in members:
            votes = member.profile.code not in ADVISORY
            yield Guest(
                member.profile, member.function, member.origin, persons=member.seats, circle=circle, votes=votes
            )


def known_addresses(project: RegionalProject) -> dict[tuple[int | None, str, str], str]:
    """The latest address used for each seat in the project's meetings."""
    seats = Invitee.objects.reachable().filter(meeting__project=project).select_related("profile").order_by("pk")
    return {guest_of(invitee).identity: invitee.email for invitee in seats}


def guest_of(invitee: Invitee) -> Guest:
    return Guest(
        invitee.profile,
        invitee.function,
        invitee.origin,
        invitee.email,
        invitee.persons,
        invitee.circle,
        invitee.votes,
    )


@transaction.atomic
def add_invitee(meeting: Meeting, guest: Guest, *, by: Membership, now: datetime | None = None) -> Invitee:
    """Add one seat; if the meeting is convened, its mail leaves at once. On the day, someone unexpected joins."""
    now = now or timezone.now()
    row = held_by(meeting, by=by)
    ensure_seats_open(row)
    _ensure_guest(guest)
    seats = {guest_of(invitee).identity: invitee for invitee in row.invitees.select_related("profile")}
    if guest.identity in seats:
        raise Refused("Cette fonction est déjà invitée pour cet organisme : modifiez le nombre de personnes.")
    (added,) = _seat(row, [guest], now)
    journal.record("meetings.add_invitee", row, by=by, summary=f"Place ajoutée : {added}", now=now)
    return added


@transaction.atomic
def change_invitee(invitee: Invitee, guest: Guest, *, by: Membership, now: datetime | None = None) -> Invitee:
    """Correct a seat; a new address receives the invitation, and voids the link sent to the former one."""
    now = now or timezone.now()
    row = held_by(invitee.meeting, by=by)
    ensure_seats_open(row)
    _ensure_guest(guest)
    current = _current(row, invitee)
    if guest_of(current) == guest:
        return current
    others = {guest_of(other).identity for other in row.invitees.select_related("profile").exclude(pk=current.pk)}
    if guest.identity in others:
        raise Refused("Cette fonction est déjà invitée pour cet organisme.")
    new_address = guest.email != current.email
    told = ["profile", "function", "origin", "email", "persons", "votes"]
    for name in told:
        setattr(current, name, getattr(guest, name))
    current.save(update_fields=told)
    if new_address:
        _tell_if_convened(row, current, now)
    journal.record("meetings.change_invitee", row, by=by, summary=f"Place modifiée : {current}", now=now)
    return current


@transaction.atomic
def set_addresses(
    meeting: Meeting, addresses: Mapping[int, str], *, by: Membership, now: datetime | None = None
) -> int:
    """Write many addresses at once (seat key → address); how many changed. New ones receive a sent convocation."""
    now = now or timezone.now()
    row = held_by(meeting, by=by)
    ensure_seats_open(row)
    changed = 0
    for invitee in row.invitees.all():
        address = addresses.get(invitee.pk, invitee.email).strip()
        if address != invitee.email:
            _ensure_address(address)
            invitee.email = address
            invitee.save(update_fields=["email"])
            _tell_if_convened(row, invitee, now)
            changed += 1
    if changed:
        summary = counted(changed, "adresse enregistrée", "adresses enregistrées")
        journal.record("meetings.set_addresses", row, by=by, summary=summary, now=now)
    return changed


@transaction.atomic
def remove_invitee(invitee: Invitee, *, by: Membership, now: datetime | None = None) -> JournalEntry:
    """Take a seat away before the meeting is held; its person is told if already convened."""
    now = now or timezone.now()
    row = held_by(invitee.meeting, by=by)
    ensure_ahead(row)
    current = _current(row, invitee)
    _tell_if_convened(row, current, now, what="withdrawal")
    summary, within = f"Place retirée : {current}", {"project": row.project_id, "meeting": row.pk}
    return remove(current, "meetings.remove_invitee", by=by, summary=summary, within=within, now=now, about=row)


@comes_back("meetings.remove_invitee")
def seat_again(invitee: Invitee, *, by: Membership) -> Iterator[str]:
    row = held_by(invitee.meeting, by=by)
    ensure_ahead(row)
    _ensure_room(row, 1)
    seats = {guest_of(other).identity for other in row.invitees.select_related("profile").exclude(pk=invitee.pk)}
    if guest_of(invitee).identity in seats:
        raise Refused("Cette fonction est déjà invitée pour cet organisme.")
    _tell_if_convened(row, invitee, timezone.now(), what="reinvitation")
    yield reverse("meetings:invitees", args=[row.project_id, row.pk])


def _current(meeting: Meeting, invitee: Invitee) -> Invitee:
    """The seat as it is once its meeting is held."""
    current = meeting.invitees.select_related("profile").filter(pk=invitee.pk).first()
    if current is None:
        raise OutOfTurn("Cette place a été retirée depuis que vous avez ouvert la page.")
    return current


def _ensure_room(meeting: Meeting, more: int) -> None:
    if meeting.invitees.count() + more > MOST_INVITEES:
        raise Refused(f"Une réunion compte au plus {MOST_INVITEES} places.")


def _seat(meeting: Meeting, guests: list[Guest], now: datetime) -> list[Invitee]:
    _ensure_room(meeting, len(guests))
    added = []
    for guest in guests:
        invitee = Invitee.objects.create(
            meeting=meeting,
            profile=guest.profile,
            function=guest.function,
            origin=guest.origin,
            email=guest.email,
            persons=guest.persons,
            circle=guest.circle,
            votes=guest.votes,
        )
        _tell_if_convened(meeting, invitee, now)
        added.append(invitee)
    return added


def _tell_if_convened(meeting: Meeting, invitee: Invitee, now: datetime, what: str = "convocation") -> None:
    if meeting.state == MeetingState.CONVENED and not meeting.begun(now):
        write_to(invitee, meeting, what=what, method="CANCEL" if what == "withdrawal" else "REQUEST", now=now)


def ensure_seats_open(meeting: Meeting) -> None:
    """Seats change until the minutes are approved."""
    ensure_live(meeting)
    if meeting.state == MeetingState.HELD:
        ensure_open_minutes(meeting)


def _ensure_guest(guest: Guest) -> None:
    ensure_designates(guest.function)
    ensure_designates(guest.origin)
    _ensure_address(guest.email)
    if not 1 <= guest.persons <= MOST_PERSONS:
        raise Refused(f"Indiquez de 1 à {MOST_PERSONS} personnes.")


def _ensure_address(address: str) -> None:
    if address:
        try:
            validate_email(address)
        except ValidationError as error:
            raise Refused(f"« {address} » n'est pas une adresse électronique.") from error
