"""The form of a section, made from its questions."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from accounts.models import Membership
from applications.answers import last_edit_of
from applications.joined import Joined
from applications.models import SectionAnswers
from applications.permissions import may_answer
from calls.enums import Owner
from calls.forms.questions import QuestionsForm, code_of, questions_form
from calls.models import Question


class AnswersForm(QuestionsForm):
    """Answers of one section; what is required is asked at the signature."""

    row: SectionAnswers
    # By code of question: what is joined, for a page where one joins files.
    joined: Mapping[str, Joined] = {}

    def drawn(self, question: Question) -> Any:
        found = super().drawn(question)
        here = self.joined.get(question.code)
        if here is None or question.code in self.read_only:
            return found
        return replace(found, drawn_by="applications/_question_files.html", held=here)

    def last_edit_of(self, name: str) -> str:
        return last_edit_of(self.row, code_of(name))


def section_form(
    questions: Iterable[Question], row: SectionAnswers, data: Any = None, *, by: Membership | None
) -> AnswersForm:
    """The form of the questions of a section over their live answers; those of the other party are read alone."""
    questions = list(questions)
    others = {
        question.code: str(Owner(question.owner).label)
        for question in questions
        if question.owner != Owner.BOTH and not may_answer(by, row.application, question)
    }
    call = row.application.project.call_id
    form: AnswersForm = questions_form(
        AnswersForm, questions, row.answers, data, read_only=others, call=call, auto_id="reponse-%s"
    )
    form.row = row
    return form
