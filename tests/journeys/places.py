"""One field of each kind that saves itself: where it stands, what one types there, what is then in the database."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from accounts.models import Membership
from applications.models import SectionAnswers
from calls.enums import Vocabulary
from commission.models import Score
from commission.reviewing import criteria_of
from grants.models import Statement, StatementLine
from meetings.models import Invitee, MinutesPart
from regional_calls.models import Expression, RegionalCall
from regions.models import RegionalProject, StagePlan
from tests.applications.fiches import draft
from tests.applications.tables import open_fiche
from tests.commission.examined import fiche as examined
from tests.commission.examined import opened, rapporteur
from tests.conftest import client_of
from tests.factories import CallFactory, TermFactory
from tests.grants.funded import funded
from tests.journeys.conftest import Site, Watched
from tests.meetings.rooms import draft_of, held, prepared, room
from tests.regional_calls.answering import Pair, link_to
from tests.worklog.logged import consultant, living, stage
from worklog.models import WorkDay


@dataclass
class Place:
    """A field that saves itself: who opens which page, what is typed where, and what the database then says."""

    hat: Membership | None
    path: str
    field: str
    text: str
    saved: Callable[[], object]
    expected: object = None

    def open(self, site: Site) -> Watched:
        watched = site.page() if self.hat is None else site.wearing(self.hat)
        watched.page.goto(self.path)
        return watched

    def type(self, page: Page, text: str | None = None) -> None:
        control = page.locator(self.field).first
        if control.evaluate("control => control.tagName") == "SELECT":
            control.select_option(text or self.text)
        else:
            control.fill(text or self.text)
            control.press("Tab")

    def state(self, page: Page):
        """The line of its form, or the one of the whole page."""
        return page.locator(f"form:has({self.field}) [data-save-state], [data-bar] [data-save-state]").first

    @property
    def kept(self) -> bool:
        return self.saved() == (self.expected or self.text)


def answer() -> Place:
    now = timezone.now()
    fiche = draft(project__call=CallFactory(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=10)))
    path = reverse("applications:section", args=[fiche.application.pk, 1])
    return Place(
        fiche.ars_writer,
        path,
        "[name=contexte]",
        "Écrit dans le train",
        lambda: SectionAnswers.objects.get(section__number=1).answers.get("contexte"),
    )


def stage_method() -> Place:
    planned = TermFactory(vocabulary=Vocabulary.STAGE, code="CADRAGE")
    fiche = open_fiche()
    path = reverse("applications:section", args=[fiche.application.pk, 5])
    return Place(
        fiche.aract_writer,
        path,
        f"[name=etape-{planned.pk}-method]",
        "Entretiens",
        lambda: StagePlan.objects.values_list("method", flat=True).first(),
    )


def complement() -> Place:
    fiche = open_fiche()
    path = reverse("applications:section", args=[fiche.application.pk, 6])
    return Place(
        fiche.ars_writer,
        path,
        "[name=budget-requested_complement]",
        "12 000,00",
        lambda: RegionalProject.objects.get(application=fiche.application).requested_complement,
        12_000,
    )


def justification() -> Place:
    hat = rapporteur()
    assignment = opened(examined(CallFactory()), hat)
    criterion = criteria_of(assignment)[0]
    path = reverse("commission:review", args=[assignment.pk])
    return Place(
        hat,
        path,
        f"[name=motif-{criterion.pk}]",
        "Les structures s'engagent.",
        lambda: Score.objects.values_list("justification", flat=True).first(),
    )


def day() -> Place:
    stage()
    project = living()
    hat = consultant(project)
    return Place(
        hat,
        reverse("worklog:log", args=[project.pk]),
        ".worklog-cell",
        "0,5",
        lambda: WorkDay.objects.values_list("days", flat=True).first(),
        0.5,
    )


def presence() -> Place:
    where = room()
    now = timezone.now()
    meeting = prepared(where, starts_at=now - timedelta(hours=1), now=now - timedelta(days=1))
    seat = meeting.invitees.first()
    return Place(
        where.ars,
        reverse("meetings:attendance", args=[meeting.project_id, meeting.pk]),
        f"[name=siege-{seat.pk}-attendance]",
        "present",
        lambda: Invitee.objects.get(pk=seat.pk).attendance,
    )


def minutes() -> Place:
    where = room()
    meeting = held(where)
    part = draft_of(meeting).parts.first()
    return Place(
        where.ars,
        reverse("meetings:minutes", args=[meeting.project_id, meeting.pk]),
        f"[name=partie-{part.pk}]",
        "Tout le monde a parlé.",
        lambda: MinutesPart.objects.get(pk=part.pk).text,
    )


def statement() -> Place:
    here = funded()
    agreement = here.over()
    client_of(here.aract_writer).post(reverse("grants:statement", args=[here.project.pk, agreement.pk]))
    return Place(
        here.aract_writer,
        reverse("grants:statement", args=[here.project.pk, agreement.pk]),
        "[name=achievements]",
        "Des entretiens",
        lambda: Statement.objects.get().achievements,
    )


def statement_row() -> Place:
    place = statement()
    place.field, place.text = "[name=ligne-0-label]", "Interventions au service des urgences"
    place.saved = lambda: StatementLine.objects.values_list("label", flat=True).first()
    return place


def expression() -> Place:
    pair = Pair()
    pair.published()
    RegionalCall.objects.update(closes_at=timezone.now() + timedelta(days=9))
    token = link_to(pair.expression())
    return Place(
        None,
        reverse("regional_calls:expression_section", args=[token, 2]),
        "[name=instances]",
        "Information du CSE.",
        lambda: (Expression.objects.get().draft.get("answers") or {}).get("instances"),
    )


PLACES = (
    answer,
    stage_method,
    complement,
    justification,
    day,
    presence,
    minutes,
    statement,
    statement_row,
    expression,
)
