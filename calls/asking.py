"""Questions that anybody asks about a call, answered to all or to their author: one desk for each kind of call.

A desk says what is its room's own: who is told of a question, who may answer, until when, in whose name it is written.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from calls.models.public_question import PublicQuestion
from core.verdicts import OutOfTurn, Refused
from records import journal
from records.models import JournalEntry
from records.moments import Moment
from records.removing import remove


class QuestionsDesk(ABC):
    """Where questions about one kind of call are asked and answered.

    Deeds are named after `room`. `within` names, in the journal, the call that a question belonged to.
    """

    room: ClassVar[str]
    model: ClassVar[type[Any]]
    within: ClassVar[str]
    answered: ClassVar[Moment]
    set_aside_moment: ClassVar[Moment]

    @abstractmethod
    def ensure_takes(self, call: Any, at: datetime) -> None:
        """`OutOfTurn` when the call takes no question."""

    @abstractmethod
    def locked(self, call: Any, by: Membership) -> Any:
        """The call, held, for who may answer about it; `Refused` for anybody else."""

    @abstractmethod
    def tell(self, question: Any) -> None:
        """Write to those who answer."""

    @abstractmethod
    def write(self, question: Any, moment: Moment, *, key: str, what: str, todo: str, facts: Sequence[str]) -> None:
        """Write to who asked."""

    @abstractmethod
    def whom_to_write(self, call: Any) -> str:
        """The address that answers otherwise."""

    @transaction.atomic
    def ask(
        self,
        call: Any,
        *,
        email: str,
        text: str,
        name: str = "",
        publishable: bool = True,
        now: datetime | None = None,
    ) -> Any:
        """Anyone asks; the question shows once it is answered to all. The journal names nobody."""
        now = now or timezone.now()
        self.ensure_takes(call, now)
        question = self.model.objects.create(
            call=call, name=name, email=email, text=text, publishable=publishable, asked_at=now
        )
        journal.record(f"{self.room}.ask", question, summary=f"Question du public sur « {call} ».", now=now)
        self.tell(question)
        return question

    @transaction.atomic
    def answer(
        self,
        question: Any,
        *,
        wording: str = "",
        answer: str,
        private: bool = False,
        by: Membership,
        now: datetime | None = None,
    ) -> Any:
        """Answer, to all with the question as reworded, or to its author only; an answer may be corrected.

        Its author is told of the answer, and again when its words change.
        """
        now = now or timezone.now()
        question = self.locked_question(question, by)
        if not private and not question.publishable:
            raise Refused("Qui pose cette question ne souhaite pas qu'elle soit publiée.", at="private")
        if not private and not wording:
            raise Refused("Écrivez la question telle qu'elle sera publiée.", at="wording")
        before = question.answer
        question.wording, question.answer, question.private = wording, answer, private
        question.answered_at, question.answered_by = question.answered_at or now, by
        question.save(update_fields=["wording", "answer", "private", "answered_at", "answered_by"])
        if answer != before:
            self.tell_answer(question, before, now)
        what = "donnée en particulier" if private else "publiée"
        summary = f"Réponse {'corrigée et ' if before else ''}{what} sur « {question.call} »."
        journal.record(f"{self.room}.answer", question, by=by, summary=summary, now=now)
        return question

    def tell_answer(self, question: PublicQuestion, before: str, now: datetime) -> None:
        known = "Elle ne s'adresse qu'à vous : rien n'est publié."
        if not question.private:
            known = "Elle est publiée avec la question, sans votre nom ni votre adresse."
        first = "Voici la réponse à votre question."
        self.write(
            question,
            self.answered,
            key=f"{self.room}-question:{question.pk}" + (f":{now:%Y%m%d%H%M%S}" if before else ""),
            what="réponse corrigée à votre question" if before else "réponse à votre question",
            todo=f"{'La réponse à votre question est corrigée.' if before else first} {known}",
            facts=[
                f"Vous aviez demandé :\n{question.text}",
                f"Réponse :\n{question.answer}",
                f"Elle remplace la précédente :\n{before}" if before else "",
            ],
        )

    @transaction.atomic
    def take_back(self, question: Any, *, by: Membership, now: datetime | None = None) -> Any:
        """Take an answer off the page: the question waits again, what was written stays for the next answer."""
        question = self.locked_question(question, by)
        self.ensure_answered(question)
        question.answered_at = None
        question.save(update_fields=["answered_at"])
        summary = f"Réponse retirée sur « {question.call} »."
        journal.record(f"{self.room}.take_back_answer", question, by=by, summary=summary, now=now)
        return question

    @transaction.atomic
    def set_aside(self, question: Any, *, by: Membership, now: datetime | None = None) -> JournalEntry:
        """Remove a question that will not be answered here. Its author is told once."""
        question = self.locked_question(question, by)
        self.ensure_unanswered(question)
        self.write(
            question,
            self.set_aside_moment,
            key=f"{self.room}-set-aside:{question.pk}",
            what="votre question n'est pas publiée",
            todo="Votre question n'est pas publiée. Pour une réponse en particulier, écrivez à "
            f"{self.whom_to_write(question.call)}.",
            facts=[
                "Elle sort du sujet de l'appel, ou a déjà sa réponse.",
                f"Vous aviez demandé :\n{question.text}",
            ],
        )
        within, summary = {self.within: question.call_id}, f"{question} écartée"
        return remove(question, f"{self.room}.set_aside", by=by, summary=summary, within=within, now=now)

    def ensure_unanswered(self, question: PublicQuestion) -> None:
        if question.answered_at is not None:
            raise OutOfTurn("Cette question a déjà sa réponse : retirez-la d'abord.")

    def ensure_answered(self, question: PublicQuestion) -> None:
        if question.answered_at is None:
            raise OutOfTurn("Cette question n'a pas de réponse.")

    def locked_question(self, question: Any, by: Membership) -> Any:
        """The question under its call's lock, so that two answers do not cross."""
        call = self.locked(question.call, by)
        row = self.model.objects.filter(pk=question.pk).first()
        if row is None:
            raise OutOfTurn("Cette question a été écartée.")
        row.call = call
        return row
