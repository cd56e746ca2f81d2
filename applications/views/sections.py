"""A section of the fiche: read, written as one types or by the button, and what its tables share with it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.middleware import HatRequest
from accounts.models import Membership
from accounts.views.telling import refusals_told
from applications import progress, tables
from applications.annexes import annexes_of
from applications.answers import answers_row, write, write_section
from applications.carried import CarriedLines, lines_of
from applications.changes import by_parties, latest_row, voided_sentence
from applications.completeness import missing_sections, statuses
from applications.content import answers_of as answers_of_all
from applications.enums import Party
from applications.forms.section import AnswersForm, section_form
from applications.joined import address_of_files, joined
from applications.models import Application
from applications.permissions import may_write
from applications.prefilling import offer, take_over
from applications.presence import people_in
from applications.remarks import beside, counts
from applications.views.fiches import fiche_or_404, shared_or_404
from applications.window import is_open, window
from calls.conditions import asked_on_page, depends_elsewhere
from calls.enums import QuestionKind, SectionKind
from calls.models import Question, Section
from core.autosave import Around, answer_draft, is_autosave, typed_back
from core.typography import typeset_text
from core.verdicts import OutOfTurn, ensure
from core.wording import counted
from directory.searching import is_key

NOTHING_CARRIED = CarriedLines({}, [])
REVISED = (
    "Le questionnaire de l'appel vient d'être révisé : ceci n'est pas enregistré. Rechargez la page ; ce que vous avez "
    "écrit vous y est proposé, à la même question."
)


def section_or_404(application: Application, number: int) -> Section:
    sections = Section.objects.filter(questionnaire=application.questionnaire_id)
    return get_object_or_404(sections.prefetch_related("questions"), number=number)


def questions_of(application: Application, section: Section) -> list[Question]:
    """What a section's page asks, given what the other pages say."""
    page = list(section.questions.all())
    if not depends_elsewhere(page):
        return page
    every = Question.objects.filter(section__questionnaire=section.questionnaire_id).select_related("section")
    return asked_on_page(page, every.order_by("section__number", "position", "pk"), answers_of_all(application))


def section(request: HatRequest, pk: int, number: int) -> HttpResponse:
    """The page of a section; each answer saves itself, and the button saves them all."""
    fiche = shared_or_404(request, pk, number)
    if asked_before(request, fiche):
        return of_former_page(request, fiche, number)
    part, now = section_or_404(fiche, number), timezone.now()
    right = may_write(request.hat, fiche, [part])
    if request.method != "POST" and not right:
        return redirect("applications:application" if request.hat.guest else "applications:read", fiche.pk)

    def onward(_: Any) -> HttpResponse:
        messages.success(request, f"La section {part.number} est enregistrée. {voided(fiche, now)}".strip())
        after = Section.objects.filter(questionnaire=part.questionnaire_id, number__gt=part.number).order_by("number")
        following = after.first() if not request.hat.guest and request.POST.get("suite") else None
        return redirect("applications:section", fiche.pk, following.number if following else part.number)

    return answer_draft(
        request,
        fiche,
        lambda held, data: section_form(questions_of(held, part), answers_row(held, part), data, by=request.hat),
        right=right,
        hold=lambda: write_section(fiche, part, by=request.hat, now=now),
        save=lambda form, _: write(form.row, form.answers(), by=request.hat),
        around=lambda _, held: saved_in(request.hat, held, part),
        page=lambda form, status: render_section(request, fiche, part, form=form, status=status),
        done=onward,
        zone=fiche.project.call.zone,
    )


def asked_before(request: HatRequest, fiche: Application) -> bool:
    """Whether a page drawn before the call's questionnaire was revised is sent: its numbers name other sections."""
    asked = request.POST.get("questionnaire", "")
    return bool(asked) and asked != str(fiche.questionnaire_id)


def of_former_page(request: HatRequest, fiche: Application, number: int) -> HttpResponse:
    """Save nothing and bring back what was typed; the new page offers it again at the same questions."""
    if is_autosave(request):
        return JsonResponse({"errors": [typeset_text(REVISED)]}, status=OutOfTurn.status)
    asked = request.POST["questionnaire"]
    former = Section.objects.filter(questionnaire=int(asked) if is_key(asked) else 0)
    part = get_object_or_404(former.prefetch_related("questions"), number=number)
    form = section_form(part.questions.all(), answers_row(fiche, part), request.POST, by=request.hat)
    return typed_back(request, form, OutOfTurn(REVISED))


def saved_in(hat: Membership, fiche: Application, part: Section, drawn: str = "") -> Around:
    """What a save changes in the page of its section: its state, what is missing, the signatures, and `drawn`.

    `fiche` is the one that `edit` held.
    """
    said = voided_sentence(fiche.voided)
    context = section_context(hat, fiche, part, signed=set()) | {"voided": said}
    return Around(said, render_to_string("applications/_progress.html", context) + drawn)


def section_context(hat: Membership, fiche: Application, part: Section, *, signed: set[str]) -> dict[str, Any]:
    """How far the fiche is, as its bar, its menu and the section say it; `signed`: parties whose signature is valid."""
    sections, correction = statuses(fiche), fiche.correction
    if correction is not None:
        sections = [one for one in sections if one.section_pk in correction.keys or one.number == part.number]
    guest = fiche.guesthood(hat)
    if guest is not None:
        sections = [one for one in sections if one.section_pk in guest.keys]
    place = next(rank for rank, status in enumerate(sections) if status.number == part.number)
    return {
        "application": fiche,
        "call": fiche.project.call,
        "section": part,
        "sections": sections,
        "current": sections[place],
        "previous": sections[place - 1] if place else None,
        "next": sections[place + 1] if place + 1 < len(sections) else None,
        "done": len(sections) - len(missing_sections(sections)),
        "guest": guest,
        "onward": progress.back_to(fiche) if guest else progress.onward(fiche, sections, place, hat, signed),
        "parties": [] if guest else [{"label": party.label, "signed": party in signed} for party in Party],
        "writable": True,
        "reprises": NOTHING_CARRIED if guest else lines_of(fiche, part, answers_row(fiche, part).answers),
    }


def render_section(
    request: HatRequest,
    fiche: Application,
    part: Section,
    *,
    form: AnswersForm | None = None,
    table: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a section; `form` or `table` bring back what was typed with its errors."""
    if form is None:
        form = section_form(questions_of(fiche, part), answers_row(fiche, part), by=request.hat)
        form.edit()
    now, signed = timezone.now(), set(fiche.signatures.live().values_list("party", flat=True))
    writable = bool(is_open(fiche, now))
    context = section_context(request.hat, fiche, part, signed=signed) | {
        "form": form,
        "said": "S'enregistre au fil de la frappe" if writable else "",
        "writable": writable,
        "time_left": progress.time_left(window(fiche, now).closes_at, now),
        "signed": by_parties(signed),
        **files_context(form, by=request.hat, writable=writable),
        "table": _table(request, fiche, part, table or {}),
        "offer": None if request.hat.guest else offer(fiche, part, form.row.answers, now, by=request.hat),
        **together_context(fiche, part, request.hat, now),
    }
    if not writable:
        context["onward"] = progress.back_to(fiche)
    return render(request, "applications/section.html", context, status=status)


def files_context(form: AnswersForm, *, by: Membership, writable: bool) -> dict[str, Any]:
    """The annexes of the section, beside what is joined to its questions, which the form draws."""
    fiche, annexes = form.row.application, annexes_of(form.row.section)
    asking = [question for question in form.questions if question.kind == QuestionKind.FILE]
    form.joined = joined(fiche, [*asking, annexes], form.row, by=by, open_now=writable)
    return {"annexes": form.joined[annexes.code], "files_at": address_of_files(fiche)}


def together_context(fiche: Application, part: Section, hat: Membership, now: datetime) -> dict[str, Any]:
    """Who else is on the fiche, what they say of this section, and from where the page follows what they do."""
    return {
        "latest": latest_row(fiche),
        "people": people_in(fiche, but=hat, now=now),
        "remarks": beside(fiche, part, hat),
        "remark_counts": counts(fiche, hat),
    }


@require_POST
def take_known(request: HatRequest, pk: int, number: int) -> HttpResponse:
    """Fill in what the regional call says, so that it is not typed again (L15)."""
    fiche = fiche_or_404(request, pk)
    part, now = section_or_404(fiche, number), timezone.now()
    ensure(may_write(request.hat, fiche, [part]))
    with refusals_told(request):
        written = counted(len(take_over(fiche, part, by=request.hat, now=now)), "réponse reprise", "réponses reprises")
        messages.success(request, f"{written} de l'appel régional. {voided(fiche, now)}".strip())
    return redirect("applications:section", fiche.pk, part.number)


def voided(fiche: Application, at: datetime) -> str:
    """What the edit just made did to the signatures; blank when there were none."""
    return voided_sentence(set(fiche.signatures.filter(voided_at=at).values_list("party", flat=True)))


def _table(request: HatRequest, fiche: Application, part: Section, more: dict[str, Any]) -> str:
    """The section's table, drawn apart so that its words do not mix with those of the page."""
    if part.kind == SectionKind.QUESTIONS:
        return ""
    context = tables.table_context(part.kind, fiche, request.hat) | more
    return render_to_string(f"applications/tables/{part.kind}.html", context, request)
