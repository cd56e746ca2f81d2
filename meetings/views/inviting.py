"""Whom a meeting brings together: circles, seats and addresses."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.middleware import HatRequest
from core.form_page import FormPage, answer_form
from core.verdicts import OutOfTurn
from core.wording import counted
from meetings import inviting
from meetings.enums import MeetingState
from meetings.forms.meeting import AddressesForm, CirclesForm, GuestForm
from meetings.guards import ensure_ahead
from meetings.models import Invitee, Meeting
from meetings.permissions import may_run_meetings
from meetings.views.meetings import back, meeting_or_404, page_of, seats_of
from records.journal import last_edit
from records.views.removing import ask_to_remove, row_or_gone

# The deeds that change what is known of a seat.
SEATS = ("meetings.change_invitee", "meetings.set_addresses")


def invitee_or_404(meeting: Meeting, invitee_pk: int) -> Invitee:
    invitee: Invitee = row_or_gone(meeting.invitees.select_related("profile"), invitee_pk, meeting=meeting.pk)
    invitee.meeting = meeting
    return invitee


def invitees(request: HatRequest, project_pk: int, meeting_pk: int) -> HttpResponse:
    """The seats, with their addresses, all written by one button."""
    row = meeting_or_404(request, project_pk, meeting_pk)
    return answer_form(
        request,
        lambda data, _: AddressesForm(data, invitees=seats_of(row)),
        page=lambda form: invitees_page(row, addresses=form),
        right=may_run_meetings(request.hat, row.project),
        edits=row,
        last_edit=last_edit(row, deed__in=SEATS),
        deed=lambda form: inviting.set_addresses(row, form.addresses(), by=request.hat),
        done=lambda changed: back(
            request, row, counted(changed, "adresse enregistrée", "adresses enregistrées") + ".", to="invitees"
        ),
    )


@require_POST
def circles(request: HatRequest, project_pk: int, meeting_pk: int) -> HttpResponse:
    row = meeting_or_404(request, project_pk, meeting_pk)
    return answer_form(
        request,
        lambda data, _: CirclesForm(data, meeting=row),
        page=lambda form: invitees_page(row, circles=form),
        right=may_run_meetings(request.hat, row.project),
        deed=lambda form: inviting.invite_circles(row, form.cleaned_data["circles"], by=request.hat),
        done=lambda added: back(
            request,
            row,
            f"{counted(len(added), 'place ajoutée', 'places ajoutées') if added else 'Tous étaient déjà invités'}.",
            to="invitees",
        ),
    )


def closed_because(meeting: Meeting) -> str:
    """Why seats do not change any more; empty while they do."""
    try:
        inviting.ensure_seats_open(meeting)
    except OutOfTurn as refusal:
        return refusal.reason
    return ""


def invitees_page(
    meeting: Meeting, *, addresses: AddressesForm | None = None, circles: CirclesForm | None = None
) -> FormPage:
    if addresses is None:
        addresses = AddressesForm(invitees=seats_of(meeting))
        addresses.edit()
    invitees = addresses.names.values()
    context = {
        "addresses": addresses,
        "persons": sum(invitee.persons for invitee in invitees),
        "without": sum(not invitee.email for invitee in invitees),
        "circles": circles or CirclesForm(meeting=meeting),
        "convened": meeting.state == MeetingState.CONVENED,
        "held": meeting.state == MeetingState.HELD,
        "closed": closed_because(meeting),
    }
    return page_of(
        meeting.project,
        "Invitations",
        "Enregistrer les adresses",
        meeting,
        template="meetings/invitees.html",
        context=context,
    )


def add_invitee(request: HatRequest, project_pk: int, meeting_pk: int) -> HttpResponse:
    row = meeting_or_404(request, project_pk, meeting_pk)
    to = "attendance" if row.begun(timezone.now()) else "invitees"
    told = "La réunion est convoquée : l'invitation part dès l'ajout, si une adresse est donnée."
    return answer_form(
        request,
        lambda data, _: GuestForm(data, call=row.project.call_id),
        page=page_of(
            row.project,
            "Ajouter une place",
            "Ajouter la place",
            row,
            back="invitees",
            intro=told if row.state == MeetingState.CONVENED else "",
        ),
        right=may_run_meetings(request.hat, row.project),
        turn=lambda: inviting.ensure_seats_open(row),
        deed=lambda form: inviting.add_invitee(row, form.guest(), by=request.hat),
        done=lambda added: back(request, row, f"Place ajoutée : {added}.", to=to),
    )


def edit_invitee(request: HatRequest, project_pk: int, meeting_pk: int, invitee_pk: int) -> HttpResponse:
    row = meeting_or_404(request, project_pk, meeting_pk)
    invitee = invitee_or_404(row, invitee_pk)
    told = "Une nouvelle adresse reçoit aussitôt l'invitation ; le lien envoyé à l'ancienne ne sert plus."
    return answer_form(
        request,
        lambda data, _: GuestForm(data, call=row.project.call_id, invitee=invitee),
        page=page_of(
            row.project,
            "Modifier une place",
            "Enregistrer la place",
            row,
            back="invitees",
            intro=f"{invitee}. {told if row.state == MeetingState.CONVENED else ''}",
        ),
        right=may_run_meetings(request.hat, row.project),
        turn=lambda: inviting.ensure_seats_open(row),
        edits=invitee,
        under=row,
        last_edit=last_edit(row, deed__in=SEATS),
        deed=lambda form: inviting.change_invitee(invitee, form.guest(), by=request.hat),
        done=lambda _: back(request, row, "La place est à jour.", to="invitees"),
    )


def remove_invitee(request: HatRequest, project_pk: int, meeting_pk: int, invitee_pk: int) -> HttpResponse:
    row = meeting_or_404(request, project_pk, meeting_pk)
    invitee = invitee_or_404(row, invitee_pk)
    told = row.state == MeetingState.CONVENED and invitee.email and not row.begun(timezone.now())
    return ask_to_remove(
        request,
        page_of(
            row.project,
            f"Retirer la place « {invitee} » ?",
            "Retirer la place",
            row,
            back="invitees",
            keep="Garder la place",
            consequences=[
                "La place quitte la réunion, avec sa réponse.",
                *(["Un courriel dit à la personne qu'elle n'est plus attendue."] if told else []),
            ],
        ),
        right=may_run_meetings(request.hat, row.project),
        turn=lambda: ensure_ahead(row),
        deed=lambda: inviting.remove_invitee(invitee, by=request.hat, now=timezone.now()),
        done=f"Place retirée : {invitee}.",
        to=("meetings:invitees", project_pk, meeting_pk),
    )
