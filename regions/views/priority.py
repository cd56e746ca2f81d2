"""The conditions on which participants of the earlier call have priority; a priority contested, and the answer."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from accounts.middleware import HatRequest
from calls.models import Call
from core.form_page import FormPage, answer_form, redirect_saying
from core.verdicts import OutOfTurn
from core.wording import instant
from records.journal import last_edit
from records.views.removing import ask_to_remove, row_or_gone
from regions import contesting
from regions.forms.priority import AnswerContestForm, ContestForm, PriorityForm
from regions.models import Participation, PriorityContest
from regions.permissions import may_answer_contest, may_contest_priority, may_set_priority
from regions.priority import conditions, rule_of
from regions.priority import set_priority_rule as state
from regions.views.projects import followed_project, project_page

ABOVE = [("Projet précédent et priorité", "fieldwork:lineage")]


def set_priority_rule(request: HatRequest, slug: str) -> HttpResponse:
    """The conditions of a call, stated by its secretary."""
    call = get_object_or_404(Call.objects.visible_to(request.hat), slug=slug)
    return answer_form(
        request,
        lambda data, _: PriorityForm(data, rule=rule_of(call)),
        page=FormPage(
            "Conditions de priorité",
            "Enregistrer les conditions",
            back=call.get_absolute_url(),
            crumbs=[("Appels", reverse("calls:calls")), (call.title, call.get_absolute_url())],
            intro="À quelles conditions une structure qui a pris part au projet précédent de sa région a la priorité "
            f"dans « {call} ». Les textes promettent cette priorité sans en écrire les conditions ; celles-ci sont "
            "montrées avec chaque résultat.",
        ),
        right=may_set_priority(request.hat, call),
        edits=call,
        last_edit=last_edit(rule_of(call)),
        deed=lambda form: state(call, **form.cleaned_data, by=request.hat, now=timezone.now()),
        done=lambda rule: redirect_saying(
            request,
            f"Les conditions sont enregistrées. {conditions(rule)}",
            "regions:set_priority_rule",
            call.slug,
        ),
    )


def participation_of(request: HatRequest, project_pk: int, key: int) -> Participation:
    """A structure present in the project, if this hat may follow it."""
    project = followed_project(request, project_pk)
    rows = Participation.objects.present().filter(project=project).with_leaders().select_related("establishment")
    return row_or_gone(rows, key, project=project.pk)


def lineage_page(row: Participation, title: str, submit: str, **around: Any) -> FormPage:
    return project_page(row.project, "stages", ABOVE, title, submit, **around)


def contest_priority(request: HatRequest, project_pk: int, participant_pk: int) -> HttpResponse:
    row = participation_of(request, project_pk, participant_pk)
    return answer_form(
        request,
        lambda data, _: ContestForm(data),
        page=lineage_page(
            row,
            f"Contester la priorité calculée pour {row.establishment.name}",
            "Contester la priorité",
            consequences=[
                "Le secrétariat lit votre motif, puis garde la priorité ou la corrige, et dit pourquoi.",
                "Jusqu'à sa réponse, la priorité reste celle qui est calculée, et vous pouvez retirer la contestation.",
            ],
        ),
        right=may_contest_priority(request.hat, row),
        deed=lambda form: contesting.contest(row, **form.cleaned_data, by=request.hat, now=timezone.now()),
        done=lambda _: redirect_saying(
            request, "La contestation est envoyée au secrétariat.", "fieldwork:lineage", project_pk
        ),
    )


def withdraw_contest(request: HatRequest, project_pk: int, participant_pk: int) -> HttpResponse:
    row = participation_of(request, project_pk, participant_pk)
    return ask_to_remove(
        request,
        lineage_page(
            row, f"Retirer la contestation : {row.establishment.name} ?", "Retirer la contestation", keep="La garder"
        ),
        right=may_contest_priority(request.hat, row),
        turn=lambda: contesting.waiting(row),
        deed=lambda: contesting.withdraw(row, by=request.hat, now=timezone.now()),
        done="La contestation est retirée.",
        to=("fieldwork:lineage", project_pk),
    )


def answer_contest(request: HatRequest, project_pk: int, participant_pk: int) -> HttpResponse:
    """Keep or correct, or answer again what was answered."""
    row = participation_of(request, project_pk, participant_pk)
    contest = contesting.latest(row)
    call = row.project.call

    def turn() -> None:
        if contest is None:
            raise OutOfTurn("La priorité de cette structure n'est pas contestée.")

    return answer_form(
        request,
        lambda data, _: AnswerContestForm(data, contest=contest or PriorityContest(participation=row)),
        page=lineage_page(
            row,
            f"Priorité contestée : {row.establishment.name}",
            "Répondre à la contestation",
            template="regions/answer_contest.html",
            context={"contest": contest, "when": instant(contest.contested_at, call.zone) if contest else ""},
        ),
        right=may_answer_contest(request.hat, call),
        turn=turn,
        edits=contest,
        under=row,
        last_edit=last_edit(contest) if contest else str,
        deed=lambda form: contesting.answer(row, **form.cleaned_data, by=request.hat, now=timezone.now()),
        done=lambda _: redirect_saying(
            request, "Votre réponse est enregistrée : l'ARS et l'Aract la lisent.", "fieldwork:lineage", project_pk
        ),
    )
