"""Answers to the questions of a questionnaire, whatever their kinds (`calls.kinds`)."""

from typing import Any

from calls.kinds import is_empty
from calls.models import Question

# Nothing is said by what is not the answer to a question, such as a text of a form.
is_blank = is_empty


def lacking(question: Question, value: Any) -> list[str]:
    """What the stored answer to a question that is asked still needs, in sentences that name it."""
    if question.asks.is_blank(value):
        return [unfilled(question.label)] if question.required else []
    return [f"« {question.label} » : {fault}" for fault in question.asks.lacks(value)]


def unfilled(label: str) -> str:
    return f"«\N{NO-BREAK SPACE}{label}\N{NO-BREAK SPACE}» n'est pas rempli."
