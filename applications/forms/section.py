"""The form of a section, made from its questions."""

from collections.abc import Iterable
from typing import Any

from applications.answers import last_edit_of
from applications.models import SectionAnswers
from calls.answers import opened, stored
from calls.forms.questions import question_fields
from calls.models import Question
from core.forms import DraftForm


class AnswersForm(DraftForm):
    """Answers of one section; what is required is asked at the signature."""

    row: SectionAnswers

    def last_edit_of(self, name: str) -> str:
        return last_edit_of(self.row, name)

    def answers(self) -> dict[str, Any]:
        """What changed, as the database keeps it."""
        return {code: stored(value) for code, value in self.changes.items()}


def section_form(questions: Iterable[Question], row: SectionAnswers, data: Any = None) -> AnswersForm:
    """The form of the questions of a section over their live answers."""
    questions = list(questions)
    initial = {question.code: opened(row.answers.get(question.code), question.kind) for question in questions}
    form_class = type("SectionForm", (AnswersForm,), {**question_fields(questions), "row": row})
    form: AnswersForm = form_class(data, initial=initial, auto_id="reponse-%s")
    return form
