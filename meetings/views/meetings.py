"""A project's meetings: the list, one meeting as a file, and what prepares it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.middleware import HatRequest
from core.form_page import FormPage, answer_form
from core.verdicts import ensure
from core.wording import counted, duration, instant
from meetings import convening, preparing
from meetings.attending import families_expected, families_there, staff_absent
from meetings.calendar_file import Method, calendar_file
from meetings.complement import current_use, use_of
from meetings.enums import MeetingKind, MeetingState, Reply
from meetings.forms.meeting import AgendaForm, CancelForm, ChairForm, MeetingForm
from meetings.guards import ensure_ahead, latest_minutes
from meetings.history import history
from meetings.models import Invitee, Meeting, MeetingDecision, Minutes
from meetings.permissions import may_decide_complement, may_run_meetings
from meetings.presiding import ensure_presidable, preside, quorum_of
from meetings.progress import progress
from records import documents
from records.journal import last_edit
from regions.models import RegionalProject
from regions.views.projects import followed_project

PAGE = 15


def meeting_or_404(request: HatRequest, project_pk: int, meeting_pk: int) -> Meeting:
    """The meeting, looked up through a project that this hat follows; another's does not exist (case 32)."""
    project = followed_project(request, project_pk)
    meeting: Meeting = get_object_or_404(Meeting.objects.filter(project=project), pk=meeting_pk)
    meeting.project = project
    return meeting


def meeting_to_run(request: HatRequest, project_pk: int, meeting_pk: int) -> Meeting:
    meeting = meeting_or_404(request, project_pk, meeting_pk)
    ensure(may_run_meetings(request.hat, meeting.project))
    return meeting


def back(request: HatRequest, meeting: Meeting, done: str, to: str = "meeting") -> HttpResponse:
    """To the meeting or one of its pages, saying what was done."""
    messages.success(request, done)
    return redirect(f"meetings:{to}", meeting.project_id, meeting.pk)


@require_safe
def meetings(request: HatRequest, project_pk: int) -> HttpResponse:
    """What comes, then what was, filtered by `?instance=`."""
    project = followed_project(request, project_pk)
    now = timezone.now()
    kind = request.GET.get("instance", "")
    kind = kind if kind in MeetingKind.values else ""
    rows = Meeting.objects.filter(project=project, **({"kind": kind} if kind else {}))
    coming = rows.coming(now).annotate(
        seats=Count("invitees"), answered=Count("invitees", filter=~Q(invitees__reply=""))
    )
    past = rows.exclude(pk__in=coming.values("pk")).order_by("-starts_at", "-pk")
    past = past.annotate(came=Sum("invitees__present")).prefetch_related(
        Prefetch("minutes", Minutes.objects.order_by("-revision"), "revisions")
    )
    page = Paginator(past, PAGE).get_page(request.GET.get("page"))
    held = dict(Meeting.objects.filter(project=project).held().order_by().values_list("kind").annotate(Count("pk")))
    context = {
        "project": project,
        "may_run": may_run_meetings(request.hat, project),
        "coming": [line(meeting, project) for meeting in coming[:PAGE]],
        "page": page,
        "past": [line(meeting, project) for meeting in page],
        "kind": kind,
        "kinds": [(value, MeetingKind(value).short, held.get(value, 0)) for value in MeetingKind.values],
        "use": current_use(project) if getattr(project, "award", None) else None,
        "open_decisions": MeetingDecision.objects.filter(meeting__project=project).to_follow().count(),
        "late_decisions": late_decisions(project, now),
        "now": now,
    }
    return render(request, "meetings/meetings.html", context)


def line(meeting: Meeting, project: RegionalProject) -> dict[str, object]:
    meeting.project = project
    return {"meeting": meeting}


def late_decisions(project: RegionalProject, now: datetime) -> int:
    return (
        MeetingDecision.objects.filter(meeting__project=project)
        .to_follow()
        .filter(due_on__lt=timezone.localdate(now))
        .count()
    )


@require_safe
def meeting(request: HatRequest, project_pk: int, meeting_pk: int) -> HttpResponse:
    """The file of a meeting: its state, what to do now, what it is, who comes, what it said, what happened."""
    row = meeting_or_404(request, project_pk, meeting_pk)
    now = timezone.now()
    minutes = latest_minutes(row)
    invitees = seats_of(row)
    context = {
        "project": row.project,
        "meeting": row,
        "may_run": may_run_meetings(request.hat, row.project),
        "may_decide_complement": row.is_steering and may_decide_complement(request.hat, row.project),
        "progress": progress(row, minutes, now),
        "duration": duration(row.duration_minutes),
        "begun": row.begun(now),
        "ahead": row.state in {MeetingState.TO_CONVENE, MeetingState.CONVENED},
        "agenda": preparing.agenda_of(row),
        "planned": sum(point.minutes or 0 for point in preparing.agenda_of(row)),
        "invitees": invitees,
        "minutes": minutes,
        "decisions": list(row.decisions.all()),
        "use": use_of(row),
        "history": history(row),
        **replies_of(invitees),
        **presence_of(row, invitees),
    }
    return render(request, "meetings/meeting.html", context)


def seats_of(meeting: Meeting) -> list[Invitee]:
    return list(meeting.invitees.select_related("profile"))


def replies_of(invitees: list[Invitee]) -> dict[str, object]:
    """What the invitees answered, in figures."""
    silent = [invitee for invitee in invitees if not invitee.reply]
    return {
        "coming_count": sum(invitee.persons for invitee in invitees if invitee.reply == Reply.COMING)
        + sum(invitee.reply == Reply.REPLACED for invitee in invitees),
        "answered": len(invitees) - len(silent),
        "silent": sum(bool(invitee.email) for invitee in silent),
        "unreachable": sum(not invitee.email for invitee in invitees),
    }


def presence_of(meeting: Meeting, invitees: list[Invitee]) -> dict[str, object]:
    """How many came, and by family where the families of the collective are looked for."""
    families = families_there(invitees) if families_expected(meeting, invitees) else []
    return {
        "families": families,
        "staff_absent": staff_absent(families),
        "present_count": sum(invitee.present for invitee in invitees),
        "quorum": quorum_of(invitees),
    }


def page_of(
    project: RegionalProject,
    title: str,
    submit: str,
    meeting: Meeting | None = None,
    *,
    back: str = "meeting",
    context: Mapping[str, Any] | None = None,
    **around: Any,
) -> FormPage:
    """What stands around a form: the project, its meetings, the meeting if there is one, of which `back` is a page."""
    crumbs = [
        (project.title, reverse("project", args=[project.pk])),
        ("Réunions", reverse("meetings:meetings", args=[project.pk])),
    ]
    way_back = crumbs[-1][1]
    if meeting is not None:
        crumbs.append((meeting.title, reverse("meetings:meeting", args=[project.pk, meeting.pk])))
        way_back = reverse(f"meetings:{back}", args=[project.pk, meeting.pk])
    drawn = {"project": project, "tab": "meetings", "meeting": meeting, "styles": "css/meetings.css", **(context or {})}
    return FormPage(title, submit, way_back, crumbs=crumbs, context=drawn, **around)


def prepare(request: HatRequest, project_pk: int) -> HttpResponse:
    project = followed_project(request, project_pk)
    return answer_form(
        request,
        lambda data, _: MeetingForm(data, project=project),
        page=page_of(
            project,
            "Préparer une réunion",
            "Préparer la réunion",
            intro="Vous inviterez et écrirez l'ordre du jour ensuite. "
            "Une réunion déjà tenue s'enregistre de la même façon, avec sa date passée.",
        ),
        right=may_run_meetings(request.hat, project),
        deed=lambda form: preparing.prepare(project, form.facts(), by=request.hat),
        done=lambda prepared: back(
            request, prepared, "La réunion est préparée. Invitez maintenant, et écrivez l'ordre du jour."
        ),
    )


TOLD_OF_A_CHANGE = (
    "info",
    "Les personnes convoquées seront prévenues",
    "Un courriel et un agenda à jour partent dès l'enregistrement. Une autre date demande de nouveau chaque réponse.",
)


def edit(request: HatRequest, project_pk: int, meeting_pk: int) -> HttpResponse:
    row = meeting_or_404(request, project_pk, meeting_pk)
    return answer_form(
        request,
        lambda data, _: MeetingForm(data, project=row.project, meeting=row),
        page=page_of(
            row.project,
            "Modifier la réunion",
            "Enregistrer la réunion",
            row,
            notice=TOLD_OF_A_CHANGE if row.convened_at else None,
        ),
        right=may_run_meetings(request.hat, row.project),
        turn=lambda: ensure_ahead(row),
        edits=row,
        under=row.project.award,
        last_edit=last_edit(row, deed="meetings.change"),
        deed=lambda form: preparing.change(row, form.facts(), by=request.hat),
        done=lambda _: back(request, row, "La réunion est à jour."),
    )


def chair(request: HatRequest, project_pk: int, meeting_pk: int) -> HttpResponse:
    row = meeting_or_404(request, project_pk, meeting_pk)
    return answer_form(
        request,
        lambda data, _: ChairForm(data, meeting=row),
        page=page_of(
            row.project,
            "Présidence de la réunion",
            "Enregistrer la présidence",
            row,
            intro="Le compte rendu dit qui a présidé. C'est nécessaire quand la réunion décide de l'argent.",
        ),
        right=may_run_meetings(request.hat, row.project),
        turn=lambda: ensure_presidable(row),
        edits=row,
        under=row.project.award,
        last_edit=last_edit(row, deed="meetings.preside"),
        deed=lambda form: preside(row, **form.cleaned_data, by=request.hat),
        refusal_at="chair",
        done=lambda _: back(request, row, "La présidence est enregistrée."),
    )


def agenda(request: HatRequest, project_pk: int, meeting_pk: int) -> HttpResponse:
    row = meeting_or_404(request, project_pk, meeting_pk)
    return answer_form(
        request,
        lambda data, _: AgendaForm(data, meeting=row),
        page=page_of(
            row.project,
            "Ordre du jour",
            "Enregistrer l'ordre du jour",
            row,
            intro="Un point par ligne, dans l'ordre ; une ligne vidée disparaît. "
            "Chaque point aura sa partie dans le compte rendu.",
        ),
        right=may_run_meetings(request.hat, row.project),
        turn=lambda: ensure_ahead(row),
        edits=row,
        last_edit=last_edit(row, deed="meetings.set_agenda"),
        deed=lambda form: preparing.set_agenda(row, form.points(), by=request.hat),
        done=lambda _: back(request, row, "L'ordre du jour est enregistré."),
    )


def cancel(request: HatRequest, project_pk: int, meeting_pk: int) -> HttpResponse:
    row = meeting_or_404(request, project_pk, meeting_pk)
    return answer_form(
        request,
        CancelForm,
        page=page_of(
            row.project,
            "Annuler la réunion",
            "Annuler la réunion",
            row,
            intro=f"« {row.title} », le {instant(row.starts_at, row.zone)}.",
            consequences=(who_is_told(row), "Une annulation est définitive."),
        ),
        right=may_run_meetings(request.hat, row.project),
        turn=lambda: ensure_ahead(row),
        deed=lambda form: convening.cancel(row, reason=form.cleaned_data["reason"], by=request.hat),
        done=lambda _: back(request, row, "La réunion est annulée."),
    )


def who_is_told(meeting: Meeting) -> str:
    if not meeting.convened_at:
        return "Personne n'est encore convoqué : aucun courriel ne part."
    people = counted(
        meeting.invitees.reachable().count(),
        "personne convoquée par courriel sera prévenue",
        "personnes convoquées par courriel seront prévenues",
    )
    return f"{people}, et leur agenda mis à jour."


@require_safe
def calendar(request: HatRequest, project_pk: int, meeting_pk: int) -> HttpResponse:
    """The meeting for one's own calendar."""
    row = meeting_or_404(request, project_pk, meeting_pk)
    method: Method = "CANCEL" if row.state == MeetingState.CANCELLED else "PUBLISH"
    content = calendar_file(row, method=method, now=timezone.now())
    return documents.download("reunion.ics", content, media_type="text/calendar; charset=utf-8")
