"""Retained projects with the people around them, for the tests of what follows an award."""

from collections.abc import Callable
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.models import Membership
from calls.enums import Vocabulary
from calls.models import Term
from regions.models import RegionalProject
from tests.factories import (
    NOW,
    OrganisationFactory,
    RegionalProjectFactory,
    TermFactory,
    member_of,
    retained_project,
    secretary,
)

TODAY = NOW.date()
AWARDED = TODAY - timedelta(days=60)
PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog>>endobj\ntrailer<<>>\n%%EOF"
# What no field may accept: half of a pair, a mark that reverses, a control character, digits of another script.
HOSTILE = ("\x00", "a\u202eb", "\u0661\u0662", "9" * 400)


def days_ago(count: int) -> date:
    return TODAY - timedelta(days=count)


class Life:
    """A project retained sixty days ago, its pair, and those who do not act on it."""

    def __init__(self, **kwargs) -> None:
        self.project = fresh(retained_project(**kwargs))
        self.ars = member_of(self.project.ars, job_title="Chargée de mission")
        self.aract = member_of(self.project.aract, job_title="Consultant")
        self.secretary = secretary()

    def strangers(self) -> list[Membership]:
        """Hats that read nothing of this project, except the secretary, who reads and never acts."""
        other = RegionalProjectFactory(call=self.project.call)
        return [self.secretary, member_of(other.ars), member_of(other.aract), contact()]

    def reload(self) -> RegionalProject:
        self.project = fresh(self.project)
        return self.project

    def close(self) -> None:
        """Without changing the `project` that the test holds."""
        type(self.project.award).objects.update(closed_on=TODAY)


def contact() -> Membership:
    return member_of(OrganisationFactory(kind="establishment"), Role.CONTACT)


def fresh(project: RegionalProject) -> RegionalProject:
    return RegionalProject.objects.with_parties().get(pk=project.pk)


def term(vocabulary: Vocabulary, code: str, **kwargs) -> Term:
    return TermFactory(vocabulary=vocabulary, code=code, **kwargs)


def upload(name: str = "lettre.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def queries_of(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def page_queries(client: Client, address: str) -> int:
    """Once the session is warm."""
    client.get(address)
    return queries_of(lambda: client.get(address))


def iso(day: date) -> str:
    return day.isoformat()
