"""The fiches that a pair has at work, each read with all that is said of it, in as many queries for one as for ten."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Prefetch, Q, Subquery, prefetch_related_objects

from accounts.models import Membership
from applications.enums import ApplicationState, FileState, ThreadSide
from applications.models import (
    Application,
    Correction,
    FicheFile,
    LateEntry,
    PiecesRequest,
    SectionAnswers,
    Signature,
    SignatureRefusal,
    ThreadMessage,
)
from applications.permissions import party_of
from calls.calendar import phase
from calls.desk import published_calls
from calls.enums import CallPhase
from calls.models import Call
from core.watch import once
from core.wording import PARIS


class Desk:
    """What waits for a pair: `to_start` are open calls without a fiche of the region.

    `drafts` are fiches of open calls, or that a late access keeps open; `corrected` those under correction;
    `lacking_pieces` those of which pieces are asked; `to_reply` those on which the secretariat wrote last.
    """

    def __init__(self, hat: Membership, now: datetime) -> None:
        opened = [call for call in once(published_calls, hat) if phase(call, now) == CallPhase.OPEN]
        known = fiches_at_work(hat, opened, now)
        begun = {fiche.project.call_id for fiche in known if fiche.project.region_id == hat.organisation.region_id}
        own = [fiche for fiche in known if party_of(hat, fiche.project)]
        self.to_start = [call for call in opened if call.pk not in begun]
        self.drafts = [
            fiche for fiche in own if fiche.state == ApplicationState.DRAFT and not fiche.project.call.concluded_at
        ]
        read_corrections(own)
        self.corrected = [fiche for fiche in own if fiche.correction and fiche.correction.closes_at > now]
        read_sections([*self.drafts, *self.corrected])
        self.lacking_pieces = [fiche for fiche in own if fiche.lacks_pieces]
        self.to_reply = sorted((fiche for fiche in own if fiche.unanswered), key=lambda fiche: fiche.first_unanswered)


def fiches_at_work(hat: Membership, opened: list[Call], now: datetime) -> list[Any]:
    """The fiches of the region and of the pair in open calls, and those of the pair on which something else waits."""
    pair = Q(project__ars=hat.organisation_id) | Q(project__aract=hat.organisation_id)
    late = Q(state=ApplicationState.DRAFT, pk__in=LateEntry.objects.open_at(now).values("application"))
    running = Q(pk__in=Correction.objects.running(now).values("application"))
    here = pair | Q(project__region=hat.organisation.region_id)
    asked = PiecesRequest.objects.awaited(now.astimezone(PARIS).date()).filter(application=OuterRef("pk"))
    messages = ThreadMessage.objects.to_handle(ThreadSide.PAIR).filter(application=OuterRef("pk"))
    by_fiche = messages.order_by().values("application")
    fiches = Application.objects.with_parties().select_related("deposit", "lead")
    return list(
        fiches.annotate(
            unsound=Exists(FicheFile.objects.exclude(state=FileState.SOUND).filter(application=OuterRef("pk"))),
            refused=Exists(SignatureRefusal.objects.live().filter(application=OuterRef("pk"))),
            lacks_pieces=Exists(asked) & Q(state=ApplicationState.DEPOSITED),
            unanswered=Subquery(by_fiche.annotate(number=Count("pk")).values("number")),
            first_unanswered=Subquery(by_fiche.annotate(first=Min("pk")).values("first")),
        ).filter(
            (here & Q(project__call__in=opened))
            | (pair & (late | running | Q(lacks_pieces=True) | Q(unanswered__isnull=False)))
        )
    )


def read_corrections(fiches: list[Application]) -> None:
    """The open round of each deposited fiche; no query while there is none."""
    deposited = [fiche for fiche in fiches if fiche.state != ApplicationState.DRAFT]
    rounds = Correction.objects.open().select_related("of", "opened_by__organisation").prefetch_related("sections")
    prefetch_related_objects(deposited, Prefetch("corrections", rounds))
    for fiche in deposited:
        fiche.correction = next(iter(fiche.corrections.all()), None)


def read_sections(fiches: list[Any]) -> None:
    """The sections of each fiche, and its signatures outside deposits, those that fell too."""
    everyone = "edited_by__organisation", "in_charge__user", "in_charge__organisation"
    sections = SectionAnswers.objects.select_related("section", *everyone).order_by("section__number")
    signatures = Signature.objects.filter(deposit=None).select_related("signed_by__user", "signed_by__organisation")
    prefetch_related_objects(fiches, Prefetch("sections", sections), Prefetch("signatures", signatures))
    for fiche in fiches:
        if not fiche.refused:
            fiche.refusal = None
        if not fiche.unsound:
            fiche.unsound_files = []
        fiche.rows_by_section = {row.section_id: row for row in fiche.sections.all()}


def standing_signatures(fiche: Application) -> dict[str, Signature]:
    """The live signature of each party, as `signing.live_signatures` reads it."""
    return {one.party: one for one in fiche.signatures.all() if one.voided_at is None}


def why_fallen(fiche: Application, party: str | None) -> str:
    """Why the last signature of a party fell; nothing when it signed again, or never lost one."""
    own = [one for one in fiche.signatures.all() if one.party == party]
    if not own or any(one.voided_at is None for one in own):
        return ""
    return max(own, key=lambda one: (one.voided_at, one.pk)).void_reason
