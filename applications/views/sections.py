"""A section of the fiche: read, write, save as one types, settle what two authors changed at once."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.forms import BoundField
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.middleware import HatRequest
from accounts.views.telling import refusals_told
from applications import tables
from applications.answers import Conflict, digest, save_answers
from applications.completeness import SectionStatus, missing_sections, statuses
from applications.enums import Party
from applications.forms.section import BASE, AnswersForm, bases, section_form
from applications.models import Application, SectionAnswers
from applications.permissions import may_write
from applications.prefilling import offer, take_over
from applications.views.fiches import fiche_or_404
from calls.answers import is_blank, worded
from calls.calendar import phase
from calls.enums import CallPhase, SectionKind
from calls.models import Section
from core.verdicts import Refused, ensure
from core.wording import clock, counted, listed
from records.journal import canonical

CONFLICT = 409
INVALID = 422


def section_or_404(application: Application, number: int) -> Section:
    sections = Section.objects.filter(questionnaire=application.project.call.questionnaire_id)
    return get_object_or_404(sections.prefetch_related("questions"), number=number)


def answers_of(application: Application, section: Section) -> dict[str, Any]:
    row = SectionAnswers.objects.filter(application=application, section=section).first()
    return row.answers if row else {}


def section(request: HatRequest, pk: int, number: int) -> HttpResponse:
    fiche = fiche_or_404(request, pk)
    if not may_write(request.hat, fiche):
        return redirect("applications:read", fiche.pk)
    if request.method != "POST":
        return render_section(request, fiche, section_or_404(fiche, number))
    return _save(request, fiche, section_or_404(fiche, number))


def _save(request: HatRequest, fiche: Application, part: Section) -> HttpResponse:
    """The whole section, by the button: valid answers are saved, the others come back as typed."""
    now = timezone.now()
    form = section_form(part, {}, request.POST)
    try:
        saved = save_answers(fiche, part, form.typed(), by=request.hat, now=now)
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return render_section(request, fiche, part, form=form, status=refusal.status)
    if form.errors or saved.conflicts:
        status = INVALID if form.errors else CONFLICT
        return render_section(request, fiche, part, form=form, conflicts=saved.conflicts, status=status)
    messages.success(request, f"La section {part.number} est enregistrée. {voided(fiche, now)}".strip())
    onward = request.POST.get("suite")
    after = Section.objects.filter(questionnaire=part.questionnaire_id, number__gt=part.number).order_by("number")
    following = after.first() if onward else None
    return redirect("applications:section", fiche.pk, following.number if following else part.number)


def render_section(
    request: HatRequest,
    fiche: Application,
    part: Section,
    *,
    form: AnswersForm | None = None,
    conflicts: dict[str, Conflict] | None = None,
    table: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a section; `form` or `table` bring back what was typed with its errors."""
    answers = answers_of(fiche, part)
    sections = statuses(fiche)
    place = next(i for i, status_of in enumerate(sections) if status_of.number == part.number)
    context = {
        "application": fiche,
        "call": fiche.project.call,
        "section": part,
        "sections": sections,
        "current": sections[place],
        "previous": sections[place - 1] if place else None,
        "next": sections[place + 1] if place + 1 < len(sections) else None,
        "done": len(sections) - len(missing_sections(sections)),
        "form": form or section_form(part, answers),
        "rows": _rows(part, answers, form, conflicts or {}),
        "writable": phase(fiche.project.call, timezone.now()) == CallPhase.OPEN,
        "signed": by_parties(set(fiche.signatures.live().values_list("party", flat=True))),
        "table": _table(request, fiche, part, table),
        "offer": offer(fiche, part, answers, timezone.now()),
    }
    return render(request, "applications/section.html", context, status=status)


@require_POST
def take_known(request: HatRequest, pk: int, number: int) -> HttpResponse:
    """Fill in what the regional call says, so that it is not typed again (L15)."""
    fiche = fiche_or_404(request, pk)
    ensure(may_write(request.hat, fiche))
    part, now = section_or_404(fiche, number), timezone.now()
    with refusals_told(request):
        saved = take_over(fiche, part, answers_of(fiche, part), by=request.hat, now=now)
        written = counted(len(saved.written) if saved else 0, "réponse reprise", "réponses reprises")
        messages.success(request, f"{written} de l'appel régional. {voided(fiche, now)}".strip())
    return redirect("applications:section", fiche.pk, part.number)


def by_parties(parties: Collection[str], of: str = "l'") -> str:
    """«l'ARS et l'Aract», for the parties that signed."""
    return listed([f"{of}{party.label}" for party in Party if party in parties])


def voided(fiche: Application, at: datetime) -> str:
    """What the edit just made did to the signatures; blank when there were none."""
    parties = set(fiche.signatures.filter(voided_at=at).values_list("party", flat=True))
    if not parties:
        return ""
    whose = by_parties(parties, "de l'")
    return f"La signature {whose} est annulée." if len(parties) == 1 else f"Les signatures {whose} sont annulées."


def _rows(
    part: Section, answers: dict[str, Any], form: AnswersForm | None, conflicts: dict[str, Conflict]
) -> list[dict[str, Any]]:
    """Each field with what the page knows of the saved answer, and the conflict to settle if any.

    What was not saved comes back as typed, with the digest of the text it was to replace; the rest is drawn again,
    so that what another author saved meanwhile is shown.
    """
    fresh, known = section_form(part, answers), bases(part, answers)
    everything = form is not None and bool(form.non_field_errors())
    rows = []
    for question in part.questions.all():
        code = question.code
        kept = form is not None and (everything or code in form.errors or code in conflicts)
        field = form[code] if form is not None and kept else fresh[code]
        conflict = conflicts.get(code)
        rows.append(
            {
                "field": field,
                "code": code,
                "base": form.data.get(BASE + code, "") if form is not None and kept else known[code],
                "conflict": conflict and shown_conflict(conflict, field, question.kind),
            }
        )
    return rows


def shown_conflict(conflict: Conflict, field: BoundField, kind: str) -> dict[str, Any]:
    """The context of `applications/_conflict.html`."""
    labels = dict(getattr(field.field, "choices", ()))

    def words(value: Any) -> str:
        if is_blank(value):
            return ""
        return (
            listed([str(labels.get(code, code)) for code in value]) if isinstance(value, list) else worded(value, kind)
        )

    return {
        "code": conflict.code,
        "label": field.label,
        "theirs": words(conflict.theirs),
        "mine": words(conflict.mine),
        "seen": digest(conflict.theirs),
        "raw": canonical(field.field.prepare_value(conflict.theirs)),
        "by": conflict.by,
        "at": conflict.at,
    }


def _table(request: HatRequest, fiche: Application, part: Section, typed: dict[str, Any] | None) -> str:
    """The section's table, drawn apart so that its words do not mix with those of the page."""
    if part.kind == SectionKind.QUESTIONS:
        return ""
    context = tables.table_context(part.kind, fiche, request.hat) | (typed or {})
    return render_to_string(f"applications/tables/{part.kind}.html", context, request)


@require_POST
def autosave(request: HatRequest, pk: int, number: int) -> JsonResponse:
    """One answer, as it is typed: what was saved, refused or changed meanwhile by somebody else."""
    now = timezone.now()
    fiche = fiche_or_404(request, pk)
    ensure(may_write(request.hat, fiche))
    part = section_or_404(fiche, number)
    sent = [question for question in part.questions.all() if BASE + question.code in request.POST]
    if len(sent) != 1:
        raise Http404("Une réponse à la fois.")
    question = sent[0]
    form = section_form(part, {}, request.POST, only=question.code)
    try:
        saved = save_answers(fiche, part, form.typed(), by=request.hat, now=now)
    except Refused as refusal:
        return JsonResponse({"refused": refusal.reason}, status=refusal.status)
    if form.errors:
        return JsonResponse({"errors": form.errors[question.code]}, status=INVALID)
    if question.code in saved.conflicts:
        conflict = shown_conflict(saved.conflicts[question.code], form[question.code], question.kind)
        block = render_to_string("applications/_conflict.html", {"conflict": conflict}, request)
        return JsonResponse({"conflict": block}, status=CONFLICT)
    return JsonResponse(
        {
            "base": digest(saved.answers.get(question.code)),
            "message": f"Enregistré à {clock(now, fiche.project.call.zone)}",
            "voided": voided(fiche, now),
            **_progress(fiche, part.number),
        }
    )


def _progress(fiche: Application, number: int) -> dict[str, Any]:
    sections: list[SectionStatus] = statuses(fiche)
    current = next(status for status in sections if status.number == number)
    return {
        "state": current.state_label,
        "tone": current.state.tone,
        "missing": current.missing,
        "done": len(sections) - len(missing_sections(sections)),
    }
