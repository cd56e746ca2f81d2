"""The pages by which a question about a call is answered, taken back or set aside, whatever the kind of call."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts.middleware import HatRequest
from calls.asking import QuestionsDesk
from calls.forms.asking import QuestionAnswerForm
from calls.models import PublicQuestion
from core.form_page import FormPage, answer_form, redirect_saying
from core.forms import PortalForm
from core.verdicts import Verdict
from core.wording import instant
from records.journal import last_edit
from records.views.removing import ask_to_remove


@dataclass(frozen=True)
class Answering:
    """One question on its room's pages.

    `page` makes what stands around a form (title, submit, **around). `urls` are the names of «answer_question»,
    «take_back_answer» and «set_question_aside» of the room, all asked with `key`; `to` is where one goes afterwards.
    """

    desk: QuestionsDesk
    question: Any
    right: Verdict
    page: Callable[..., FormPage]
    room: str
    key: tuple[Any, ...]
    to: tuple[Any, ...]

    def url(self, name: str) -> str:
        return reverse(f"{self.room}:{name}", args=self.key)

    def links(self) -> Mapping[str, str]:
        return {name: self.url(name) for name in ("take_back_answer", "set_question_aside")}


def who_asked(question: Any) -> str:
    return f"Posée le {instant(question.asked_at, question.call.zone)} par {question.asker}."


def what_follows(question: PublicQuestion) -> str:
    """What becomes of an answer, for who writes it."""
    if not question.publishable:
        return "Cette personne ne souhaite pas que sa question soit publiée : la réponse ne va qu'à elle."
    if question.answered_at:
        return "Une réponse dont les mots changent lui est envoyée de nouveau."
    return "La réponse lui est envoyée par courriel ; la question et la réponse sont publiées sans son nom."


def answer_question(request: HatRequest, asked: Answering) -> HttpResponse:
    """Reword, answer, to all or in private; correct later."""
    question = asked.question
    told = "La réponse est envoyée à qui a posé la question.", "La question et sa réponse sont publiées."
    return answer_form(
        request,
        lambda data, _: QuestionAnswerForm(data, question=question),
        page=lambda _: asked.page(
            "Corriger une réponse" if question.answered_at else "Répondre à une question",
            "Enregistrer la réponse" if question.answered_at or not question.publishable else "Répondre",
            intro=f"{who_asked(question)} {what_follows(question)}",
            template="calls/answer_question.html",
            context={"question": question, "links": asked.links()},
        ),
        right=asked.right,
        edits=question,
        under=question.call,
        last_edit=last_edit(question, deed=f"{asked.room}.answer"),
        deed=lambda form: asked.desk.answer(question, **form.cleaned_data, by=request.hat),
        done=lambda row: redirect_saying(request, told[not row.private], *asked.to),
    )


def take_back_answer(request: HatRequest, asked: Answering) -> HttpResponse:
    return answer_form(
        request,
        PortalForm,
        page=asked.page(
            "Retirer cette réponse ?",
            "Retirer la réponse",
            keep="Garder la réponse",
            intro=f"« {asked.question.wording or asked.question.text} »",
            consequences=[
                "La question et sa réponse quittent la page publique ; la question attend de nouveau une réponse.",
                "Ce qui était écrit reste dans le formulaire : vous pourrez le publier de nouveau.",
                "Qui l'a posée garde le courriel reçu, et sera prévenu de la réponse corrigée.",
            ],
        ),
        right=asked.right,
        turn=lambda: asked.desk.ensure_answered(asked.question),
        deed=lambda _: asked.desk.take_back(asked.question, by=request.hat),
        done=lambda _: redirect_saying(
            request, "La réponse est retirée : la question attend de nouveau.", asked.url("answer_question")
        ),
    )


def set_question_aside(request: HatRequest, asked: Answering) -> HttpResponse:
    return ask_to_remove(
        request,
        asked.page(
            "Écarter cette question ?",
            "Écarter la question",
            keep="Garder la question",
            intro=f"« {asked.question.text} »",
            consequences=["Elle n'est ni publiée, ni répondue par le portail ; qui l'a posée en est prévenu."],
        ),
        right=asked.right,
        turn=lambda: asked.desk.ensure_unanswered(asked.question),
        deed=lambda: asked.desk.set_aside(asked.question, by=request.hat, now=timezone.now()),
        done="La question est écartée : elle ne sera pas publiée.",
        to=asked.to,
    )
