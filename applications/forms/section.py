"""The form of a section, made from its questions."""

from collections.abc import Iterable, Mapping
from typing import Any

from applications.answers import Typed, digest
from calls.answers import stored
from calls.forms.questions import DraftForm, question_fields
from calls.models import Question

# Prefixes of what goes with an answer: the digest of what the page showed; and, when another author changed the same
# answer, the digest of their text and the choice between both.
BASE, SEEN, CHOICE = "base-", "vu-", "choix-"
MINE, THEIRS = "mien", "autre"


class AnswersForm(DraftForm):
    """Answers of one section; what is required is asked at the signature."""

    def typed(self) -> dict[str, Typed]:
        """The valid answers sent, each with the digest that the page held; a question not sent is left alone.

        Where a conflict was shown: choosing one's own text says that the other was seen, choosing the other's leaves
        it, and choosing nothing leaves the conflict open.
        """
        self.full_clean()
        answers = {}
        for code, value in self.cleaned_data.items():
            choice = self.data.get(CHOICE + code)
            base = self.data.get(SEEN + code if choice == MINE else BASE + code)
            if base is not None and choice != THEIRS:
                answers[code] = Typed(stored(value), base)
        return answers


def section_form(questions: Iterable[Question], answers: Mapping[str, Any], data: Any = None) -> AnswersForm:
    """The form of the questions of a section over their live answers."""
    questions = list(questions)
    made = type("SectionForm", (AnswersForm,), question_fields(questions))
    return made(data, initial={q.code: answers.get(q.code) for q in questions}, auto_id="reponse-%s")


def bases(questions: Iterable[Question], answers: Mapping[str, Any]) -> dict[str, str]:
    """What the page knows of each answer."""
    return {question.code: digest(answers.get(question.code)) for question in questions}
