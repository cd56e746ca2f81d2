"""The pair's pages and desk: list, overview, history, tasks."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from applications import todos
from applications.fiche_edit import edit
from applications.history import history
from applications.progress import time_left
from records.models import JournalEntry
from regions.models import RegionalProject
from tests.applications.fiches import complete, deposited, draft, pair, signed
from tests.factories import NOW, ApplicationFactory, CallFactory, RegionFactory, member_of, secretary
from tests.news import news

pytestmark = pytest.mark.django_db


def open_call():
    now = timezone.now()
    return CallFactory(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=10, minutes=5))


def overview(fiche):
    return reverse("applications:application", args=[fiche.application.pk])


def test_a_blank_fiche_leads_to_its_first_section(as_hat):
    fiche = draft(project__call=open_call())
    page = as_hat(fiche.aract_writer).get(overview(fiche))
    assert page.context["step"] == 1
    assert page.context["action"].url == reverse("applications:section", args=[fiche.application.pk, 1])
    shown = page.content.decode()
    assert "à commencer" in shown
    assert "10\xa0jours" in shown


def test_a_complete_fiche_is_to_be_signed_by_who_may(as_hat):
    fiche = complete(project__call=open_call())
    sign = reverse("applications:sign", args=[fiche.application.pk])
    assert as_hat(fiche.ars_signatory).get(overview(fiche)).context["action"].url == sign
    writer = as_hat(fiche.ars_writer).get(overview(fiche))
    assert (writer.context["step"], "habilitée à signer" in writer.context["action"].sentence) == (2, True)


def test_the_deposit_button_says_what_it_waits_for(as_hat):
    fiche = complete(project__call=open_call())
    fiche.sign(fiche.ars_signatory, now=timezone.now())
    page = as_hat(fiche.ars_writer).get(overview(fiche))
    assert page.context["action"].obstacles == ["La signature de l'Aract est attendue."]
    assert "disabled" in page.content.decode()


def test_a_signed_fiche_is_to_be_deposited(as_hat):
    fiche = signed(project__call=open_call())
    page = as_hat(fiche.ars_writer).get(overview(fiche))
    assert page.context["step"] == 3
    assert page.context["action"].url == reverse("applications:deposit", args=[fiche.application.pk])


def test_the_history_joins_a_run_of_saves_and_hides_the_commission(now):
    fiche = draft()
    for complement in (1, 2, 3):
        with edit(
            fiche.application, heading=True, by=fiche.ars_writer, now=now, summary="Section 12 modifiée : Budget"
        ) as held:
            held.project.title = f"Titre {complement}"
            held.project.save(update_fields=["title"])
    from records.journal import record

    record("commission.assign", fiche.application, by=secretary(), summary="Rapporteurs désignés", now=now)
    (line,) = history(fiche.application)
    assert (line.text, line.times) == ("Section 12 modifiée : Budget", 3)


def test_renaming_is_an_edit(as_hat):
    fiche = signed(project__call=open_call())
    address = reverse("applications:rename", args=[fiche.application.pk])
    assert as_hat(fiche.aract_writer).post(address, {"title": "Nouveau titre"}).status_code == 302
    assert RegionalProject.objects.get().title == "Nouveau titre"
    assert not fiche.application.signatures.live().exists()


def test_a_withdrawal_asks_once(as_hat):
    fiche = draft(project__call=open_call())
    client, address = as_hat(fiche.ars_signatory), reverse("applications:withdraw", args=[fiche.application.pk])
    assert client.post(address, {"reason": "Report"}).context["form"].errors["attested"]
    assert client.post(address, {"reason": "Report", "attested": "on"}).status_code == 302
    assert fiche.reload().state == "withdrawn"
    assert "Fiche retirée : Report" in client.get(overview(fiche)).content.decode()


def test_the_reading_of_a_deposit_does_not_move_with_the_tables(as_hat):
    fiche = deposited()
    fiche.application.project.participations.all().delete()
    page = as_hat(fiche.ars_writer).get(reverse("applications:read", args=[fiche.application.pk]))
    assert page.context["content_hash"] == fiche.application.deposit.sha256
    assert "Structures participantes (2)" in page.content.decode()


def test_a_secretary_does_not_see_a_draft(as_hat):
    fiche = draft()
    assert as_hat(secretary()).get(overview(fiche)).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(as_hat, number, django_assert_num_queries):
    ars, aract = pair(RegionFactory(code="93", name="Région fictive"))
    for _ in range(number):
        ApplicationFactory(project__ars=ars, project__aract=aract, project__region=ars.region)
    client = as_hat(member_of(ars))
    address = reverse("applications:applications")
    client.get(address)
    with django_assert_num_queries(6):
        page = client.get(address)
    assert len(page.context["rows"]) == number


def test_the_list_offers_open_calls_and_refuses_others(as_hat):
    ars, _ = pair(RegionFactory(code="93", name="Région fictive"))
    call = open_call()
    shown = as_hat(member_of(ars)).get(reverse("applications:applications")).content.decode()
    assert reverse("applications:start", args=[call.slug]) in shown
    assert "Aucune fiche" in shown
    assert as_hat(secretary()).get(reverse("applications:applications")).status_code == 403


def test_the_desk_follows_the_fiche():
    ars, aract = pair(RegionFactory(code="93", name="Région fictive"))
    call = CallFactory()
    hat = member_of(ars)
    (todo,) = todos.todos(hat, NOW)
    assert todo.label == "Commencer le projet de la région"
    fiche = draft(project__call=call, project__ars=ars, project__aract=aract, project__region=ars.region)
    (todo,) = todos.todos(hat, NOW)
    assert todo.label.startswith("Écrire la section 1")
    assert "2\xa0sections" in todo.detail
    (soon,) = todos.todos(hat, call.closes_at - timedelta(days=2))
    assert (todo.urgent, soon.urgent) == (False, True)
    assert todos.todos(fiche.ars_writer, call.closes_at) == []


def test_the_desk_says_that_a_signature_was_voided():
    fiche = complete()
    fiche.sign(fiche.ars_signatory)
    (todo,) = todos.todos(fiche.aract_signatory, NOW)
    assert todo.label == "Lire et signer la fiche"
    with edit(
        fiche.application, heading=True, by=fiche.aract_writer, now=NOW, summary="Titre du projet modifié"
    ) as held:
        held.project.title = "Autre titre"
        held.project.save(update_fields=["title"])
    (todo,) = todos.todos(fiche.ars_signatory, NOW)
    assert todo.urgent
    assert "Votre signature est annulée. Modifiée le" in todo.detail


def test_the_secretary_is_told_how_many_fiches_to_check():
    hat, call = secretary(), CallFactory()
    assert todos.todos(hat, NOW) == []
    fiche = deposited(project__call=call)
    (todo,) = todos.todos(hat, NOW)
    assert todo.url == reverse("applications:check", args=[fiche.application.pk])
    deposited(project__call=call)
    (todo,) = todos.todos(hat, NOW)
    assert "2\xa0fiches" in todo.label


def test_moves_tell_what_the_other_party_did():
    fiche = complete()
    fiche.sign(fiche.aract_signatory)
    (move,) = news(todos, fiche.ars_writer, NOW - timedelta(days=1), NOW)
    assert "Fiche signée pour l'Aract" in move.text
    assert news(todos, fiche.aract_signatory, NOW - timedelta(days=1), NOW) == []
    assert JournalEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=21, hours=3), "21\xa0jours"),
        (timedelta(hours=47), "47\xa0heures"),
        (timedelta(minutes=59), "moins d'une\xa0heure"),
        (timedelta(0), ""),
    ],
)
def test_the_time_left_is_worded(left, words):
    assert time_left(NOW + left, NOW) == words
