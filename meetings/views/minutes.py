"""The minutes: written by several, saved as one types, approved once, sent, corrected."""

import re
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.middleware import HatRequest
from core.form_page import FormPage, answer_form
from core.verdicts import Refused
from core.wording import clock, counted
from meetings import minuting, pdfs
from meetings.complement import current_use, use_of
from meetings.content import content_of
from meetings.forms.day import ApproveForm, DecisionForm, PartForm
from meetings.forms.meeting import CorrectForm
from meetings.guards import ensure_open_minutes, latest_minutes
from meetings.models import Meeting, Minutes, MinutesPart
from meetings.permissions import may_run_meetings
from meetings.views.meetings import back, meeting_or_404, meeting_to_run, page_of, presence_of, seats_of
from records import documents
from records.journal import canonical

CONFLICT = 409
INVALID = 422
# What goes with a text: the version that its author saw; and, on a conflict, the version shown and the choice made.
BASE, SEEN, CHOICE = "base-", "vu-", "choix-"
MINE, THEIRS = "mien", "autre"
VERSION = re.compile(r"[0-9]{1,9}")
SENT = re.compile(BASE + r"partie-([0-9]{1,18})")


def minutes_or_404(meeting: Meeting, minutes_pk: int) -> Minutes:
    found: Minutes = get_object_or_404(
        meeting.minutes.select_related("document", "approved_by__organisation"), pk=minutes_pk
    )
    found.meeting = meeting
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def minutes(request: HatRequest, project_pk: int, meeting_pk: int) -> HttpResponse:
    """The draft to write for those who may; else the latest minutes to read."""
    row = meeting_or_404(request, project_pk, meeting_pk)
    latest = latest_minutes(row)
    if latest is not None:
        latest.meeting = row
    writes = latest is not None and latest.is_draft and bool(may_run_meetings(request.hat, row.project))
    if request.method == "POST":
        row = meeting_to_run(request, project_pk, meeting_pk)
        draft = ensure_open_minutes(row)
        draft.meeting = row
        return save_all(request, row, draft)
    if latest is None or not writes:
        return read_page(request, row, latest)
    return write_page(request, row, latest)


def save_all(request: HatRequest, meeting: Meeting, draft: Minutes) -> HttpResponse:
    """Every part sent, by the button; those that another author changed meanwhile come back beside theirs."""
    typed: dict[int, tuple[PartForm, Any]] = {}
    for part in draft.parts.all():
        part.minutes = draft
        form = PartForm(request.POST, part=part)
        if form.name not in request.POST or request.POST.get(CHOICE + form.name) == THEIRS:
            continue
        conflict = None
        if form.is_valid():
            try:
                saved = save(request, part, form)
            except Refused as refusal:
                form.add_error(form.name, refusal.reason)
            else:
                conflict = conflict_of(saved.part, form) if saved.overtaken else None
                if conflict is None:
                    continue
        typed[part.pk] = (form, conflict)
    if typed:
        return write_page(request, meeting, draft, typed=typed, status=CONFLICT)
    if "approuver" in request.POST:
        return redirect("meetings:approve", meeting.project_id, meeting.pk)
    return back(request, meeting, "Le compte rendu est enregistré.", to="minutes")


def save(request: HatRequest, part: MinutesPart, form: PartForm) -> minuting.Saved:
    key = (SEEN if request.POST.get(CHOICE + form.name) == MINE else BASE) + form.name
    seen = request.POST.get(key, "")
    version = int(seen) if VERSION.fullmatch(seen) else -1
    return minuting.save_part(part, form.cleaned_data[form.name], seen=version, by=request.hat, now=timezone.now())


def conflict_of(theirs: MinutesPart, form: PartForm) -> dict[str, Any]:
    """The context of `meetings/_conflict.html`."""
    return {
        "code": form.name,
        "label": theirs.title,
        "theirs": theirs.text,
        "mine": form.data.get(form.name, ""),
        "seen": theirs.version,
        "raw": canonical(theirs.text),
        "by": theirs.edited_by,
        "at": theirs.edited_at,
    }


def write_page(
    request: HatRequest,
    meeting: Meeting,
    draft: Minutes,
    *,
    typed: dict[int, tuple[PartForm, Any]] | None = None,
    status: int = 200,
) -> HttpResponse:
    kept, parts = typed or {}, []
    for part in draft.parts.select_related("edited_by__organisation", "edited_by__user"):
        form, conflict = kept.get(part.pk, (PartForm(part=part), None))
        base = request.POST.get(BASE + form.name, "") if part.pk in kept else part.version
        parts.append({"part": part, "field": form[form.name], "name": form.name, "base": base, "conflict": conflict})
    invitees = seats_of(meeting)
    context = {
        "project": meeting.project,
        "meeting": meeting,
        "minutes": draft,
        "parts": parts,
        "last": max((p["part"] for p in parts if p["part"].edited_at), key=lambda part: part.edited_at, default=None),
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


@require_POST
def autosave(request: HatRequest, project_pk: int, meeting_pk: int) -> JsonResponse:
    """One text, as it is typed: what was saved, refused, or changed meanwhile by somebody else."""
    row = meeting_to_run(request, project_pk, meeting_pk)
    sent = [found for name in request.POST if (found := SENT.fullmatch(name))]
    if len(sent) != 1:
        raise Http404("Un texte à la fois.")
    parts = MinutesPart.objects.filter(minutes__meeting=row).select_related("minutes")
    part = get_object_or_404(parts, pk=int(sent[0][1]))
    part.minutes.meeting = row
    form = PartForm(request.POST, part=part)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors[form.name]}, status=INVALID)
    try:
        saved = save(request, part, form)
    except Refused as refusal:
        return JsonResponse({"refused": refusal.reason}, status=refusal.status)
    if saved.overtaken:
        conflict = conflict_of(saved.part, form)
        block = render_to_string("meetings/_conflict.html", {"conflict": conflict, "meeting": row}, request)
        return JsonResponse({"conflict": block}, status=CONFLICT)
    said = f"Enregistré à {clock(timezone.now(), row.zone)}"
    return JsonResponse({"base": str(saved.part.version), "message": said})


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
            "seen": minuting.fingerprint(content),
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
def send(request: HatRequest, project_pk: int, meeting_pk: int, minutes_pk: int) -> HttpResponse:
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
