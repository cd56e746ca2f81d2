"""What a fiche still lacks, section by section."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse

from accounts.models import Membership
from applications import tables
from applications.content import canonical_content
from applications.enums import SectionState
from applications.models import Application
from calls.answers import is_blank
from calls.enums import SectionKind
from core.wording import counted

HINTS = 2  # what is missing, said in the task list; the section's page says the rest


@dataclass(frozen=True)
class SectionStatus:
    """How far a section is, and what it lacks in words that name it."""

    application_pk: int
    number: int
    title: str
    kind: str
    state: SectionState
    missing: list[str] = field(default_factory=list)
    edited_at: datetime | None = None
    edited_by: Membership | None = None

    @property
    def url(self) -> str:
        return reverse("applications:section", args=[self.application_pk, self.number])

    @property
    def label(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def state_label(self) -> str:
        return self.state.label.capitalize()

    @property
    def complete(self) -> bool:
        return self.state == SectionState.COMPLETE

    @property
    def hint(self) -> str:
        more = len(self.missing) - HINTS
        return " ".join(self.missing[:HINTS]) + (
            f" Et {counted(more, 'autre point', 'autres points')}." if more > 0 else ""
        )

    @property
    def sentences(self) -> list[str]:
        """«Section 3 : « Contexte régional » n'est pas rempli.»"""
        return [f"Section {self.number} : {item}" for item in self.missing]


def has_rows(content: dict[str, Any], kind: str) -> bool:
    """The table of a section holds something."""
    match kind:
        case SectionKind.QUESTIONS:
            return False
        case SectionKind.STAGES:
            return any(Decimal(line["days"]) or line["starts_on"] or line["method"] for line in content["stages"])
        case SectionKind.BUDGET:
            return bool(content["budget"]["requested_complement"] or content["budget"]["cofundings"])
        case _:
            return bool(content[kind])


def unanswered(section: dict[str, Any]) -> list[str]:
    """The required questions that a section of the canonical content leaves blank."""
    return [
        f"« {answer['label']} » n'est pas rempli."
        for answer in section["answers"]
        if answer["required"] and is_blank(answer["value"])
    ]


def statuses(application: Application, content: dict[str, Any] | None = None) -> list[SectionStatus]:
    """The state of every section of the fiche, in order."""
    content = content or canonical_content(application)
    rows = application.sections.select_related("section", "edited_by__organisation")
    written = {row.section.number: row for row in rows}
    return [_status(application, section, content, written.get(section["number"])) for section in content["sections"]]


def _status(application: Application, section: dict[str, Any], content: dict[str, Any], row: Any) -> SectionStatus:
    kind = section["kind"]
    missing = unanswered(section)
    if kind != SectionKind.QUESTIONS:
        missing += tables.table_missing(kind, application)
    started = has_rows(content, kind) or any(not is_blank(answer["value"]) for answer in section["answers"])
    unfinished = SectionState.STARTED if started else SectionState.TO_START
    return SectionStatus(
        application_pk=application.pk,
        number=section["number"],
        title=section["title"],
        kind=kind,
        state=unfinished if missing else SectionState.COMPLETE,
        missing=missing,
        edited_at=row.edited_at if row and row.version else None,
        edited_by=row.edited_by if row else None,
    )


def missing_sections(sections: list[SectionStatus]) -> list[SectionStatus]:
    return [section for section in sections if not section.complete]


def filled(content: dict[str, Any]) -> tuple[int, int]:
    """How many sections of a frozen content answer all that is required, of how many; costs no query."""
    sections = content["sections"]
    full = [
        section
        for section in sections
        if not unanswered(section) and (section["kind"] == SectionKind.QUESTIONS or has_rows(content, section["kind"]))
    ]
    return len(full), len(sections)
