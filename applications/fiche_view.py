"""The fiche as people read it, on a page or in a PDF: one shape, drawn from the canonical content."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import Membership
from applications.annexes import is_annexes
from applications.content import table_in
from applications.models import Application
from applications.permissions import may_read_all
from calls.enums import SectionKind
from calls.kinds import ReadAnswer, ReadFile, read

NOTHING = Decimal("0.00")
# Of a questionnaire that asks for no structures, or for no budget.
NO_STRUCTURES: dict[str, Any] = {"digital_projects": [], "participants": []}
NO_BUDGET: dict[str, Any] = {"fixed": "0.00", "requested_complement": None, "complement_reason": "", "cofundings": []}


@dataclass(frozen=True)
class Answer:
    """A question and its answer in words."""

    label: str
    reading: ReadAnswer


@dataclass(frozen=True)
class ListedFile:
    """A file of the list that stands before the hash, and the question that it answers."""

    where: str
    file: ReadFile


@dataclass(frozen=True)
class Summary:
    """What tells a rapporteur whether something ties them to a project, and no more: neither answers nor amounts."""

    region: str
    title: str
    ars: str
    aract: str
    structures: list[str]
    digital_projects: list[str]


@dataclass(frozen=True)
class ReadableSection:
    number: int
    title: str
    kind: str
    answers: list[Answer]
    void: bool = False


def summary(content: dict[str, Any]) -> Summary:
    project = content["project"]
    tables = table_in(content, SectionKind.PARTICIPANTS) or NO_STRUCTURES
    return Summary(
        region=content["region"]["name"],
        title=project["title"],
        ars=project["ars"],
        aract=project["aract"],
        structures=[_with_detail(row["name"], row["city"]) for row in tables["participants"]],
        digital_projects=[_with_detail(row["title"], row["tool"]) for row in tables["digital_projects"]],
    )


def weighed(content: dict[str, Any]) -> tuple[int, int]:
    """(digital projects that structures explore, structures), what the allocation weighs of a content (R20)."""
    rows = (table_in(content, SectionKind.PARTICIPANTS) or NO_STRUCTURES)["participants"]
    return len({row["digital_project"] for row in rows}), len(rows)


def _with_detail(name: str, detail: str) -> str:
    return f"{name} ({detail})" if detail else name


def without_internal(content: dict[str, Any]) -> dict[str, Any]:
    """A content as who judges it reads it: without the answers that are not shown to rapporteurs."""
    sections = [
        {**section, "answers": [answer for answer in section["answers"] if answer.get("for_reviewers", True)]}
        for section in content["sections"]
    ]
    return {**content, "sections": sections}


def has_internal(content: dict[str, Any]) -> bool:
    """Whether it holds answers that are not shown to rapporteurs."""
    answers = (answer for section in content["sections"] for answer in section["answers"])
    return any(not answer.get("for_reviewers", True) for answer in answers)


def known_to(hat: Membership | None, application: Application, content: dict[str, Any]) -> dict[str, Any]:
    """What this reader may know of a content of the fiche."""
    return content if may_read_all(hat, application) else without_internal(content)


def readable_by(hat: Membership | None, application: Application, content: dict[str, Any]) -> dict[str, Any]:
    """The context of `applications/_fiche.html`, with what this reader may know of it."""
    return readable(known_to(hat, application, content))


def readable(content: dict[str, Any]) -> dict[str, Any]:
    """The context of `applications/_fiche.html`, all of it."""
    structures = table_in(content, SectionKind.PARTICIPANTS) or NO_STRUCTURES
    stages = table_in(content, SectionKind.STAGES) or []
    return {
        "call": content["call"],
        "region": content["region"],
        "project": content["project"],
        "sections": [_section(section) for section in content["sections"]],
        **structures,
        "members": {
            kind: table_in(content, kind) or [] for kind in (SectionKind.COLLECTIVE, SectionKind.EXTENDED_GROUP)
        },
        "stages": [_stage(line) for line in stages],
        "days_total": sum((Decimal(line["days"]) for line in stages), NOTHING),
        "files": list(_files(content)),
        "budget": _budget(table_in(content, SectionKind.BUDGET) or NO_BUDGET),
    }


def _section(section: dict[str, Any]) -> ReadableSection:
    return ReadableSection(
        number=section["number"],
        title=section["title"],
        kind="" if section.get("void") else section["kind"],
        answers=[Answer(answer["label"], read(answer["kind"], answer["value"])) for answer in section["answers"]],
        void=bool(section.get("void")),
    )


def _files(content: dict[str, Any]) -> Iterator[ListedFile]:
    for section in content["sections"]:
        for answer in section["answers"]:
            for file in read(answer["kind"], answer["value"]).files:
                where = answer["label"] if is_annexes(answer["code"]) else f"{section['number']}. {answer['label']}"
                yield ListedFile(where, file)


def _stage(line: dict[str, Any]) -> dict[str, Any]:
    return {**line, **{key: date.fromisoformat(line[key]) for key in ("starts_on", "ends_on") if line[key]}}


def _budget(budget: dict[str, Any]) -> dict[str, Any]:
    """The lines of the budget and their exact sums."""
    asked = Decimal(budget["fixed"]) + Decimal(budget["requested_complement"] or 0)
    cofunded = sum((Decimal(line["amount"]) for line in budget["cofundings"]), NOTHING)
    return {**budget, "call_share": asked, "cofunded": cofunded, "total": asked + cofunded}
