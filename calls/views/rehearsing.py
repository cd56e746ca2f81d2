"""A questionnaire looked at and tried as the ARS, the Aract, a rapporteur or the public will meet it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_POST, require_safe

from accounts.middleware import HatRequest
from calls.enums import Owner
from calls.forms.questions import QuestionsForm, questions_form
from calls.models import Section
from calls.permissions import may_prepare_calls
from calls.rehearsing import WRITERS, SeenAs, Trial, rehearse, start_over, trial
from calls.views.public import sections_in_words
from calls.views.studio import around, seen_questionnaire
from core.form_page import FormPage, answer_form, redirect_saying
from core.verdicts import ensure
from records import documents, pdf


@require_safe
def preview(request: HatRequest, questionnaire_pk: int, persona: str) -> HttpResponse:
    """All of it: to who writes, its first section; to a rapporteur, what is answered; to the public, what is asked."""
    questionnaire = seen_questionnaire(request, questionnaire_pk)
    who = persona_or_404(persona)
    first = questionnaire.sections.order_by("number").first()
    if who in WRITERS and first is not None:
        return redirect("calls:try_section", questionnaire.pk, who.value, first.pk)
    tried = trial(questionnaire, request.hat)
    context = trial_context(tried, who)
    if who == SeenAs.PUBLIC:
        context["questions"] = sections_in_words(questionnaire)
    return render(request, "calls/preview.html", context)


def persona_or_404(code: str) -> SeenAs:
    if code not in SeenAs.values:
        raise Http404("Personne ne lit ainsi un questionnaire.")
    return SeenAs(code)


def try_section(request: HatRequest, questionnaire_pk: int, persona: str, section_pk: int) -> HttpResponse:
    """The form of a section as a party meets it; what is typed is kept for this secretary alone."""
    questionnaire = seen_questionnaire(request, questionnaire_pk)
    who = persona_or_404(persona)
    section = get_object_or_404(Section, questionnaire=questionnaire, pk=section_pk)
    tried = trial(questionnaire, request.hat)
    (section,) = [one for one in tried.sections if one.pk == section.pk]
    address = reverse("calls:try_section", args=[questionnaire.pk, who.value, section.pk])
    return answer_form(
        request,
        lambda data, _: form_of(tried, section, who, data),
        page=FormPage(
            str(section),
            "Essayer ces réponses",
            address,
            template="calls/try_section.html",
            context=trial_context(tried, who) | {"section": section},
        ),
        right=may_prepare_calls(request.hat),
        deed=lambda form: rehearse(questionnaire, form.answers(), by=request.hat),
        done=lambda _: redirect(address),
    )


def form_of(tried: Trial, section: Section, who: SeenAs, data: MultiValueDict[str, Any] | None) -> QuestionsForm:
    questions = tried.on_page(section)
    own = {Owner.BOTH, WRITERS.get(who, Owner.BOTH)}
    others = {one.code: str(Owner(one.owner).label) for one in questions if one.owner not in own}
    form: QuestionsForm = questions_form(
        QuestionsForm, questions, tried.answers, data, read_only=others, auto_id="reponse-%s"
    )
    return form


def trial_context(tried: Trial, who: SeenAs) -> dict[str, Any]:
    sections = tried.tried(for_reviewers=who == SeenAs.RAPPORTEUR)
    return {
        "questionnaire": tried.questionnaire,
        "call": around(tried.questionnaire).call,
        "persona": who,
        "personas": [(one, reverse("calls:preview", args=[tried.questionnaire.pk, one.value])) for one in SeenAs],
        "sections": sections,
        "lacking": sum(len(one.lacking) for one in sections),
        "begun": bool(tried.answers),
    }


@require_safe
def preview_pdf(request: HatRequest, questionnaire_pk: int) -> HttpResponse:
    """The fiche in PDF, with the answers of the rehearsal."""
    questionnaire = seen_questionnaire(request, questionnaire_pk)
    context = {"questionnaire": questionnaire, "sections": trial(questionnaire, request.hat).tried()}
    content = pdf.render("calls/pdf/trial.html", context, base_css="pdf/fiche.css")
    return documents.download(f"essai-{questionnaire.code}.pdf", content, media_type=documents.PDF)


@require_POST
def forget(request: HatRequest, questionnaire_pk: int, persona: str) -> HttpResponse:
    ensure(may_prepare_calls(request.hat))
    questionnaire = seen_questionnaire(request, questionnaire_pk)
    who = persona_or_404(persona)
    start_over(questionnaire, by=request.hat)
    return redirect_saying(request, "L'essai est vide de nouveau.", "calls:preview", questionnaire.pk, who.value)
