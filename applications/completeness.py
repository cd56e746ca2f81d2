"""What a fiche still lacks, section by section."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.models import Membership
from applications.enums import SectionState
from applications.models import Application
from applications.sealing import missing_in
from applications.tables import has_rows
from calls.enums import SectionKind
from core.wording import counted

HINTS = 2  # what is missing, said in the task list; the section's page says the rest


@dataclass(frozen=True)
class SectionStatus:
    """How far a section is, and what it lacks in words that name it; `void` when it is «sans objet», so complete."""

    application_pk: int
    number: int
    title: str
    kind: str
    state: SectionState
    missing: list[str] = field(default_factory=list)
    void: bool = False
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


def statuses(application: Application) -> list[SectionStatus]:
    """The state of every section of the fiche, in order, as it was last sealed; one query at most."""
    read = vars(application).get("rows_by_section")
    rows = application.sections.select_related("section", "edited_by__organisation").order_by("section__number")
    rows = rows if read is None else read.values()
    return [
        SectionStatus(
            application_pk=application.pk,
            number=row.section.number,
            title=row.section.title,
            kind=row.section.kind,
            state=state_of(started=row.started, missing=bool(row.missing)),
            missing=row.missing,
            void=row.is_void,
            edited_at=row.edited_at if row.version else None,
            edited_by=row.edited_by,
        )
        for row in rows
    ]


def state_of(*, started: bool, missing: bool) -> SectionState:
    if not missing:
        return SectionState.COMPLETE
    return SectionState.STARTED if started else SectionState.TO_START


def missing_sections(sections: list[SectionStatus]) -> list[SectionStatus]:
    return [section for section in sections if not section.complete]


def filled(content: dict[str, Any]) -> tuple[int, int]:
    """How many sections of a frozen content answer all that is required, of how many; costs no query."""
    sections = content["sections"]
    full = [
        section
        for section in sections
        if not missing_in(section)
        and (
            section["kind"] == SectionKind.QUESTIONS
            or section.get("void")
            or has_rows(section["kind"], section["table"])
        )
    ]
    return len(full), len(sections)
