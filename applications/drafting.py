"""What the secretary knows of the drafts of a call: how far each region is, never what it writes."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q

from accounts.models import Region
from applications.enums import ApplicationState, DraftStage
from applications.models import Application, LateEntry
from calls.calendar import phase
from calls.enums import CallPhase
from calls.models import Call


@dataclass(frozen=True)
class RegionDraft:
    """A region's draft: its stage, and whether a late access keeps it open."""

    region: Region
    stage: DraftStage
    late: bool


def drafts_of(call: Call, now: datetime) -> list[RegionDraft]:
    """By region, in order; one query whatever their number."""
    asked = Q(sections__left_at=None)
    sections = {"started": Count("sections", filter=asked & Q(sections__started=True), distinct=True)}
    sections["lacking"] = Count("sections", filter=asked & ~Q(sections__missing=[]), distinct=True)
    late = LateEntry.objects.open_at(now).filter(application=OuterRef("pk"))
    covering = Q(signatures__voided_at=None, signatures__deposit=None, signatures__content_hash=F("content_hash"))
    drafts: Any = (
        Application.objects.filter(project__call=call, state=ApplicationState.DRAFT)
        .select_related("project__region", "project__call")
        .annotate(**sections, signed=Count("signatures", filter=covering, distinct=True), late=Exists(late))
        .order_by("project__region__slug")
    )
    closed = phase(call, now) == CallPhase.EXAMINATION
    return [
        RegionDraft(
            draft.project.region,
            stage_of(draft.started, draft.lacking, draft.signed),
            closed and draft.late,
        )
        for draft in drafts
    ]


def stage_of(started: int, lacking: int, signed: int) -> DraftStage:
    if signed:
        return DraftStage.SIGNED_BY_BOTH if signed > 1 else DraftStage.SIGNED_BY_ONE
    if not lacking:
        return DraftStage.COMPLETE
    return DraftStage.STARTED if started else DraftStage.TO_START


def counted_by_stage(lines: list[RegionDraft]) -> list[tuple[DraftStage, int]]:
    """Every stage, zero included."""
    counts = Counter(line.stage for line in lines)
    return [(stage, counts[stage]) for stage in DraftStage]
