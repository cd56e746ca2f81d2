"""Opening the demonstration's calls, with their documents, contacts and milestones."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from calls.enums import DocumentKind, Vocabulary
from calls.models import Call, Grid, Phase, Questionnaire, Term
from calls.opening import open_call
from calls.preparing import add_contact, add_document, add_milestone, create_call
from demo.people import national
from records.pdf import render

LEGAL_BASIS = "Fonds d'intervention régional ; circulaire SG/PÔLE-ARS/2017/146 du 5 mai 2017"
RULE = {
    "envelope": Decimal(1_000_000),
    "fixed": Decimal(70_000),
    "project_weight": Decimal(1),
    "establishment_weight": Decimal(1),
    "step": Decimal("0.01"),
    "cap": None,
}
DOCUMENTS = (
    (DocumentKind.NOTE, "Note technique", "demo/pdf/note.html"),
    (DocumentKind.GUIDE, "Guide pour écrire la fiche projet", "demo/pdf/guide.html"),
)


@dataclass(frozen=True)
class Plan:
    """What the secretary types to open a call."""

    phase: str
    number: int
    title: str
    slug: str
    reference: str
    summary: str
    opens_at: datetime
    closes_at: datetime
    commission_on: date
    funds_from: date
    questions_until: datetime | None = None
    completeness_on: date | None = None
    decision_on: date | None = None
    report_on: date | None = None
    # (date, label), or (date, label, the words read in place of the date).
    milestones: list[tuple[date, str] | tuple[date, str, str]] = field(default_factory=list)
    previous: Call | None = None
    legal_basis: str = LEGAL_BASIS
    # What an archive has and no form asks: what the sources say, and the dates that they give in words.
    sources: str = ""
    dates_in_words: dict[str, str] = field(default_factory=dict)
    published: bool = True


# What a plan says besides the fields of the form.
NOT_TYPED = {"milestones", "sources", "dates_in_words", "published"}


def prepare(plan: Plan) -> Call:
    """Create the call with its pieces, and open it unless the plan leaves it in preparation."""
    by = national(OrganisationKind.DGOS)["secretariat"]
    call = create_call(
        {
            **{name: value for name, value in vars(plan).items() if name not in NOT_TYPED},
            **RULE,
            "phase": Phase.objects.get(code=plan.phase),
            "questionnaire": Questionnaire.objects.filter(code=plan.phase).order_by("-revision").first(),
            "grid": Grid.objects.order_by("-revision").first(),
            "themes": Term.objects.of(Vocabulary.THEME),
        },
        by=by,
        now=plan.opens_at,
    )
    Call.objects.filter(pk=call.pk).update(sources=plan.sources, dates_in_words=plan.dates_in_words)
    call.refresh_from_db()
    for organisation in Organisation.objects.of_kind(OrganisationKind.DGOS, OrganisationKind.ANACT):
        add_contact(
            call,
            organisation=organisation,
            function=organisation.case_officer[:1].upper() + organisation.case_officer[1:],
            email=organisation.email,
            phone=organisation.phone,
            by=by,
            now=plan.opens_at,
        )
    for on, label, *when in plan.milestones:
        add_milestone(call, on=on, label=label, when="".join(when), by=by, now=plan.opens_at)
    if not plan.published:
        return call
    for kind, title, template in DOCUMENTS:
        content = render(template, {"call": call}, title=title)
        upload = SimpleUploadedFile(f"{title}.pdf", content, "application/pdf")
        add_document(call, kind=kind, title=title, upload=upload, by=by, now=plan.opens_at)
    return open_call(call, by=by, now=plan.opens_at)
