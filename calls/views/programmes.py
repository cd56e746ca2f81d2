"""Programmes: the list, one with its phases, and the forms by which a family of calls is opened."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.middleware import HatRequest
from calls import own_terms
from calls import programmes as deeds
from calls.enums import Vocabulary
from calls.forms.programmes import PhaseForm, ProgrammeForm, TermForm
from calls.models import Call, Phase, Programme, Term
from calls.permissions import may_edit_phase, may_prepare_calls
from core.form_page import FormPage, answer_form, redirect_saying
from core.list_page import ListPage, Nothing, show_list
from core.verdicts import ensure
from records.journal import last_edit
from records.views.removing import ask_to_remove, row_or_gone


def above() -> list[tuple[str, str]]:
    return [("Appels à projets", reverse("calls:calls"))]


def list_crumbs() -> list[tuple[str, str]]:
    return [*above(), ("Programmes", reverse("calls:programmes"))]


@require_safe
def programmes(request: HatRequest) -> HttpResponse:
    """Every programme, with its owners and its phases."""
    ensure(may_prepare_calls(request.hat))
    new = ("Nouveau programme", reverse("calls:create_programme"))
    return show_list(
        request,
        Programme.objects.prefetch_related("phases").order_by("name", "pk"),
        ListPage(
            "calls/programmes.html",
            "Programmes",
            counted="programme",
            crumbs=above(),
            intro="Un programme est une famille d'appels : ceux qui la portent, et leurs phases.",
            nothing=Nothing("Aucun programme", "Commencez le premier.", *new),
            action=new,
        ),
    )


@require_safe
def programme(request: HatRequest, programme_pk: int) -> HttpResponse:
    ensure(may_prepare_calls(request.hat))
    shown = programme_or_gone(programme_pk)
    calls: dict[int, list[Call]] = {}
    for call in Call.objects.filter(phase__programme=shown).order_by("-opens_at", "-pk"):
        calls.setdefault(call.phase_id, []).append(call)
    lines = [
        (phase, calls.get(phase.pk, []), may_edit_phase(request.hat, phase))
        for phase in shown.phases.select_related("follows")
    ]
    lists: dict[str, list[Term]] = {}
    for term in shown.terms.order_by("vocabulary", "position", "pk"):
        lists.setdefault(Vocabulary(term.vocabulary).label, []).append(term)
    context = {
        "programme": shown,
        "lines": lines,
        "used": bool(calls),
        "lists": lists,
        "settled": any(phase.frozen_at for phase, _, _ in lines),
    }
    return render(request, "calls/programme.html", context)


def programme_or_gone(pk: int) -> Programme:
    return row_or_gone(Programme.objects.all(), pk)


def page_of(programme: Programme, title: str, submit: str, intro: str = "", **around: object) -> FormPage:
    back = reverse("calls:programme", args=[programme.pk])
    crumbs = [*list_crumbs(), (str(programme), back)]
    return FormPage(title, submit, back, crumbs=crumbs, intro=intro, **around)  # type: ignore[arg-type]


def create_programme(request: HatRequest) -> HttpResponse:
    return answer_form(
        request,
        lambda data, _: ProgrammeForm(data),
        page=FormPage(
            "Nouveau programme",
            "Commencer le programme",
            reverse("calls:programmes"),
            crumbs=list_crumbs(),
            intro="Ses phases s'ajoutent à la page suivante ; ses appels se préparent ensuite comme les autres.",
        ),
        right=may_prepare_calls(request.hat),
        deed=lambda form: deeds.write_programme(**form.cleaned_data, by=request.hat),
        done=lambda made: redirect_saying(
            request, f"« {made} » est commencé. Donnez-lui sa première phase.", "calls:programme", made.pk
        ),
    )


def edit_programme(request: HatRequest, programme_pk: int) -> HttpResponse:
    shown = programme_or_gone(programme_pk)
    return answer_form(
        request,
        lambda data, _: ProgrammeForm(data, programme=shown),
        page=page_of(shown, "Modifier le programme", "Enregistrer le programme"),
        right=may_prepare_calls(request.hat),
        edits=shown,
        last_edit=last_edit(shown, deed="calls.write_programme"),
        deed=lambda form: deeds.write_programme(programme=shown, **form.cleaned_data, by=request.hat),
        done=lambda _: redirect_saying(request, "Le programme est enregistré.", "calls:programme", programme_pk),
    )


def remove_programme(request: HatRequest, programme_pk: int) -> HttpResponse:
    shown = programme_or_gone(programme_pk)
    return ask_to_remove(
        request,
        page_of(
            shown,
            f"Retirer le programme « {shown} » ?",
            "Retirer le programme",
            keep="Garder le programme",
            consequences=["Ses phases partent avec lui."],
        ),
        right=may_prepare_calls(request.hat),
        turn=lambda: deeds.ensure_no_call(shown),
        deed=lambda: deeds.remove_programme(shown, by=request.hat),
        done=f"Le programme « {shown} » est retiré.",
        to=("calls:programmes",),
    )


def add_phase(request: HatRequest, programme_pk: int) -> HttpResponse:
    return phase_page(request, programme_or_gone(programme_pk), None, "Ajouter une phase")


def edit_phase(request: HatRequest, programme_pk: int, phase_pk: int) -> HttpResponse:
    shown = programme_or_gone(programme_pk)
    phase = phase_of(shown, phase_pk)
    return phase_page(request, shown, phase, f"Modifier la phase « {phase} »")


def phase_of(programme: Programme, pk: int) -> Phase:
    phase = row_or_gone(programme.phases.all(), pk, programme=programme.pk)
    phase.programme = programme
    return phase


def phase_page(request: HatRequest, programme: Programme, phase: Phase | None, title: str) -> HttpResponse:
    return answer_form(
        request,
        lambda data, _: PhaseForm(data, programme=programme, phase=phase),
        page=page_of(
            programme,
            title,
            "Enregistrer la phase",
            f"{programme}. Elle ne change plus dès qu'un appel de cette phase est publié.",
        ),
        right=may_edit_phase(request.hat, phase) if phase else may_prepare_calls(request.hat),
        edits=phase,
        under=programme,
        last_edit=last_edit(phase or programme),
        deed=lambda form: deeds.write_phase(programme, phase=phase, **form.cleaned_data, by=request.hat),
        done=lambda row: redirect_saying(
            request, f"La phase « {row} » est enregistrée.", "calls:programme", programme.pk
        ),
    )


def remove_phase(request: HatRequest, programme_pk: int, phase_pk: int) -> HttpResponse:
    shown = programme_or_gone(programme_pk)
    phase = phase_of(shown, phase_pk)
    return ask_to_remove(
        request,
        page_of(
            shown,
            f"Retirer la phase « {phase} » ?",
            "Retirer la phase",
            f"{shown}.",
            keep="Garder la phase",
            consequences=["Aucun appel ne pourra plus commencer dans cette phase."],
        ),
        right=may_edit_phase(request.hat, phase),
        turn=lambda: deeds.ensure_unused(phase),
        deed=lambda: deeds.remove_phase(phase, by=request.hat),
        done=f"La phase « {phase} » est retirée.",
        to=("calls:programme", programme_pk),
    )


def term_of(programme: Programme, pk: int) -> Term:
    term = row_or_gone(programme.terms.all(), pk, programme=programme.pk)
    term.programme = programme
    return term


def add_term(request: HatRequest, programme_pk: int) -> HttpResponse:
    return term_page(request, programme_or_gone(programme_pk), None, "Ajouter une valeur propre")


def edit_term(request: HatRequest, programme_pk: int, term_pk: int) -> HttpResponse:
    shown = programme_or_gone(programme_pk)
    term = term_of(shown, term_pk)
    return term_page(request, shown, term, f"Modifier « {term} »")


def term_page(request: HatRequest, programme: Programme, term: Term | None, title: str) -> HttpResponse:
    told = "Dès sa première valeur propre, une liste remplace la liste commune dans les appels de ce programme."
    return answer_form(
        request,
        lambda data, _: TermForm(data, term=term),
        page=page_of(programme, title, "Enregistrer la valeur", f"{programme}. {told}"),
        right=may_prepare_calls(request.hat),
        turn=lambda: own_terms.ensure_open(programme) if term else None,
        edits=term,
        under=programme,
        last_edit=last_edit(term or programme),
        deed=lambda form: own_terms.write_term(programme, term=term, **form.cleaned_data, by=request.hat),
        done=lambda row: redirect_saying(request, f"« {row} » est enregistré.", "calls:programme", programme.pk),
    )


@require_POST
def offer_term(request: HatRequest, programme_pk: int, term_pk: int) -> HttpResponse:
    """Offered or set aside, as the button says."""
    shown = programme_or_gone(programme_pk)
    ensure(may_prepare_calls(request.hat))
    own_terms.offer_term(term_of(shown, term_pk), offered=request.POST.get("offrir") == "oui", by=request.hat)
    response = redirect("calls:programme", programme_pk)
    response["Location"] += f"#valeur-{term_pk}"
    return response


def remove_term(request: HatRequest, programme_pk: int, term_pk: int) -> HttpResponse:
    shown = programme_or_gone(programme_pk)
    term = term_of(shown, term_pk)
    return ask_to_remove(
        request,
        page_of(
            shown,
            f"Retirer « {term} » ?",
            "Retirer la valeur",
            f"{shown}.",
            keep="Garder la valeur",
            consequences=["Une liste qui n'a plus de valeur propre redevient la liste commune."],
        ),
        right=may_prepare_calls(request.hat),
        turn=lambda: own_terms.ensure_open(shown),
        deed=lambda: own_terms.remove_term(term, by=request.hat),
        done=f"« {term} » est retiré.",
        to=("calls:programme", programme_pk),
    )
