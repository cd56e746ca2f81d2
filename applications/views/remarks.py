"""Remarks of the pair on its fiche: their list, a thread and its answers."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.middleware import HatRequest
from accounts.models import Membership
from accounts.views.telling import refusals_told
from applications import remarks as deeds
from applications.forms.remarks import RemarkForm
from applications.models import Application, Remark
from applications.permissions import may_read_versions, may_remark
from applications.views.fiches import crumbs_of, fiche_or_404, shared_or_404
from applications.views.sections import section_or_404
from core.form_page import FormPage, answer_form, redirect_saying
from core.forms import PortalForm
from core.list_page import ListPage, Nothing, show_list
from core.lists import FilterForm
from core.verdicts import Verdict, ensure

STYLES = {"styles": "css/applications.css"}


class ThreadsFilter(FilterForm):
    etat = forms.ChoiceField(label="État", choices=[("", "À traiter"), ("resolues", "Résolues"), ("toutes", "Toutes")])
    section = forms.ChoiceField(label="Section")

    def __init__(self, data: object, fiche: Application) -> None:
        super().__init__(data)
        sections = fiche.questionnaire.sections.order_by("number")
        choices = [("", "Toutes"), *((str(one.number), str(one)) for one in sections)]
        self.fields["section"].choices = choices

    def filtered(self, rows: Any, **asked: Any) -> Any:
        if asked["section"]:
            rows = rows.filter(section__number=int(asked["section"]))
        if asked["etat"] == "resolues":
            return rows.exclude(resolved_at=None)
        return rows if asked["etat"] else rows.filter(resolved_at=None)


@require_safe
def remarks(request: HatRequest, pk: int) -> HttpResponse:
    """Every thread of the fiche, the open ones first asked for."""
    fiche = fiche_or_404(request, pk)
    ensure(may_read_versions(request.hat, fiche))
    form = ThreadsFilter(request.GET, fiche)
    rows = fiche.remarks.threads().order_by("section__number", "question__position", "pk")
    return show_list(
        request,
        form.narrow(rows),
        ListPage(
            "applications/remarks.html",
            "Remarques sur la fiche",
            counted="remarque",
            crumbs=crumbs_of(fiche),
            intro="L'ARS et l'Aract les lisent, et les personnes invitées qu'elles y mentionnent : elles ne font pas "
            "partie de la fiche.",
            nothing=Nothing("Aucune remarque", "Chaque question de la fiche a un lien pour en écrire une."),
            context={"application": fiche, "call": fiche.project.call, **STYLES},
        ),
        form=form,
    )


def thread_or_404(fiche: Application, pk: int, hat: Membership) -> Remark:
    thread = get_object_or_404(deeds.read_by(hat, fiche), pk=pk)
    thread.application = fiche
    return thread


def own_or_404(fiche: Application, pk: int, hat: Membership) -> Remark:
    read = deeds.read_by(hat, fiche).order_by().values("pk")
    rows = fiche.remarks.filter(Q(pk__in=read) | Q(thread__in=read))
    rows = rows.select_related("author__user", "section", "question", "thread")
    return get_object_or_404(rows, pk=pk)


def back_to(remark: Remark) -> str:
    """The place of the section's page where the question is."""
    section = reverse("applications:section", args=[remark.application_id, remark.section.number])
    return f"{section}#remarques-{remark.question.code if remark.question else 'section'}"


def crumbs_to(fiche: Application, hat: Membership) -> list[tuple[str, str]]:
    if hat.guest:
        return crumbs_of(fiche)
    return [*crumbs_of(fiche), ("Remarques", reverse("applications:remarks", args=[fiche.pk]))]


def add_remark(request: HatRequest, pk: int, number: int) -> HttpResponse:
    """`?question=` names the question by its code; without it, the remark is about the whole section."""
    fiche = shared_or_404(request, pk, number)
    part = section_or_404(fiche, number)
    code = request.GET.get("question", "")
    question = get_object_or_404(part.questions, code=code) if code else None
    about = Remark(application=fiche, section=part, question=question)
    return answer_form(
        request,
        lambda data, _: RemarkForm(data, people=deeds.mentionable(fiche, part, by=request.hat)),
        page=FormPage(
            f"Remarque sur {about.subject}",
            "Écrire la remarque",
            back_to(about),
            crumbs=[*crumbs_of(fiche), (str(part), reverse("applications:section", args=[fiche.pk, part.number]))],
            template="applications/remark_form.html",
            context=STYLES,
        ),
        right=may_remark(request.hat, fiche, [part]),
        deed=lambda form: deeds.write_remark(fiche, part, question, **form.cleaned_data, by=request.hat),
        done=lambda made: redirect_saying(request, "La remarque est écrite.", back_to(made)),
        refusal_at="text",
    )


def remark(request: HatRequest, pk: int, remark_pk: int) -> HttpResponse:
    """A thread, and the form of an answer while it is open and the fiche is written."""
    fiche = shared_or_404(request, pk)
    if not request.hat.guest:
        ensure(may_read_versions(request.hat, fiche))
    thread = thread_or_404(fiche, remark_pk, request.hat)
    right = may_remark(request.hat, fiche, [thread.section])
    page = thread_page(fiche, thread, request.hat, right)
    if request.method != "POST" and not page.context["answers"]:
        return page.render(request, PortalForm())
    return answer_form(
        request,
        lambda data, _: RemarkForm(
            data, people=deeds.mentionable(fiche, thread.section, by=request.hat), label="Votre réponse"
        ),
        page=page,
        right=right,
        deed=lambda form: deeds.reply(thread, **form.cleaned_data, by=request.hat),
        done=lambda _: redirect_saying(request, "La réponse est écrite.", deeds.path_of_thread(thread)),
        refusal_at="text",
    )


def thread_page(fiche: Application, thread: Remark, hat: Membership, right: Verdict) -> FormPage:
    return FormPage(
        str(thread),
        "Répondre",
        back_to(thread),
        crumbs=crumbs_to(fiche, hat),
        keep="Revenir à la section",
        template="applications/remark.html",
        context={
            "application": fiche,
            "call": fiche.project.call,
            "thread": thread,
            "lines": [(one, bool(right and deeds.may_change(hat, one))) for one in thread.whole],
            "may_resolve": right,
            "answers": bool(right) and thread.resolved_at is None,
            **STYLES,
        },
    )


def edit_remark(request: HatRequest, pk: int, remark_pk: int) -> HttpResponse:
    fiche = shared_or_404(request, pk)
    row = own_or_404(fiche, remark_pk, request.hat)
    thread = row.thread or row
    return answer_form(
        request,
        lambda data, _: RemarkForm(data, people=deeds.mentionable(fiche, row.section, by=request.hat), remark=row),
        page=FormPage(
            f"Modifier votre remarque sur {row.subject}",
            "Enregistrer la remarque",
            deeds.path_of_thread(thread),
            crumbs=crumbs_to(fiche, request.hat),
            template="applications/remark_form.html",
            context=STYLES,
        ),
        right=may_remark(request.hat, fiche, [row.section]) and deeds.may_change(request.hat, row),
        edits=row,
        under=fiche,
        deed=lambda form: deeds.change_remark(row, **form.cleaned_data, by=request.hat),
        done=lambda _: redirect_saying(request, "La remarque est modifiée.", deeds.path_of_thread(thread)),
        refusal_at="text",
    )


def remove_remark(request: HatRequest, pk: int, remark_pk: int) -> HttpResponse:
    fiche = shared_or_404(request, pk)
    row = own_or_404(fiche, remark_pk, request.hat)
    thread = deeds.path_of_thread(row.thread or row)
    return answer_form(
        request,
        PortalForm,
        page=FormPage(
            "Retirer votre remarque ?",
            "Retirer la remarque",
            thread,
            crumbs=crumbs_to(fiche, request.hat),
            keep="Garder la remarque",
            consequences=(
                "Son texte disparaît et ne peut pas revenir : vous pourrez en écrire une autre.",
                "L'échange garde la trace qu'une remarque de vous a été retirée.",
            ),
        ),
        right=may_remark(request.hat, fiche, [row.section]) and deeds.may_change(request.hat, row),
        deed=lambda _: deeds.remove_remark(row, by=request.hat),
        done=lambda _: redirect_saying(request, "La remarque est retirée.", thread),
    )


@require_POST
def resolve_remark(request: HatRequest, pk: int, remark_pk: int) -> HttpResponse:
    """Resolve a thread, or open it again when asked to."""
    fiche = shared_or_404(request, pk)
    thread = thread_or_404(fiche, remark_pk, request.hat)
    ensure(may_remark(request.hat, fiche, [thread.section]))
    opens = "rouvrir" in request.POST
    with refusals_told(request):
        (deeds.reopen if opens else deeds.resolve)(thread, by=request.hat)
        messages.success(request, "La remarque est rouverte." if opens else "La remarque est résolue.")
    return redirect(deeds.path_of_thread(thread))
