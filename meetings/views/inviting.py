"""Whom a meeting brings together: circles, seats and addresses."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.middleware import HatRequest
from core.verdicts import Refused
from core.wording import counted
from meetings import inviting
from meetings.enums import MeetingState
from meetings.forms.meeting import CirclesForm, GuestForm, SeatAddressForm
from meetings.models import Invitee, Meeting
from meetings.views.meetings import back, editing, meeting_to_run, seats_of


def invitee_or_404(meeting: Meeting, invitee_pk: int) -> Invitee:
    found: Invitee = get_object_or_404(meeting.invitees.select_related("profile"), pk=invitee_pk)
    found.meeting = meeting
    return found


@editing
def invitees(request: HatRequest, project_pk: int, meeting_pk: int) -> HttpResponse:
    """The seats, with their addresses, all written by one button."""
    row = meeting_to_run(request, project_pk, meeting_pk)
    data = request.POST if request.method == "POST" else None
    forms = [SeatAddressForm(data, invitee=invitee) for invitee in seats_of(row)]
    refusal = ""
    if data is not None and all(form.is_valid() for form in forms):
        addresses = {form.invitee.pk: form.cleaned_data["email"] for form in forms}
        try:
            changed = inviting.set_addresses(row, addresses, by=request.hat, now=timezone.now())
        except Refused as refused:
            refusal = refused.reason
        else:
            return back(
                request, row, counted(changed, "adresse enregistrée", "adresses enregistrées") + ".", to="invitees"
            )
    return invitees_page(request, row, forms, refusal=refusal)


@require_POST
def circles(request: HatRequest, project_pk: int, meeting_pk: int) -> HttpResponse:
    row = meeting_to_run(request, project_pk, meeting_pk)
    form = CirclesForm(request.POST, meeting=row)
    if form.is_valid():
        try:
            added = inviting.invite_circles(row, form.cleaned_data["circles"], by=request.hat, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            done = counted(len(added), "siège ajouté", "sièges ajoutés") if added else "Tous étaient déjà invités"
            return back(request, row, f"{done}.", to="invitees")
    return invitees_page(request, row, [SeatAddressForm(invitee=invitee) for invitee in seats_of(row)], circles=form)


def invitees_page(
    request: HatRequest,
    meeting: Meeting,
    forms: list[SeatAddressForm],
    *,
    circles: CirclesForm | None = None,
    refusal: str = "",
) -> HttpResponse:
    context = {
        "project": meeting.project,
        "meeting": meeting,
        "seats": forms,
        "persons": sum(form.invitee.persons for form in forms),
        "without": sum(not form.invitee.email for form in forms),
        "faulty": [form for form in forms if form.is_bound and form.errors],
        "refusal": refusal,
        "circles": circles or CirclesForm(meeting=meeting),
        "convened": meeting.state == MeetingState.CONVENED,
        "held": meeting.state == MeetingState.HELD,
    }
    return render(request, "meetings/invitees.html", context)


@editing
def add(request: HatRequest, project_pk: int, meeting_pk: int) -> HttpResponse:
    row = meeting_to_run(request, project_pk, meeting_pk)
    form = GuestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            added = inviting.add_invitee(row, form.guest(), by=request.hat, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            to = "attendance" if row.begun(timezone.now()) else "invitees"
            return back(request, row, f"Siège ajouté : {added}.", to=to)
    return render(request, "meetings/add_invitee.html", {"project": row.project, "meeting": row, "form": form})


@editing
def edit(request: HatRequest, project_pk: int, meeting_pk: int, invitee_pk: int) -> HttpResponse:
    row = meeting_to_run(request, project_pk, meeting_pk)
    invitee = invitee_or_404(row, invitee_pk)
    form = GuestForm(request.POST or None, invitee=invitee)
    if request.method == "POST" and form.is_valid():
        try:
            inviting.change_invitee(invitee, form.guest(), by=request.hat, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            return back(request, row, "Le siège est à jour.", to="invitees")
    context = {"project": row.project, "meeting": row, "invitee": invitee, "form": form}
    return render(request, "meetings/edit_invitee.html", context)


@require_POST
def remove(request: HatRequest, project_pk: int, meeting_pk: int, invitee_pk: int) -> HttpResponse:
    row = meeting_to_run(request, project_pk, meeting_pk)
    invitee = invitee_or_404(row, invitee_pk)
    inviting.remove_invitee(invitee, by=request.hat, now=timezone.now())
    return back(request, row, f"Siège retiré : {invitee}.", to="invitees")
