"""Questions that the public asks about a regional call, answered by its pair (`calls.asking`)."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.urls import reverse

from accounts.models import Membership
from calls.asking import QuestionsDesk
from core.verdicts import OutOfTurn
from records.moments import Moment
from records.removing import comes_back
from regional_calls.calendar import phase
from regional_calls.enums import RegionalPhase
from regional_calls.mailing import tell_pair, whom_to_write, write
from regional_calls.models import RegionalCall, RegionalQuestion
from regional_calls.moments import ANSWERED, ASKED, SET_ASIDE
from regional_calls.preparing import locked_to_run


def takes_questions(call: RegionalCall, at: datetime) -> bool:
    """From its publication to its closing; afterwards an answer would help nobody."""
    return phase(call, at) in {RegionalPhase.ANNOUNCED, RegionalPhase.OPEN}


class RegionalDesk(QuestionsDesk):
    """The pair answers, in the name of the ARS and the Aract."""

    room = "regional_calls"
    model = RegionalQuestion
    within = "regional_call"
    answered = ANSWERED
    set_aside_moment = SET_ASIDE

    def ensure_takes(self, call: RegionalCall, at: datetime) -> None:
        if not takes_questions(call, at):
            raise OutOfTurn(f"Cet appel ne reçoit plus de question. Écrivez à {call.contact_email}.")

    def locked(self, call: RegionalCall, by: Membership) -> RegionalCall:
        return locked_to_run(call, by)

    def whom_to_write(self, call: RegionalCall) -> str:
        return whom_to_write(call)

    def tell(self, question: RegionalQuestion) -> None:
        tell_pair(
            question.call,
            ASKED,
            key=f"regional-asked:{question.pk}",
            what="une question du public attend votre réponse",
            todo="Répondez à la question, ou écartez-la.",
            path=page_to_answer(question),
        )

    def write(
        self, question: RegionalQuestion, moment: Moment, *, key: str, what: str, todo: str, facts: Sequence[str]
    ) -> None:
        write(question.call, moment, key=key, to=question.email, what=what, todo=todo, facts=facts)


DESK = RegionalDesk()


ask, answer, take_back, set_aside = DESK.ask, DESK.answer, DESK.take_back, DESK.set_aside


@comes_back("regional_calls.set_aside")
def waits_again(question: RegionalQuestion, *, by: Membership) -> Iterator[str]:
    locked_to_run(question.call, by)
    yield page_to_answer(question)


def page_to_answer(question: RegionalQuestion) -> str:
    return reverse("regional_calls:answer_question", args=[question.call.project_id, question.call_id, question.pk])
