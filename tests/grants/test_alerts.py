"""How the money stands and what is wrong, in as many queries for one project as for three."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test.utils import CaptureQueriesContext

from grants import reporting, todos
from grants.alerts import alerts, facts
from grants.charts import chart
from regions.models import RegionalProject
from tests.factories import NOW, RegionalProjectFactory, secretary
from tests.grants.funded import BEGAN, TODAY, funded
from tests.news import news

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def sentences(project, today=TODAY):
    return [alert.sentence for alert in alerts([project], today)[project.pk]]


def lived():
    """A project with everything: agreements, payments, a purchase, an accepted statement, a recovery."""
    here = funded()
    agreement = here.over()
    statement = here.written(agreement, Decimal(69_000), here.aract_writer)
    submission = reporting.submit(statement, by=here.aract_signatory, now=NOW)
    reporting.judge(statement, rank=submission.rank, accepted=True, by=here.ars_signatory, now=NOW)
    here.recovered(agreement, Decimal(1000))
    here.pay(here.signed(here.partner()))
    here.bought(Decimal("250.50"))
    return here


def test_the_figures_are_those_of_agreements_ledger_and_statements():
    here = lived()
    money = facts([here.project], TODAY)[here.project.pk]
    assert (money.granted, money.agreed) == (Decimal(100_000), Decimal("94250.50"))
    assert (money.paid, money.justified) == (Decimal("82250.50"), Decimal("69250.50"))
    assert (money.left, money.to_pay) == (Decimal("5749.50"), Decimal(12_000))
    assert money.next_due.amount == Decimal("7200.00")
    drawn = chart(money)
    bars = [row.drawing.marks[0].at["width"] for row in drawn.rows]
    assert bars == ["100%", "94.2505%", "82.2505%", "69.2505%"]
    assert "82\xa0250,50" in drawn.title


def test_a_project_without_award_has_no_money():
    project = RegionalProjectFactory()
    assert facts([project], TODAY) == alerts([project], TODAY) == {}


@pytest.mark.parametrize("ask", [facts, alerts])
def test_the_network_costs_as_many_queries_as_a_project(ask, django_assert_num_queries):
    from django.db import connection

    lived()
    with CaptureQueriesContext(
        connection,
    ) as one:
        ask(list(RegionalProject.objects.with_parties()), TODAY)
    lived(), lived()
    with django_assert_num_queries(len(one)):
        ask(list(RegionalProject.objects.with_parties()), TODAY)


def test_an_agreement_is_missed_after_two_months_and_pressing_after_four():
    here = funded(award__awarded_on=TODAY - timedelta(days=59))
    assert sentences(here.project) == []
    (alert,) = alerts([here.project], TODAY + timedelta(days=1))[here.project.pk]
    assert ("Aucune convention" in alert.sentence, alert.serious) == (True, False)
    assert alerts([here.project], TODAY + timedelta(days=61))[here.project.pk][0].serious
    assert sentences(here.project, TODAY + timedelta(days=700)) == []
    here.signed(starts_on=TODAY)
    assert not any("Aucune convention" in one for one in sentences(here.project))


def test_late_instalments_are_counted():
    here = funded()
    agreement = here.signed()
    assert sentences(here.project) == [
        f"1\xa0échéance en retard depuis le {BEGAN.day}\xa0octobre\xa02026 : 35\xa0000,00\xa0€ à verser."
    ]
    here.pay(agreement)
    assert sentences(here.project) == []


def test_a_statement_is_expected_then_late_then_forgotten():
    here = funded()
    agreement = here.over()
    due = agreement.statement_due_on
    assert sentences(here.project, due - timedelta(days=61)) == []
    (soon,) = alerts([here.project], due)[here.project.pk]
    (late,) = alerts([here.project], due + timedelta(days=1))[here.project.pk]
    assert (soon.serious, late.serious) == (False, True)
    statement = here.written(agreement, Decimal(70_000), here.aract_writer)
    reporting.submit(statement, by=here.aract_signatory, now=NOW)
    assert sentences(here.project, due + timedelta(days=1)) == []


def test_a_recovery_unpaid_after_two_months_is_said():
    here = lived()
    assert any("n'a pas reversé 1\xa0000,00" in one for one in sentences(here.project, TODAY + timedelta(days=60)))


def labels(hat, now=NOW):
    return [todo.label for todo in todos.todos(hat, now)]


def test_each_hat_is_told_its_part():
    here = funded()
    assert labels(here.ars_writer) == ["Préparer la convention avec l'Aract"]
    agreement = here.drafted(pattern="once", ends_on=TODAY - timedelta(days=2))
    assert labels(here.ars_signatory) == ["Enregistrer la convention signée"]
    assert labels(here.ars_writer) == []
    here.sign(agreement)
    assert labels(here.ars_writer) == ["Verser une échéance"]
    here.pay(agreement)
    assert labels(here.aract_writer) == ["Établir le compte rendu financier"]
    assert labels(here.aract_signatory) == ["Déposer le compte rendu financier"]
    statement = here.written(agreement, Decimal(70_000), here.aract_writer)
    submission = reporting.submit(statement, by=here.aract_signatory, now=NOW)
    assert labels(here.aract_writer) == []
    assert labels(here.ars_signatory) == ["Examiner un compte rendu financier"]
    reporting.judge(statement, rank=submission.rank, accepted=False, reason="Encore", by=here.ars_signatory, now=NOW)
    assert labels(here.aract_signatory) == ["Corriger le compte rendu financier"]


def test_the_signatory_is_told_once_a_recovery_may_be_decided():
    here = funded()
    waiting = here.invited(here.over())
    label = "Décider d'un reversement"
    assert label not in labels(here.ars_signatory)
    assert label in labels(here.ars_signatory, NOW + timedelta(days=16))
    here.answered(waiting)
    assert label in labels(here.ars_signatory)
    assert label not in labels(here.ars_writer)


def test_each_learns_what_others_did():
    here, elsewhere = funded(), funded()
    here.pay(here.signed())
    before = NOW - timedelta(days=1)
    told = news(todos, here.aract_writer, before, NOW)
    assert "Échéance versée" in told[0].text
    assert len(told) == 3
    assert len(news(todos, here.ars_writer, before, NOW)) == 1
    assert news(todos, elsewhere.aract_writer, before, NOW) == news(todos, secretary(), before, NOW) == []
    assert news(todos, here.aract_writer, NOW, NOW) == []


def test_others_and_strangers_are_told_nothing():
    here = funded()
    here.signed()
    assert todos.todos(secretary(), NOW) == []
    elsewhere = funded()
    assert all(str(here.project.region) not in todo.subject for todo in todos.todos(elsewhere.ars_writer, NOW))


def test_the_desk_costs_the_same_for_one_project_and_for_three(django_assert_num_queries):
    from django.db import connection

    first = lived()
    hat = first.ars_signatory

    def ask():
        return todos.todos(hat, NOW)

    with CaptureQueriesContext(connection) as one:
        ask()
    for other in (lived(), lived()):
        RegionalProject.objects.filter(pk=other.project.pk).update(ars=first.project.ars)
    with django_assert_num_queries(len(one)):
        ask()
