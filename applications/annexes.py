"""The annexes of a section: the answer to a question about files that every section asks and no questionnaire has.

Nothing of it is in a section's content while no file is joined: what was sealed without annexes reads, and is hashed,
as it always was.
"""

from calls.enums import QuestionKind
from calls.kinds.base import DOT
from calls.models import Question, Section

# No code of a question holds a dot.
PREFIX = f"annexes{DOT}"


def annexes_code(section: Section) -> str:
    """By the section's code, which no revision of the questionnaire changes; its number may."""
    return f"{PREFIX}{section.code}"


def is_annexes(code: str) -> bool:
    return code.startswith(PREFIX)


def annexes_of(section: Section) -> Question:
    """A question that is no row; both parties answer it, and everybody who reads the section reads it."""
    return Question(
        section=section,
        code=annexes_code(section),
        label=f"Annexes de la section {section.number}",
        kind=QuestionKind.FILE,
        required=False,
        settings={"most": 10},
    )
