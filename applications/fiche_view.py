"""The fiche as people read it, on a page or in a PDF: one shape, drawn from the canonical content."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from applications.content import fiche_content, table_in
from applications.models import Application
from calls.answers import worded
from calls.enums import QuestionKind, SectionKind

NOTHING = Decimal("0.00")
# Of a questionnaire that asks for no structures, or for no budget.
NO_STRUCTURES: dict[str, Any] = {"digital_projects": [], "participants": []}
NO_BUDGET: dict[str, Any] = {"fixed": "0.00", "requested_complement": None, "complement_reason": "", "cofundings": []}


@dataclass(frozen=True)
class Answer:
    """A question and its answer: a text kept as typed, with light marks if `rich`, or the labels chosen in a list."""

    label: str
    text: str
    labels: list[str] = field(default_factory=list)
    rich: bool = False

    @property
    def blank(self) -> bool:
        return not self.text.strip() and not self.labels


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


def content_of(application: Application) -> dict[str, Any]:
    """What was deposited, once it was; before that, what the fiche says now."""
    deposit = getattr(application, "deposit", None)
    return fiche_content(application) if deposit is None else deposit.content


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


def _with_detail(name: str, detail: str) -> str:
    return f"{name} ({detail})" if detail else name


def readable(content: dict[str, Any]) -> dict[str, Any]:
    """The context of `applications/_fiche.html`."""
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
        "budget": _budget(table_in(content, SectionKind.BUDGET) or NO_BUDGET),
    }


def _section(section: dict[str, Any]) -> ReadableSection:
    return ReadableSection(
        number=section["number"],
        title=section["title"],
        kind=section["kind"],
        answers=[_answer(answer) for answer in section["answers"]],
    )


def _answer(answer: dict[str, Any]) -> Answer:
    value, kind = answer["value"], answer["kind"]
    if kind == QuestionKind.TERMS:
        return Answer(answer["label"], "", [term["label"] for term in value or []])
    return Answer(answer["label"], worded(value, kind), rich=kind == QuestionKind.LONG_TEXT)


def _stage(line: dict[str, Any]) -> dict[str, Any]:
    return {**line, **{key: date.fromisoformat(line[key]) for key in ("starts_on", "ends_on") if line[key]}}


def _budget(budget: dict[str, Any]) -> dict[str, Any]:
    """The lines of the budget and their exact sums."""
    asked = Decimal(budget["fixed"]) + Decimal(budget["requested_complement"] or 0)
    cofunded = sum((Decimal(line["amount"]) for line in budget["cofundings"]), NOTHING)
    return {**budget, "call_share": asked, "cofunded": cofunded, "total": asked + cofunded}
