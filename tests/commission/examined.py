"""Builders for examinations: fiches whose deposit can be read, rapporteurs, reviews given through the deeds."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, Region
from applications.models import Application
from calls.models import Call
from commission.assigning import assign
from commission.declaring import declare_no_conflict
from commission.enums import NationalParty, Opinion
from commission.models import Assignment, Review
from commission.reviewing import Typed, criteria_of, save_draft, submit
from tests.applications.fiches import sealed_content
from tests.commission.decided import KINDS, admissible
from tests.factories import NOW, national, secretary


def fiche(call: Call, region: Region | None = None, **kwargs) -> Application:
    """Admissible, with a deposit that holds its real content."""
    application = admissible(call, region, **kwargs)
    application.deposit.content = sealed_content(application)
    application.deposit.save()
    return application


def rapporteur(party: NationalParty = NationalParty.DGOS, **kwargs) -> Membership:
    kind = KINDS[party]
    return national(kind, Role.RAPPORTEUR, **{"job_title": f"Rapporteure {party.label}", **kwargs})


def entrusted(application: Application, hat: Membership, *, by: Membership | None = None) -> Assignment:
    return assign(application, hat, by=by or secretary(), now=NOW)


def opened(application: Application, hat: Membership) -> Assignment:
    """Entrusted, and no conflict declared: scoring is open."""
    assignment = entrusted(application, hat)
    declare_no_conflict(assignment, by=hat, now=NOW)
    return Assignment.objects.get(pk=assignment.pk)


def whole(assignment: Assignment, value: int = 3, opinion: str = Opinion.FAVOURABLE) -> Typed:
    """A complete typing of the grid."""
    criteria = criteria_of(assignment)
    return Typed(
        values={criterion.pk: value for criterion in criteria},
        justifications={criterion.pk: "Les structures s'engagent par écrit." for criterion in criteria},
        opinion=opinion,
        comment="Un collectif solide.",
    )


def scored(application: Application, hat: Membership, value: int = 3, opinion: str = Opinion.FAVOURABLE) -> Review:
    """A submitted review giving the same score everywhere."""
    assignment = opened(application, hat)
    save_draft(assignment, whole(assignment, value, opinion), by=hat, now=NOW)
    return submit(assignment, by=hat, now=NOW)


def signatory() -> Membership:
    return national(OrganisationKind.ANACT, Role.SIGNATORY)


def query_count(client: Client, url: str) -> int:
    """How many queries a page takes."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)
