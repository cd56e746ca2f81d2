"""What of a fiche was taken from elsewhere: where it comes from, and what waits for somebody to keep it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from applications.models import Application, CarriedOver, snapshot
from calls.answers import is_blank
from calls.enums import SectionKind
from calls.models import Question, Section
from regions.enums import MemberGroup
from regions.models import CollectiveMember, Participation

KIND_OF_GROUP = {
    MemberGroup.COLLECTIVE: SectionKind.COLLECTIVE,
    MemberGroup.EXTENDED: SectionKind.EXTENDED_GROUP,
}


def kind_of_row(row: Participation | CollectiveMember) -> SectionKind:
    """The table that a row stands in."""
    return SectionKind.PARTICIPANTS if isinstance(row, Participation) else KIND_OF_GROUP[MemberGroup(row.group)]


def unchanged(one: CarriedOver, answers: Mapping[str, Any]) -> bool:
    """Whether it still says what was taken; what somebody rewrote is theirs."""
    now = answers.get(one.code) if one.row is None else snapshot(one.row)
    return bool(now == one.value)


def waits(one: CarriedOver, answers: Mapping[str, Any]) -> bool:
    """Whether it is nobody's word yet: taken as it was, neither changed nor kept."""
    return one.kept_at is None and unchanged(one, answers)


def rows_waiting(application: Application, kind: str) -> list[CarriedOver]:
    """The rows of one table that wait to be kept."""
    rows = [one for one in application.carried_over if one.row is not None and kind_of_row(one.row) == kind]
    return [one for one in rows if waits(one, {})]


def answers_waiting(
    application: Application, answers: Mapping[str, Any], questions: Iterable[Question]
) -> list[tuple[str, str]]:
    """(code, sentence) of the answers to these questions that wait to be kept."""
    waiting = {one.code for one in application.carried_over if one.code and waits(one, answers)}
    return [
        (question.code, f"« {question.label} » : réponse reprise, à garder, à changer ou à retirer.")
        for question in questions
        if question.code in waiting
    ]


def remember(fiche: Application, taken: Iterable[CarriedOver], **origin: Any) -> None:
    """Keep where things come from, on a fiche that is held; an answer that was taken, then erased, is taken again."""
    rows = list(taken)
    for one in rows:
        one.application = fiche
        for name, value in origin.items():
            setattr(one, name, value)
    fiche.carried.filter(code__in=[one.code for one in rows if one.code]).delete()
    CarriedOver.objects.bulk_create(rows)
    forget_read(fiche)


def forget_read(fiche: Application) -> None:
    """What was carried over has changed: it is read again."""
    for name in ("carried_over", "carries"):
        vars(fiche).pop(name, None)


@dataclass(frozen=True)
class CarriedLine:
    """One thing that was carried over, as the page of its section shows it."""

    one: CarriedOver
    waits: bool
    unchanged: bool
    label: str = ""

    @property
    def name(self) -> str:
        """A question, a structure, or a member and where they come from."""
        if self.label:
            return self.label
        if self.one.participation is not None:
            return f"{self.one.participation.establishment.name} : {self.one.participation.digital_project}"
        member = self.one.member
        return f"{member} – {member.origin}" if member and member.origin else str(member)

    @property
    def removal_url(self) -> str:
        """The page that takes a row out."""
        row = self.one.row
        page = "remove_participant" if isinstance(row, Participation) else "remove_member"
        return reverse(f"applications:{page}", args=[self.one.application_id, row.pk]) if row else ""


@dataclass(frozen=True)
class CarriedLines:
    """What was carried over into one section: its answers by code of question, and the rows of its table."""

    answers: dict[str, CarriedLine]
    rows: list[CarriedLine]

    @property
    def waiting(self) -> int:
        return sum(line.waits for line in (*self.answers.values(), *self.rows))


def lines_of(application: Application, section: Section, answers: Mapping[str, Any]) -> CarriedLines:
    """Those of a section and of the answers that it holds; an answer erased since shows nothing."""
    labels = {question.code: question.label for question in section.questions.all()}
    found = [
        CarriedLine(one, waits(one, answers), unchanged(one, answers), labels.get(one.code, ""))
        for one in application.carried_over
    ]
    return CarriedLines(
        {line.one.code: line for line in found if line.label and not is_blank(answers.get(line.one.code))},
        [line for line in found if line.one.row is not None and kind_of_row(line.one.row) == section.kind],
    )
