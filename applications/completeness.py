"""What a fiche still lacks, section by section."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.models import Membership
from applications.enums import Party, SectionState
from applications.joined import unsound
from applications.models import Application, SectionAnswers
from applications.sealing import missing_in
from applications.tables import has_rows
from calls.enums import SectionKind


@dataclass(frozen=True)
class Lacking:
    """One thing that a section lacks: its sentence, and the address of the field or form that corrects it."""

    sentence: str
    url: str


@dataclass(frozen=True)
class SectionStatus:
    """How far a section is, and what it lacks in words that name it; `void` when it is «sans objet», so complete."""

    application_pk: int
    section_pk: int
    number: int
    title: str
    kind: str
    state: SectionState
    missing: list[str] = field(default_factory=list)
    void: bool = False
    places: list[str] = field(default_factory=list)
    edited_at: datetime | None = None
    edited_by: Membership | None = None
    version: int = 0
    in_charge: Membership | None = None
    party_in_charge: str = ""

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
        """Nothing that is asked is missing, whether somebody wants it corrected or it asks nothing."""
        return not self.missing

    def is_for(self, hat: Membership, party: str) -> bool:
        """Whether this person takes care of it, or their party does and nobody in particular."""
        if self.in_charge is not None:
            return self.in_charge.user_id == hat.user_id
        return bool(party) and self.party_in_charge == Party(party).label

    @property
    def lacking(self) -> list[Lacking]:
        """What is missing, each with its place; a section sealed before places were kept has none but its page."""
        places = [*self.places, *[""] * (len(self.missing) - len(self.places))]
        return [
            Lacking(sentence, f"{self.url}{place}" if place.startswith("#") else place or self.url)
            for sentence, place in zip(self.missing, places, strict=False)
        ]


def statuses(application: Application) -> list[SectionStatus]:
    """The state of every section of the fiche, in order, as it was last sealed, and of its files as they are examined.

    One query at most, and one more when it has files.
    """
    read = vars(application).get("rows_by_section")
    everyone = "edited_by__organisation", "in_charge__user", "in_charge__organisation"
    rows = application.sections.select_related("section", *everyone).order_by("section__number")
    correction = application.correction
    kept = list(rows if read is None else read.values())
    files = unsound(application, kept)
    keys, opened_at = (correction.keys, correction.opened_at) if correction else (set(), application.edited_at)
    return [
        SectionStatus(
            application_pk=application.pk,
            section_pk=row.section_id,
            number=row.section.number,
            title=row.section.title,
            kind=row.section.kind,
            state=state_of(
                row,
                correct=row.section_id in keys and row.edited_at <= opened_at,
                lacks=bool(files.get(row.section_id)),
            ),
            missing=[*row.missing, *(sentence for sentence, _ in files.get(row.section_id, []))],
            void=row.is_void,
            places=with_files(row, [place for _, place in files.get(row.section_id, [])]),
            edited_at=row.edited_at if row.version else None,
            edited_by=row.edited_by,
            version=row.version,
            in_charge=row.in_charge,
            party_in_charge=row.get_party_in_charge_display(),
        )
        for row in kept
    ]


def with_files(row: SectionAnswers, places: list[str]) -> list[str]:
    """The places of what a section lacks, as many as its sentences, then those of its files."""
    return [*row.places, *[""] * (len(row.missing) - len(row.places)), *places]


def state_of(row: SectionAnswers, *, correct: bool = False, lacks: bool = False) -> SectionState:
    """What is missing comes before what is to be corrected; conditions may leave a section nothing to ask."""
    if row.missing or lacks:
        return SectionState.STARTED if row.started else SectionState.TO_START
    if correct:
        return SectionState.TO_CORRECT
    if row.is_void:
        return SectionState.NOT_CONCERNED
    return SectionState.COMPLETE


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
