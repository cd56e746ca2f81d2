"""What the pair's pages say of its fiche at each moment, from the deposit to the letter."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError
from django.urls import reverse

from accounts.enums import Role
from applications import todos as fiche_todos
from applications.checking import Findings, check
from applications.enums import ApplicationState
from applications.inadmissibility import declare
from applications.models import Application
from applications.permissions import may_withdraw
from applications.withdrawing import withdraw
from commission import todos
from commission.approving import approve
from commission.assigning import assign
from commission.declaring import declare_no_conflict
from commission.enums import NationalParty, Outcome
from commission.notices import issue
from commission.reviewing import save_draft, submit
from core.verdicts import OutOfTurn
from tests.commission.decided import admissible, heard, proposed, signatory, validated
from tests.commission.examined import fiche as fiche_with_content
from tests.commission.examined import query_count, rapporteur, scored, whole
from tests.factories import NOW, CallFactory, member_of, secretary
from tests.news import news

pytestmark = pytest.mark.django_db

SILENCE = "la demande est réputée rejetée"
EXAMINED = "elle est examinée par la commission nationale"
SOUND = Findings(complete=True, in_time=True, region=True, scope=True)


def received():
    application = admissible(CallFactory())
    application.state = ApplicationState.DEPOSITED
    application.save()
    return application


def judged(verdict: bool):
    application = received()
    unsound = Findings(complete=True, in_time=True, region=True, scope=False)
    check(
        application,
        admissible=verdict,
        findings=SOUND if verdict else unsound,
        reason="" if verdict else "Hors du champ de l'appel.",
        by=secretary(),
        now=NOW,
    )
    if not verdict:
        declare(application, by=signatory(NationalParty.DGOS), now=NOW)
    return application


def gone():
    application = received()
    return withdraw(application, by=member_of(application.project.ars, Role.SIGNATORY), now=NOW)


def notified(outcome: Outcome = Outcome.RETAINED, application: Application | None = None):
    decision = validated(application or heard(CallFactory()), outcome)
    issue(decision, by=secretary(), now=NOW)
    return decision.application


# What the fiche's page says: its badge, its sentence, whether silence is still spoken of, whether it may be withdrawn.
MOMENTS = {
    "deposited": (received, "déposée", "le secrétariat de la commission examine sa recevabilité", True, True),
    "admissible": (lambda: judged(verdict=True), "recevable", EXAMINED, True, True),
    "inadmissible": (lambda: judged(verdict=False), "irrecevable", "Hors du champ de l&#x27;appel.", False, False),
    "withdrawn": (gone, "retirée", "elle n&#x27;est pas examinée", False, False),
    "under examination": (lambda: heard(CallFactory()), "recevable", EXAMINED, True, True),
    "proposed": (lambda: proposed(heard(CallFactory())).application, "recevable", EXAMINED, True, False),
    "validated": (lambda: validated(heard(CallFactory())).application, "recevable", EXAMINED, True, False),
    "retained": (notified, "retenue", "Le projet est retenu", False, False),
    "on the waiting list": (
        lambda: notified(Outcome.WAITING), "sur liste d&#x27;attente", "inscrit sur la liste d&#x27;attente", False,
        False,
    ),
    "not retained": (
        lambda: notified(Outcome.NOT_RETAINED), "non retenue", "Le projet n&#x27;est pas retenu", False, False,
    ),
}  # fmt: skip


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_fiche_tells_the_truth_at_each_moment(moment, as_hat):
    make, badge, sentence, silence, withdrawable = MOMENTS[moment]
    application = make()
    shown = page(as_hat(member_of(application.project.ars, Role.SIGNATORY)), "application", application)
    assert f">{badge}<" in shown
    assert sentence in shown
    assert (SILENCE in shown) is silence
    assert (reverse("applications:withdraw", args=[application.pk]) in shown) is withdrawable
    fresh = Application.objects.get(pk=application.pk)
    letter = f"Lire la lettre {fresh.notice_number}"
    assert (letter in shown) is bool(fresh.outcome)
    if not fresh.outcome:
        for word in ("Le projet est retenu", "liste d&#x27;attente", "non retenue"):
            assert word not in shown


def page(client, name: str, application: Application) -> str:
    return client.get(reverse(f"applications:{name}", args=[application.pk])).content.decode()


@pytest.mark.parametrize("outcome", Outcome)
def test_lists_project_and_region_say_the_outcome_too(outcome, as_hat):
    application = notified(outcome)
    project = application.project
    client = as_hat(member_of(project.aract))
    label = {"waiting": "sur liste d&#x27;attente", "retained": "retenue", "not_retained": "non retenue"}[outcome]
    assert f">{label}<" in client.get(reverse("applications:applications")).content.decode()
    for address in (reverse("project", args=[project.pk]), reverse("region", args=[project.region.slug])):
        shown = client.get(address).content.decode()
        assert "avant décision" not in shown.lower()
        if outcome != Outcome.RETAINED:
            assert f"La fiche est {label} (lettre ACIA-2026-N-0001)." in shown
            assert "une fois la fiche retenue" not in shown


def test_the_letter_opens_from_the_fiche_and_its_opening_is_kept(as_hat):
    application = notified()
    reader = member_of(application.project.aract)
    address = reverse("commission:notice", args=[application.decision.notices.get().pk])
    client = as_hat(reader)
    assert f'href="{address}"' in page(client, "application", application)
    assert client.get(address).status_code == 200
    assert application.decision.notices.get().readings.get().read_by == reader


def test_the_history_of_the_fiche_ends_with_the_decision_told_once_on_the_desk(as_hat):
    application = notified()
    hat = member_of(application.project.ars)
    before = NOW - timedelta(days=1)
    assert "Décision notifiée\xa0: fiche retenue, lettre ACIA-2026-N-0001" in page(
        as_hat(hat), "application", application
    )
    told = [*news(fiche_todos, hat, before, NOW), *todos.moves(hat, before, NOW)]
    assert [move.text for move in told if "notifiée" in move.text] == [
        "La décision sur votre projet est notifiée (ACIA-2026-N-0001)."
    ]


@pytest.mark.parametrize("outcome", Outcome)
def test_a_notified_fiche_is_not_withdrawn_by_the_deed_nor_by_the_page(outcome, as_hat):
    application = notified(outcome)
    hat = member_of(application.project.ars, Role.SIGNATORY)
    assert not may_withdraw(hat, Application.objects.get(pk=application.pk))
    with pytest.raises(OutOfTurn, match="notifiée"):
        withdraw(application, by=hat, now=NOW)
    client, address = as_hat(hat), reverse("applications:withdraw", args=[application.pk])
    assert client.get(address).status_code == client.post(address, {"reason": "Trop tard."}).status_code == 409
    assert Application.objects.get(pk=application.pk).state == ApplicationState.ADMISSIBLE


def test_a_proposed_decision_bars_the_withdrawal_without_saying_what_it_is():
    application = proposed(heard(CallFactory())).application
    with pytest.raises(OutOfTurn) as refusal:
        withdraw(application, by=member_of(application.project.ars, Role.SIGNATORY), now=NOW)
    assert "décision" not in refusal.value.reason


def test_once_silence_has_lasted_the_page_says_it(as_hat):
    application = received()
    with time_machine.travel(NOW + timedelta(days=62)):
        shown = page(as_hat(member_of(application.project.ars)), "application", application)
    assert "Faute de réponse le 22\xa0janvier\xa02027" in shown
    assert "Une décision peut encore vous être notifiée" in shown


def test_the_secretary_filters_by_what_the_fiches_became(as_hat):
    call = CallFactory()
    waiting, other = (
        notified(outcome, heard_with_content(call)) for outcome in (Outcome.WAITING, Outcome.NOT_RETAINED)
    )
    pending = heard_with_content(call)
    client, address = as_hat(secretary()), reverse("applications:received", args=[call.slug])
    found = {
        state: {line.application for line in client.get(address, {"etat": state}).context["lines"]}
        for state in ("waiting", "not_retained", "retained", "admissible")
    }
    assert found == {"waiting": {waiting}, "not_retained": {other}, "retained": set(), "admissible": {pending}}
    assert ("waiting", "Liste d'attente (1)") in client.get(address).context["form"].fields["etat"].choices


def test_the_list_of_received_fiches_costs_the_same_for_one_and_for_three(as_hat):
    call = CallFactory()
    client, address = as_hat(secretary()), reverse("applications:received", args=[call.slug])
    notified(Outcome.NOT_RETAINED, heard_with_content(call))
    query_count(client, address)  # what moved since one's last look is asked from the second one on
    few = query_count(client, address)
    for _ in range(2):
        notified(Outcome.NOT_RETAINED, heard_with_content(call))
    assert query_count(client, address) == few


def heard_with_content(call):
    application = fiche_with_content(call)
    for party in NationalParty:
        scored(application, rapporteur(party))
    return application


def test_what_is_notified_needs_its_letter():
    application = admissible(CallFactory())
    with pytest.raises(IntegrityError):
        Application.objects.filter(pk=application.pk).update(outcome=Outcome.RETAINED)


def test_nothing_is_left_to_review_once_the_decision_is_validated():
    """A rapporteur named after the proposal is heard before it is validated; none is named afterwards."""
    application = proposed(heard(CallFactory())).application
    late = rapporteur()
    assigned = assign(application, late, reason="Absence.", by=secretary(), now=NOW)
    assert [todo.label for todo in todos.todos(late, NOW)] == ["Déclarer un lien d'intérêt, ou aucun"]
    declare_no_conflict(assigned, by=late, now=NOW)
    save_draft(assigned, whole(assigned), by=late, now=NOW)
    submit(assigned, by=late, now=NOW)
    for party in NationalParty:
        approve(application.decision, 1, by=signatory(party), now=NOW)
    assert todos.todos(late, NOW) == []
    assert todos.places_to_fill() == []
    with pytest.raises(OutOfTurn, match="son examen est clos"):
        assign(application, rapporteur(), reason="Absence.", by=secretary(), now=NOW)
