"""The fiche as people read it, on a page or in a PDF: one shape, drawn from the canonical content."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from applications.content import canonical_content
from applications.models import Application
from calls.answers import worded
from calls.enums import QuestionKind, SectionKind

NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Answer:
    """A question and its answer: a text kept as typed, or the labels chosen in a list."""

    label: str
    text: str
    labels: list[str] = field(default_factory=list)

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
    return canonical_content(application) if deposit is None else deposit.content


def summary(content: dict[str, Any]) -> Summary:
    project = content["project"]
    return Summary(
        region=content["region"]["name"],
        title=project["title"],
        ars=project["ars"],
        aract=project["aract"],
        structures=[_with_detail(row["name"], row["city"]) for row in content["participants"]],
        digital_projects=[_with_detail(row["title"], row["tool"]) for row in content["digital_projects"]],
    )


def _with_detail(name: str, detail: str) -> str:
    return f"{name} ({detail})" if detail else name


def readable(content: dict[str, Any]) -> dict[str, Any]:
    """The context of `applications/_fiche.html`."""
    return {
        "call": content["call"],
        "region": content["region"],
        "project": content["project"],
        "sections": [_section(section) for section in content["sections"]],
        "digital_projects": content["digital_projects"],
        "participants": content["participants"],
        "members": {kind: content[kind] for kind in (SectionKind.COLLECTIVE, SectionKind.EXTENDED_GROUP)},
        "stages": [_stage(line) for line in content["stages"]],
        "days_total": sum((Decimal(line["days"]) for line in content["stages"]), NOTHING),
        "budget": _budget(content["budget"]),
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
    return Answer(answer["label"], worded(value, kind))


def _stage(line: dict[str, Any]) -> dict[str, Any]:
    return {**line, **{key: date.fromisoformat(line[key]) for key in ("starts_on", "ends_on") if line[key]}}


def _budget(budget: dict[str, Any]) -> dict[str, Any]:
    """The lines of the budget and their exact sums."""
    asked = Decimal(budget["fixed"]) + Decimal(budget["requested_complement"] or 0)
    cofunded = sum((Decimal(line["amount"]) for line in budget["cofundings"]), NOTHING)
    return {**budget, "call_share": asked, "cofunded": cofunded, "total": asked + cofunded}
