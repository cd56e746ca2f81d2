"""The letters that make decisions known: what they say, and their printing (layout of R82–R83)."""

import io
from base64 import b64encode
from datetime import datetime
from typing import Any

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from applications.pdfs import COURT
from commission.approving import PARTIES
from commission.enums import NationalParty
from commission.models import Approval, Decision, Notice
from commission.spelling import euros_in_words
from core.wording import PARIS, day, instant
from records import pdf
from regions.models import Participation, RegionalProject

KINDS = {party: OrganisationKind(kind) for kind, party in PARTIES.items()}
LETTERHEAD = ("authority", "department", "office", "case_officer", "phone", "email")


def letter_of(
    decision: Decision, *, issued_at: datetime | None = None, number: str = "", check_code: str = ""
) -> dict[str, Any]:
    """What the letter of a decision's present revision says, as plain data: dates in words, amounts as decimal texts.

    Without a number it is a draft, and prints as such. The decision is national: its authors sit in Paris, and so does
    the court, whatever the region (CJA R312-1, domain L5).
    """
    issued_at = (issued_at or timezone.now()).astimezone(PARIS)
    projects = RegionalProject.objects.with_counts().select_related("call__rule", "region", "ars", "aract")
    project = projects.get(pk=decision.application.project_id)
    organisations = authorities_of(decision)
    national = organisations[0][1]
    deposit = decision.application.deposit
    return {
        "number": number,
        "check_url": settings.SITE_URL + reverse("commission:check", args=[check_code]) if number else "",
        "issued_at": issued_at.isoformat(),
        "issued_on": day(issued_at.date()),
        "place": (national.city if national else "") or "Paris",
        "court": COURT,
        "authorities": [_authority(*authority) for authority in organisations],
        "deposit": {"number": deposit.number, "received_on": day(deposit.received_at.astimezone(PARIS).date())},
        "decision": _decision(decision),
        **_project(project),
    }


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "number": decision.pk,
        "revision": decision.revision,
        "outcome": decision.outcome,
        "fixed": str(decision.fixed),
        "complement": str(decision.complement),
        "amount": str(decision.amount),
        "amount_in_words": euros_in_words(decision.amount),
        "by_rule": str(decision.by_rule) if decision.departs else "",
        "gap_reason": decision.gap_reason,
        "rank": decision.rank,
        "reason": decision.reason,
    }


def _project(project: Any) -> dict[str, Any]:
    """The call with its rule, the region, its pair and its project (`with_counts`) with those who take part."""
    call, rule = project.call, project.call.rule
    rows = Participation.objects.present().filter(project=project).select_related("establishment", "digital_project")
    return {
        "call": {
            "title": call.title,
            "reference": call.reference,
            "legal_basis": call.legal_basis,
            "funds_from": day(call.funds_from) if call.funds_from else "",
            "envelope": str(rule.envelope),
            "project_weight": str(rule.project_weight),
            "establishment_weight": str(rule.establishment_weight),
            "cap": None if rule.cap is None else str(rule.cap),
        },
        "region": {"name": str(project.region), "overseas": project.region.overseas},
        "ars": {"name": project.ars.name, "address": project.ars.address},
        "aract": {"name": project.aract.short_name, "article": "l'" if project.aract.kind == "aract" else ""},
        "project": {
            "title": project.title,
            "projects": project.project_count,
            "establishments": project.establishment_count,
            "requested": None if project.requested_complement is None else str(project.requested_complement),
            "participants": [_participant(row) for row in rows],
        },
    }


def _participant(row: Participation) -> dict[str, str]:
    there = row.establishment
    status = f"{there.get_sector_display()}, {there.get_legal_status_display()}"
    return {"name": str(there), "status": status, "project": str(row.digital_project or "")}


def _authority(party: NationalParty, organisation: Organisation | None, approval: Approval | None) -> dict[str, str]:
    """A letterhead, and its approval once given: what stands under the signature is a function, never a name."""
    name = organisation.name if organisation else party.label
    heads = {key: getattr(organisation, key, "") for key in LETTERHEAD}
    return heads | {
        "name": name,
        "party": party.label,
        "quality": approval.approved_by.job_title if approval else "",
        "delegation": approval.approved_by.delegation if approval else "",
        "approved_at": instant(approval.approved_at) if approval else "",
    }


def authorities_of(decision: Decision) -> list[tuple[NationalParty, Organisation | None, Approval | None]]:
    """DGOS then Anact, each with its approval of this revision if given."""
    given = decision.approvals.filter(revision=decision.revision).select_related("approved_by__organisation")
    approvals = {NationalParty(approval.party): approval for approval in given}
    organisations: dict[str, Organisation] = {}
    for organisation in Organisation.objects.of_kind(*KINDS.values()).order_by("-pk"):
        organisations[organisation.kind] = organisation
    return [
        (
            party,
            approvals[party].approved_by.organisation if party in approvals else organisations.get(KINDS[party]),
            approvals.get(party),
        )
        for party in NationalParty
    ]


def shown_letter(decision: Decision, notice: Notice | None) -> dict[str, Any]:
    """The letter on screen: as it was issued, its picture within the page, else as a draft."""
    if notice is None:
        return letter_of(decision)
    picture = b64encode(qr_code(notice.content["check_url"])).decode()
    return {**notice.content, "qr_source": f"data:image/svg+xml;base64,{picture}"}


def printed(letter: dict[str, Any]) -> bytes:
    """The letter as a PDF."""
    images = {"qr": qr_code(letter["check_url"])} if letter["number"] else {}
    title = f"Notification {letter['number'] or '(projet)'} – {letter['region']['name']}"
    context = {"letter": letter | {"qr_source": "image:qr"}}
    return pdf.render("commission/letters/letter.html", context, title=title, images=images)


def qr_code(address: str) -> bytes:
    """An SVG picture."""
    stream = io.BytesIO()
    segno.make(address, error="m", micro=False).save(stream, kind="svg", xmldecl=False, border=0, scale=4)
    return stream.getvalue()
