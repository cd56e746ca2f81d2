"""The desk of national calls: the secretaries answer what anybody asks (`calls.asking`)."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from accounts.mailing import Mail, secretaries, tell
from accounts.models import Membership
from calls.asking import QuestionsDesk
from calls.calendar import words_of
from calls.models import Call, CallQuestion
from calls.moments import ANSWERED, ASKED, SET_ASIDE
from calls.permissions import may_answer_questions
from calls.preparing import locked
from calls.telling import answering
from core.verdicts import OutOfTurn, ensure
from core.wording import NBSP
from records.moments import Moment
from records.removing import comes_back


def takes_questions(call: Call, at: datetime) -> bool:
    """From its publication to the end of questions, which is the closing when the call gives none."""
    return call.published_at is not None and call.published_at <= at < (call.questions_until or call.closes_at)


class NationalDesk(QuestionsDesk):
    """Written in the name of the service that answers about the call, its first contact."""

    room = "calls"
    model = CallQuestion
    within = "call"
    answered = ANSWERED
    set_aside_moment = SET_ASIDE

    def ensure_takes(self, call: Call, at: datetime) -> None:
        if takes_questions(call, at):
            return
        ended = f" depuis le {words_of(call, 'questions_until')}" if call.questions_until else ""
        other = f" Écrivez à {answering(call)}." if answering(call) else ""
        raise OutOfTurn(f"Cet appel ne reçoit plus de question{ended}.{other}")

    def locked(self, call: Call, by: Membership) -> Call:
        call = locked(call)
        ensure(may_answer_questions(by, call))
        return call

    def whom_to_write(self, call: Call) -> str:
        return answering(call) or "l'équipe du portail"

    def tell(self, question: CallQuestion) -> None:
        call = question.call
        mail = Mail(
            call.mail_about,
            "une question du public attend votre réponse",
            "Répondez à la question, ou écartez-la.",
            question.get_absolute_url(),
            [f"Appel{NBSP}: {call.title}.", f"Question{NBSP}:\n{question.text}"],
        )
        tell(ASKED, secretaries(), mail, key=f"calls-asked:{question.pk}")

    def write(
        self, question: CallQuestion, moment: Moment, *, key: str, what: str, todo: str, facts: Sequence[str]
    ) -> None:
        call = question.call
        facts = [*facts, f"Appel{NBSP}: {call.title}."]
        mail = Mail(call.mail_about, what, todo, call.get_absolute_url(), facts, reply_to=answering(call))
        tell(moment, [question.email], mail, key=key)


DESK = NationalDesk()


@comes_back("calls.set_aside")
def waits_again(question: CallQuestion, *, by: Membership) -> Iterator[str]:
    DESK.locked(question.call, by)
    yield question.get_absolute_url()
