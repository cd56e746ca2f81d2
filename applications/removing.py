"""Taking rows out of a fiche's tables, and bringing them back while it may be written (decision 21)."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from accounts.models import Membership
from applications.carried import kind_of_row
from applications.fiche_edit import edit
from applications.tables import section_url
from calls.enums import SectionKind
from core.form_page import GONE
from core.verdicts import OutOfTurn
from records.models import JournalEntry
from records.removing import comes_back, remove, still_there
from regional_calls.retaining import retained
from regions.composing import ensure_seat, seat_of
from regions.enums import MemberGroup
from regions.models import CoFunding, CollectiveMember, Participation
from regions.participating import leave

Row = CoFunding | CollectiveMember | Participation
DEED = "applications.remove_row"
# A structure brings its seats to the groups, and takes them away.
OF_STRUCTURES = (SectionKind.PARTICIPANTS, SectionKind.COLLECTIVE, SectionKind.EXTENDED_GROUP)


def kinds_of(row: Row) -> tuple[SectionKind, ...]:
    """The tables that a row stands in, its own first."""
    if isinstance(row, CollectiveMember):
        return (kind_of_row(row),)
    return OF_STRUCTURES if isinstance(row, Participation) else (SectionKind.BUDGET,)


def remove_row(row: Row, summary: str, *, by: Membership, now: datetime | None = None) -> JournalEntry:
    now = now or timezone.now()
    with edit(row.project.application, *kinds_of(row), by=by, now=now, summary=summary) as fiche:
        if not still_there(row):
            raise OutOfTurn(GONE)
        within = {"project": fiche.project_id}
        if isinstance(row, Participation):
            return leave(row, DEED, by=by, summary=summary, within=within, now=now)
        return remove(row, DEED, by=by, summary=summary, within=within, now=now)


@comes_back(DEED)
def row_again(row: Row, *, by: Membership) -> Iterator[str]:
    """A seat asks that its structure be there; a structure is tied again to the expression that it came from."""
    kinds = kinds_of(row)
    with edit(row.project.application, *kinds, by=by, summary=f"Retrait annulé : {row}") as fiche:
        if isinstance(row, CollectiveMember):
            ensure_seat(fiche.project, MemberGroup(row.group), seat_of(row))
        yield section_url(fiche, kinds[0])
        if isinstance(row, Participation):
            retained(fiche.project).filter(establishment=row.establishment_id).update(participation=row.pk)
