"""Whole fiches for tests: complete, signed, deposited."""

from datetime import datetime

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, Organisation, Region
from applications.capacity import capacity_of
from applications.content import fiche_content
from applications.depositing import deposit
from applications.enums import ApplicationState
from applications.models import Application, Deposit, SectionAnswers, Signature
from applications.sealing import seal_whole
from applications.signing import sign
from calls.enums import SectionKind
from tests.factories import (
    NOW,
    ApplicationFactory,
    DigitalProjectFactory,
    OrganisationFactory,
    ParticipationFactory,
    dgos,
    member_of,
    secretary,
)

CONTEXT = "La région compte quarante établissements équipés."


def pair(region: Region) -> tuple[Organisation, Organisation]:
    """The ARS and the Aract of a region."""
    return tuple(
        OrganisationFactory(
            kind=kind, name=f"{label} {region.name}", short_name=f"{label} {region.name}", region=region
        )
        for kind, label in ((OrganisationKind.ARS, "ARS"), (OrganisationKind.ARACT, "Aract"))
    )


def sealed_content(application: Application) -> dict:
    """What a fiche says of rows that a test made without the fiche's own door."""
    application.refresh_from_db()
    seal_whole(application, now=NOW)
    return fiche_content(application)


class Fiche:
    """A fiche with the four people who work on it."""

    def __init__(self, application: Application) -> None:
        self.application = application
        project = application.project
        self.call = project.call
        dgos()
        self.ars_writer = member_of(project.ars, job_title="Chargé de mission")
        self.ars_signatory = member_of(project.ars, Role.SIGNATORY, job_title="Directeur général")
        self.aract_writer = member_of(project.aract, job_title="Consultante")
        self.aract_signatory = member_of(project.aract, Role.SIGNATORY, job_title="Directrice")

    @property
    def hash(self) -> str:
        """Of what the rows say now: tests make some without the fiche's own door."""
        self.application.refresh_from_db()
        seal_whole(self.application, now=NOW)
        return self.application.content_hash

    def sign(self, by: Membership, *, now: datetime = NOW) -> Signature:
        return sign(self.application, seen_hash=self.hash, capacity=capacity_of(by), by=by, now=now)

    def sign_both(self) -> None:
        self.sign(self.ars_signatory)
        self.sign(self.aract_signatory)

    def deposit(self, *, now: datetime = NOW) -> Deposit:
        return deposit(self.application, by=self.ars_writer, now=now)

    def reload(self) -> Application:
        self.application = Application.objects.get(pk=self.application.pk)
        return self.application


def received(application: Application, state: ApplicationState = ApplicationState.DEPOSITED) -> Application:
    """A deposited fiche that says nothing, made without the deed."""
    application.deposit = Deposit.objects.create(
        application=application,
        number=f"ACIA-2026-1-{application.project.region.short_name}-{application.pk:03d}",
        received_at=NOW,
        deposited_by=secretary(),
        content={},
        sha256="0" * 64,
    )
    application.state = state
    application.save(update_fields=["deposit", "state"])
    return application


def draft(**kwargs) -> Fiche:
    """A blank fiche of an open call."""
    application = ApplicationFactory(**kwargs)
    seal_whole(application, now=NOW)
    return Fiche(application)


def complete(text: str = CONTEXT, **kwargs) -> Fiche:
    """Every section complete, nobody has signed."""
    fiche = draft(**kwargs)
    project = fiche.application.project
    questions = project.call.questionnaire.sections.get(kind=SectionKind.QUESTIONS)
    SectionAnswers.objects.filter(application=fiche.application, section=questions).update(answers={"contexte": text})
    tool = DigitalProjectFactory(project=project, work_question="Que devient la relation de soin ?")
    for _ in range(2):
        ParticipationFactory(project=project, digital_project=tool, contact_function="Cadre de santé")
    seal_whole(fiche.application, by=fiche.ars_writer, now=NOW)
    return fiche


def signed(**kwargs) -> Fiche:
    fiche = complete(**kwargs)
    fiche.sign_both()
    return fiche


def deposited(**kwargs) -> Fiche:
    fiche = signed(**kwargs)
    fiche.deposit()
    fiche.reload()
    return fiche
