"""What a secretary types to draft a call, and a file to join."""

from datetime import UTC, date, datetime
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership
from calls import preparing
from calls.enums import DocumentKind, Vocabulary
from calls.models import Call, Questionnaire
from tests.factories import (
    GridFactory,
    OrganisationFactory,
    PhaseFactory,
    QuestionnaireFactory,
    TermFactory,
    administrator,
    member_of,
    national,
)

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def outsiders() -> list[Membership | None]:
    """Everyone who does not prepare calls; the last is the public."""
    return [
        national(OrganisationKind.DGOS, Role.PRESIDENT),
        national(OrganisationKind.ANACT, Role.SIGNATORY),
        national(OrganisationKind.DGOS, Role.RAPPORTEUR),
        member_of(OrganisationFactory(kind=OrganisationKind.ARS), Role.SIGNATORY),
        member_of(OrganisationFactory(kind=OrganisationKind.ARACT), Role.WRITER),
        administrator(),
        None,
    ]


def pdf(name: str = "note.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


def values(**changes) -> dict:
    """A whole draft, closing on 11 March 2027 at midnight in Paris."""
    for vocabulary in (Vocabulary.NATURE, Vocabulary.MATURITY):
        TermFactory(vocabulary=vocabulary, code="UN")
    draft = {
        "phase": PhaseFactory(),
        "number": 3,
        "title": "Numérique et travail en santé",
        "slug": "",
        "reference": "DGOS/RH3/2027/001",
        "legal_basis": "",
        "summary": "Explorer ce que le numérique change au travail.",
        "opens_at": datetime(2027, 1, 11, 8, 0, tzinfo=UTC),
        "closes_at": datetime(2027, 3, 11, 23, 0, tzinfo=UTC),
        "commission_on": date(2027, 4, 6),
        "funds_from": date(2027, 6, 1),
        "questionnaire": QuestionnaireFactory(),
        "grid": GridFactory(),
        "previous": None,
        "themes": [TermFactory(vocabulary=Vocabulary.THEME, code="TELESANTE")],
        "envelope": Decimal(1_000_000),
        "fixed": Decimal(70_000),
        "project_weight": Decimal(1),
        "establishment_weight": Decimal(1),
        "step": Decimal("0.01"),
        "cap": None,
    }
    return draft | changes


def typed(**changes) -> dict:
    """The same draft as a browser sends it."""
    draft = values()
    posted = {
        name: getattr(value, "pk", value)
        for name, value in draft.items()
        if value is not None and name not in {"themes", "opens_at", "closes_at"}
    }
    posted |= {
        "themes": [term.pk for term in draft["themes"]],
        "opens_at": "2027-01-11T09:00",
        "closes_at": "2027-03-12T00:00",
        "envelope": "1 000 000,00",
        "fixed": "70 000",
        "project_weight": "1",
        "establishment_weight": "1,5",
        "step": "0,01",
    }
    return posted | changes


def begun(**changes) -> dict:
    """The four fields by which a call begins, as a browser sends them."""
    made = values()
    if not Questionnaire.objects.filter(code="exploration").exists():
        QuestionnaireFactory(code="exploration")
    posted = {
        "model": f"phase-{made['phase'].pk}",
        "title": made["title"],
        "opens_at": "2027-01-11T09:00",
        "closes_at": "2027-03-12T00:00",
    }
    return posted | changes


def ready_call(by: Membership, **changes) -> Call:
    """A draft that lacks nothing."""
    call = preparing.create_call(values(**changes), by=by)
    preparing.add_document(call, kind=DocumentKind.NOTE, title="Note technique", upload=pdf(), by=by)
    for kind, name in ((OrganisationKind.DGOS, "DGOS"), (OrganisationKind.ANACT, "Anact")):
        organisation = OrganisationFactory(kind=kind, name=name, short_name=name)
        preparing.add_contact(
            call, organisation=organisation, function="Chargée de mission", email=f"acia@{name.lower()}.example", by=by
        )
    return call
