"""The letters that make decisions known: their data, and their printing (layout of R82–R83)."""

import io
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from applications.pdfs import COURT
from commission.approving import PARTIES
from commission.enums import NationalParty, Outcome
from commission.models import Approval, Decision, Notice
from commission.spelling import euros_in_words
from core.wording import PARIS
from records import pdf
from regions.models import Participation, RegionalProject

KINDS = {party: OrganisationKind(kind) for kind, party in PARTIES.items()}
BODIES = {
    Outcome.RETAINED: "commission/letters/_retained.html",
    Outcome.WAITING: "commission/letters/_waiting.html",
    Outcome.NOT_RETAINED: "commission/letters/_not_retained.html",
}


@dataclass(frozen=True)
class Authority:
    """One of the two authorities: its letterhead, and its approval once given."""

    party: NationalParty
    organisation: Organisation | None
    approval: Approval | None

    @property
    def name(self) -> str:
        return self.organisation.name if self.organisation else self.party.label

    @property
    def quality(self) -> str:
        """What stands under the signature: a function, never a name."""
        return self.approval.approved_by.job_title if self.approval else ""

    @property
    def delegation(self) -> str:
        return self.approval.approved_by.delegation if self.approval else ""


@dataclass(frozen=True)
class Letter:
    """What a letter says. Without a number it is a draft, and prints as such."""

    decision: Decision
    project: RegionalProject
    authorities: Sequence[Authority]
    participations: Sequence[Participation]
    issued_at: datetime
    number: str = ""
    check_code: str = ""
    on_screen: bool = False

    @property
    def draft(self) -> bool:
        return not self.number

    @property
    def title(self) -> str:
        return f"Notification {self.number or '(projet)'} – {self.project.region}"

    @property
    def body_template(self) -> str:
        return BODIES[Outcome(self.decision.outcome)]

    @property
    def amount_in_words(self) -> str:
        return euros_in_words(self.decision.amount)

    @property
    def place(self) -> str:
        national = self.authorities[0].organisation
        return (national.city if national else "") or "Paris"

    @property
    def issued_on(self) -> object:
        return timezone.localtime(self.issued_at, PARIS).date()

    @property
    def court(self) -> str:
        """The decision is national: its authors sit in Paris, whatever the region (CJA R312-1, domain L5)."""
        return COURT

    @property
    def check_url(self) -> str:
        return settings.SITE_URL + reverse("commission:check", args=[self.check_code])

    @property
    def qr_source(self) -> str:
        """Where the letter's picture of its address is: beside it in print, within the page on screen."""
        if not self.on_screen:
            return "image:qr"
        return f"data:image/svg+xml;base64,{b64encode(qr_code(self.check_url)).decode()}"


def letter_of(
    decision: Decision,
    *,
    issued_at: datetime | None = None,
    number: str = "",
    check_code: str = "",
    on_screen: bool = False,
) -> Letter:
    """Gather what the letter of a decision's present revision says."""
    project = RegionalProject.objects.with_counts().select_related("call__rule", "region", "ars", "aract")
    participations = Participation.objects.present().select_related("establishment", "digital_project")
    return Letter(
        decision=decision,
        project=project.get(pk=decision.application.project_id),
        authorities=authorities_of(decision),
        participations=list(participations.filter(project=decision.application.project_id)),
        issued_at=issued_at or timezone.now(),
        number=number,
        check_code=check_code,
        on_screen=on_screen,
    )


def authorities_of(decision: Decision) -> list[Authority]:
    """DGOS then Anact, each with its approval of this revision if given."""
    given = decision.approvals.filter(revision=decision.revision).select_related("approved_by__organisation")
    approvals = {NationalParty(approval.party): approval for approval in given}
    organisations: dict[str, Organisation] = {}
    for organisation in Organisation.objects.of_kind(*KINDS.values()).order_by("-pk"):
        organisations[organisation.kind] = organisation
    return [
        Authority(
            party,
            approvals[party].approved_by.organisation if party in approvals else organisations.get(KINDS[party]),
            approvals.get(party),
        )
        for party in NationalParty
    ]


def shown(decision: Decision, notice: Notice | None) -> Letter:
    """The letter on screen: as issued, else as a draft."""
    if notice is None:
        return letter_of(decision, on_screen=True)
    return letter_of(
        decision, issued_at=notice.issued_at, number=notice.number, check_code=notice.check_code, on_screen=True
    )


def printed(letter: Letter) -> bytes:
    """The letter as a PDF."""
    images = {} if letter.draft else {"qr": qr_code(letter.check_url)}
    return pdf.render("commission/letters/letter.html", {"letter": letter}, title=letter.title, images=images)


def qr_code(address: str) -> bytes:
    """An SVG picture."""
    stream = io.BytesIO()
    segno.make(address, error="m", micro=False).save(stream, kind="svg", xmldecl=False, border=0, scale=4)
    return stream.getvalue()
