"""A fiche deposited again while it is being judged: told, shown, and never handed in unread."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import OrganisationKind, Role
from applications.answers import save_answers
from applications.capacity import capacity_of
from applications.checking import Findings, check
from applications.correcting import open_correction
from applications.depositing import deposit
from applications.signing import sign
from calls.enums import SectionKind
from commission.assigning import assign
from commission.deciding import propose
from commission.declaring import declare_no_conflict
from commission.enums import Outcome
from commission.models import Review
from commission.rereading import take_up
from commission.reviewing import Typed, save_draft, submit
from core.verdicts import NotAllowed, OutOfTurn
from records.models import Message
from tests.applications.fiches import deposited
from tests.factories import CallFactory, national, secretary

pytestmark = pytest.mark.django_db


@pytest.fixture
def fiche():
    now = timezone.now()
    made = deposited(project__call=CallFactory(opens_at=now - timedelta(days=30), closes_at=now + timedelta(days=1)))
    sound = Findings(complete=True, in_time=True, region=True, scope=True)
    check(made.application, admissible=True, findings=sound, by=secretary())
    made.reload()
    return made


@pytest.fixture
def assignment(fiche):
    rapporteur = national(OrganisationKind.DGOS, Role.RAPPORTEUR)
    made = assign(fiche.application, rapporteur, by=secretary())
    declare_no_conflict(made, by=rapporteur)
    return made


def round_of(fiche):
    section = fiche.call.questionnaire.sections.get(kind=SectionKind.QUESTIONS)
    until = timezone.localdate() + timedelta(days=5)
    return open_correction(fiche.application, sections=[section], reason="À préciser.", until=until, by=secretary())


def deposit_again(fiche, text="La région compte cinquante établissements équipés."):
    section = fiche.call.questionnaire.sections.get(kind=SectionKind.QUESTIONS)
    save_answers(fiche.application, section, {"contexte": text}, by=fiche.ars_writer)
    for by in (fiche.ars_signatory, fiche.aract_signatory):
        sign(fiche.application, seen_hash=fiche.reload().content_hash, capacity=capacity_of(by), by=by)
    return deposit(fiche.application, by=fiche.ars_writer)


def test_the_rapporteur_is_told_reads_what_changed_and_takes_the_second_deposit_up(fiche, assignment, as_hat):
    by, first = assignment.rapporteur, fiche.application.in_force
    save_draft(assignment, Typed(comment="Bon début."), by=by)
    round_of(fiche)
    second = deposit_again(fiche)
    assert Message.objects.get(moment="commission.corrected").to == by.user.email
    with pytest.raises(OutOfTurn, match="a été corrigée"):
        submit(assignment, by=by)
    assert Review.objects.get().deposit == first
    page = as_hat(by).get(reverse("commission:review", args=[assignment.pk])).content.decode()
    assert "La fiche a été corrigée depuis" in page
    assert "<ins>cinquante</ins>" in page
    assert "Bon début." in page
    taken = reverse("commission:take_up_review", args=[assignment.pk, second.rank])
    assert as_hat(by).post(taken).status_code == 302
    assert Review.objects.get().deposit == second
    assert Review.objects.get().comment == "Bon début."
    after = as_hat(by).get(reverse("commission:review", args=[assignment.pk])).content.decode()
    assert "La fiche a été corrigée depuis" not in after


def test_another_rapporteur_takes_nothing_up(fiche, assignment):
    round_of(fiche)
    deposit_again(fiche)
    with pytest.raises(NotAllowed):
        take_up(assignment, rank=2, by=national(OrganisationKind.ANACT, Role.RAPPORTEUR))


def test_a_deposit_that_came_since_the_page_is_not_taken_up_unread(fiche, assignment):
    round_of(fiche)
    deposit_again(fiche)
    round_of(fiche)
    third = deposit_again(fiche, "Soixante établissements.")
    assert third.number == f"{fiche.application.deposits.get(rank=1)}-3"
    with pytest.raises(OutOfTurn, match="encore été déposée"):
        take_up(assignment, rank=2, by=assignment.rapporteur)


def test_nothing_is_decided_under_a_correction_nor_corrected_under_a_decision(fiche, monkeypatch):
    """Case 35."""
    monkeypatch.setattr("commission.deciding.ensure_heard", lambda _: None)
    round_of(fiche)
    with pytest.raises(OutOfTurn, match="corrige la fiche"):
        propose(fiche.application, outcome=Outcome.NOT_RETAINED, reason="Hors de portée.", by=secretary())
    deposit_again(fiche)
    propose(fiche.application, outcome=Outcome.NOT_RETAINED, reason="Hors de portée.", by=secretary())
    with pytest.raises(OutOfTurn, match="décision est proposée"):
        round_of(fiche)
