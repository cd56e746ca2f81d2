"""The minutes: written by several, saved as one types, approved once, sent, corrected."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.middleware import HatRequest
from core.autosave import answer_draft
from core.form_page import FormPage, answer_form
from core.verdicts import Refused
from core.wording import counted, instant
from meetings import minuting, pdfs
from meetings.complement import current_use, use_of
from meetings.content import content_of
from meetings.forms.day import ApproveForm, DecisionForm, MinutesForm
from meetings.forms.meeting import CorrectForm
from meetings.guards import ensure_open_minutes, latest_minutes
from meetings.models import Meeting, Minutes, MinutesPart
from meetings.permissions import may_run_meetings
from meetings.views.meetings import back, meeting_or_404, meeting_to_run, page_of, presence_of, seats_of
from records import documents
from records.sealing import hash_of


def minutes_or_404(meeting: Meeting, minutes_pk: int) -> Minutes:
    found: Minutes = get_object_or_404(
        meeting.minutes.select_related("document", "approved_by__organisation"), pk=minutes_pk
    )
    found.meeting = meeting
    return found


def minutes(request: HatRequest, project_pk: int, meeting_pk: int) -> HttpResponse:
    """The draft to write for those who may, each text saving itself; else the latest minutes to read."""
    row = meeting_or_404(request, project_pk, meeting_pk)
    latest = latest_minutes(row)
    if request.method != "POST" and (
        latest is None or not latest.is_draft or not may_run_meetings(request.hat, row.project)
    ):
        return read_page(request, row, latest)

    def save(form: MinutesForm, held: Meeting) -> None:
        for name, text in form.changes.items():
            part = form.texts[name]
            part.minutes.meeting = held
            minuting.save_part(part, text, by=request.hat, now=timezone.now())

    def onward(_: Any) -> HttpResponse:
        if "approuver" in request.POST:
            return redirect("meetings:approve", row.project_id, row.pk)
        return back(request, row, "Le compte rendu est enregistré.", to="minutes")

    return answer_draft(
        request,
        row,
        lambda held, data: MinutesForm(data, parts=parts_of(held)),
        right=may_run_meetings(request.hat, row.project),
        save=save,
        page=lambda form, status: write_page(request, row, form, status),
        done=onward,
        zone=row.zone,
    )


def parts_of(meeting: Meeting) -> list[MinutesPart]:
    """The parts of the latest minutes, with who wrote them."""
    rows = MinutesPart.objects.filter(minutes=latest_minutes(meeting)).order_by("position")
    return list(rows.select_related("minutes", "edited_by__organisation", "edited_by__user"))


def write_page(request: HatRequest, meeting: Meeting, form: MinutesForm, status: int) -> HttpResponse:
    invitees = seats_of(meeting)
    edited = [(part.edited_at, part.pk, part) for part in form.texts.values() if part.edited_at]
    said = "Vos textes s'enregistrent au fil de la frappe."
    if edited:
        at, _, last = max(edited)
        said = f"Dernier enregistrement le {instant(at, meeting.zone)}, par {last.edited_by}"
    context = {
        "project": meeting.project,
        "meeting": meeting,
        "minutes": latest_minutes(meeting),
        "form": form,
        "said": said,
        "decisions": list(meeting.decisions.all()),
        "decision_form": DecisionForm(),
        "use": use_of(meeting),
        "current_use": current_use(meeting.project) if meeting.is_steering else None,
        "invitees": invitees,
        **presence_of(meeting, invitees),
    }
    return render(request, "meetings/write_minutes.html", context, status=status)


def read_page(request: HatRequest, meeting: Meeting, latest: Minutes | None) -> HttpResponse:
    """The latest minutes as they read, with those before."""
    content = None
    if latest is not None:
        content = pdfs.readable(content_of(latest, meeting) if latest.is_draft else latest.content)
    context = {
        "project": meeting.project,
        "meeting": meeting,
        "minutes": latest,
        "content": content,
        "revisions": meeting.minutes.select_related("approved_by__organisation", "approved_by__user", "document"),
        "may_run": may_run_meetings(request.hat, meeting.project),
        "reached": len({invitee.email.lower() for invitee in meeting.invitees.reachable()}),
    }
    return render(request, "meetings/minutes.html", context)


def approve(request: HatRequest, project_pk: int, meeting_pk: int) -> HttpResponse:
    """The whole as it will be frozen; then the act."""
    row = meeting_to_run(request, project_pk, meeting_pk)
    latest = latest_minutes(row) or ensure_open_minutes(row)
    latest.meeting = row
    return answer_form(
        request,
        lambda data, _: ApproveForm(data),
        page=lambda _: approval_page(row, latest),
        turn=lambda: ensure_open_minutes(row),
        deed=lambda form: minuting.approve(latest, seen=form.cleaned_data["vu"], by=request.hat),
        done=lambda _: back(
            request, row, "Le compte rendu est approuvé. Son PDF se prépare ; vous pourrez l'envoyer.", to="minutes"
        ),
    )


def approval_page(meeting: Meeting, draft: Minutes) -> FormPage:
    """What one reads and its mark, which comes back with the approval."""
    content = content_of(draft, meeting)
    return page_of(
        meeting.project,
        "Approuver le compte rendu",
        "Approuver le compte rendu",
        meeting,
        back="minutes",
        template="meetings/approve.html",
        context={
            "content": pdfs.readable(content),
            "seen": hash_of(content),
            "missing": minuting.lacking(draft),
        },
    )


def correct(request: HatRequest, project_pk: int, meeting_pk: int) -> HttpResponse:
    row = meeting_or_404(request, project_pk, meeting_pk)
    return answer_form(
        request,
        lambda data, _: CorrectForm(data),
        page=page_of(
            row.project,
            "Corriger le compte rendu",
            "Ouvrir la correction",
            row,
            back="minutes",
            intro="Le compte rendu approuvé reste tel quel, avec son PDF. Une nouvelle révision s'ouvre, où le texte "
            "est repris : présences, décisions et textes peuvent y être modifiés, puis approuvés de nouveau.",
        ),
        right=may_run_meetings(request.hat, row.project),
        deed=lambda form: minuting.correct(row, reason=form.cleaned_data["reason"], by=request.hat),
        done=lambda _: back(
            request, row, "La correction est ouverte : le texte approuvé est repris ci-dessous.", to="minutes"
        ),
    )


@require_POST
def send_minutes(request: HatRequest, project_pk: int, meeting_pk: int, minutes_pk: int) -> HttpResponse:
    row = meeting_to_run(request, project_pk, meeting_pk)
    try:
        sent = minuting.send_minutes(minutes_or_404(row, minutes_pk), by=request.hat, now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect("meetings:minutes", row.project_id, row.pk)
    return back(request, row, f"Le compte rendu part : {counted(sent, 'courriel')}.", to="minutes")


@require_safe
def minutes_pdf(request: HatRequest, project_pk: int, meeting_pk: int, minutes_pk: int) -> HttpResponse:
    """The PDF kept at the approval; before it is there, and for a draft, made at once."""
    row = meeting_or_404(request, project_pk, meeting_pk)
    found = minutes_or_404(row, minutes_pk)
    if found.document is not None:
        return documents.serve(found.document)
    return documents.download(pdfs.minutes_name(found, row), pdfs.minutes_pdf(found, row), media_type=documents.PDF)
