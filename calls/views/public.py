"""What everyone reads of calls."""

from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.middleware import HatRequest
from accounts.models import Membership, Region
from calls.conditions import condition_of, wordings
from calls.forms.filtering import CallFilters
from calls.models import Call, CallDocument, Questionnaire, Section
from calls.permissions import may_add_pieces, may_edit_call, may_postpone_closing, may_prepare_calls
from calls.questions_desk import takes_questions
from calls.status import standing, timeline
from calls.terms import terms_of
from core.list_page import ListPage, Nothing, show_list
from records import documents

PREPARE = ("Préparer un appel", reverse_lazy("calls:create"))
CALLS = ListPage(
    "calls/calls.html",
    "Appels à projets",
    counted="appel",
    intro="La DGOS et l'Anact financent, par appels nationaux, des actions collectives où des structures explorent "
    "ensemble ce que le numérique change au travail.",
    nothing=Nothing("Aucun appel pour l'instant", "Le prochain appel national sera annoncé ici."),
    context={"styles": "css/calls.css"},
)
CALLS_TO_PREPARE = replace(
    CALLS,
    nothing=Nothing(
        "Aucun appel pour l'instant",
        "Préparez le premier : il restera invisible des régions jusqu'à sa publication.",
        *PREPARE,
    ),
    action=PREPARE,
)


def region_of(hat: Membership | None) -> Region | None:
    """Where the reader lives, for the hours that they read."""
    return hat.organisation.region if hat is not None else None


@login_not_required
@require_safe
def calls(request: HatRequest) -> HttpResponse:
    now = timezone.now()
    preparing = bool(may_prepare_calls(request.hat))
    form = CallFilters(request.GET, preparing=preparing, now=now)
    return show_list(
        request,
        form.narrow(Call.objects.visible_to(request.hat)).select_related("phase__programme", "rule"),
        CALLS_TO_PREPARE if preparing else CALLS,
        form=form,
        lines=lambda page: [(call, standing(call, now, region_of(request.hat))) for call in page],
        preparing=preparing,
    )


# The latest; the others are on the page of questions.
SHOWN_QUESTIONS = 10
BESIDE_A_CALL = (
    "themes", "milestones", "postponements", "revisions__call", "documents__document", "contacts__organisation",
    "questionnaire__sections", "grid__criteria__levels",
)  # fmt: skip


@login_not_required
@require_safe
def call(request: HatRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    joined = ("phase__programme", "rule", "questionnaire", "grid", "previous")
    rows = Call.objects.visible_to(request.hat).select_related(*joined)
    call = get_object_or_404(rows.prefetch_related(*BESIDE_A_CALL), slug=slug)
    criteria = call.grid.criteria.all()
    answered = list(call.questions.published().order_by("-answered_at", "-pk")[: SHOWN_QUESTIONS + 1])
    context = {
        "call": call,
        "standing": standing(call, now, region_of(request.hat)),
        "timeline": timeline(call, now, region_of(request.hat)),
        "sections": call.questionnaire.sections.all(),
        "criteria": criteria,
        "total_weight": sum(criterion.weight for criterion in criteria),
        "most_regions": int(call.rule.envelope // call.rule.fixed) if call.rule.fixed else None,
        "shareable": call.rule.envelope - call.rule.fixed,
        "questions": answered[:SHOWN_QUESTIONS],
        "more_questions": len(answered) > SHOWN_QUESTIONS,
        "takes_questions": takes_questions(call, now),
        "may_edit": may_edit_call(request.hat, call),
        "may_add": may_add_pieces(request.hat, call),
        "may_postpone": standing(call, now).moves_closing and may_postpone_closing(request.hat, call),
    }
    return render(request, "calls/call.html", context)


@login_not_required
@require_safe
def questionnaire(request: HatRequest, slug: str) -> HttpResponse:
    """The questions of the fiche, as they will be asked."""
    call = get_object_or_404(Call.objects.visible_to(request.hat).select_related("questionnaire"), slug=slug)
    context = {"call": call, "questions": sections_in_words(call.questionnaire, call=call.pk)}
    return render(request, "calls/questionnaire.html", context)


def sections_in_words(questionnaire: Questionnaire, *, call: int | None = None) -> list[tuple[Section, str, list[Any]]]:
    """Each section with when it is asked and its questions, each with what is expected and when."""
    sections = Section.objects.filter(questionnaire=questionnaire).prefetch_related("questions")
    every = [question for section in sections for question in section.questions.all()]
    terms = terms_of(every, call=call)
    when = wordings(every, terms)
    return [
        (
            section,
            condition_of(section, every, terms),
            [
                (row, row.asks.explained(terms), row.asks.sayable(terms), when.get(row.code, ""))
                for row in section.questions.all()
            ],
        )
        for section in sections
    ]


@login_not_required
@require_safe
def document(request: HatRequest, slug: str, pk: int) -> HttpResponseBase:
    """A piece of a call that the reader may see."""
    visible = Call.objects.visible_to(request.hat)
    piece = get_object_or_404(CallDocument.objects.select_related("document"), pk=pk, call__slug=slug, call__in=visible)
    return documents.serve(piece.document)
