"""Admissibility, withdrawal, and the secretary's pages."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from accounts.enums import OrganisationKind, Role
from applications.checking import Findings, check
from applications.withdrawing import withdraw
from core.verdicts import NotAllowed, OutOfTurn, Refused
from records.models import JournalEntry, Message
from tests.applications.fiches import complete, deposited, draft
from tests.factories import CallFactory, national, secretary

pytestmark = pytest.mark.django_db
SOUND = Findings(complete=True, in_time=True, region=True, scope=True)
LACKING = Findings(complete=True, in_time=True, region=True, scope=False)
ALL_YES = {"complete": "oui", "in_time": "oui", "region": "oui", "scope": "oui"}


def test_an_admissible_fiche_goes_on_and_the_pair_is_told(now):
    fiche, by = deposited(), secretary()
    checked = check(fiche.application, admissible=True, findings=SOUND, by=by, now=now)
    assert (checked.state, checked.checked_by, checked.checked_at) == ("admissible", by, now)
    assert JournalEntry.objects.get(deed="applications.admit").data["findings"]["scope"] is True
    assert Message.objects.filter(moment="applications.checked").count() == 4


def test_a_reason_is_mandatory_and_four_points_admit(now):
    fiche, by = deposited(), secretary()
    with pytest.raises(Refused, match="se motive"):
        check(fiche.application, admissible=False, findings=LACKING, reason="  ", by=by, now=now)
    with pytest.raises(Refused, match="quatre points"):
        check(fiche.application, admissible=True, findings=LACKING, by=by, now=now)


def test_only_a_deposited_fiche_is_checked_and_once(now):
    """Case 35."""
    by = secretary()
    with pytest.raises(OutOfTurn):
        check(draft().application, admissible=True, findings=SOUND, by=by, now=now)
    fiche = deposited()
    check(fiche.application, admissible=True, findings=SOUND, by=by, now=now)
    with pytest.raises(OutOfTurn, match="recevable"):
        check(fiche.application, admissible=False, findings=LACKING, reason="Trop tard", by=by, now=now)


def test_a_rapporteur_does_not_check(now):
    fiche, rapporteur = deposited(), national(OrganisationKind.DGOS, Role.RAPPORTEUR)
    with pytest.raises(NotAllowed):
        check(fiche.application, admissible=True, findings=SOUND, by=rapporteur, now=now)


def test_the_signatory_of_the_ars_withdraws(now):
    fiche, office = deposited(), secretary()
    gone = withdraw(fiche.application, reason="Le projet est reporté.", by=fiche.ars_signatory, now=now)
    assert gone.state == "withdrawn"
    told = set(Message.objects.filter(key__startswith="withdrawn").values_list("to", flat=True))
    assert {fiche.aract_signatory.user.email, office.user.email} <= told
    assert fiche.ars_signatory.user.email not in told
    with pytest.raises(OutOfTurn):
        withdraw(fiche.application, by=fiche.ars_signatory, now=now)


def test_others_do_not_withdraw(now):
    fiche = draft()
    for hat in (fiche.ars_writer, fiche.aract_signatory, secretary()):
        with pytest.raises(NotAllowed):
            withdraw(fiche.application, by=hat, now=now)


def test_the_check_page_shows_the_fiche_and_keeps_what_was_typed(as_hat, now):
    fiche, client = deposited(), as_hat(secretary())
    address = reverse("applications:check", args=[fiche.application.pk])
    shown = client.get(address).content.decode()
    assert "La région compte quarante établissements équipés." in shown
    assert fiche.application.deposit.number in shown
    refused = client.post(address, ALL_YES | {"scope": "non", "verdict": "irrecevable", "reason": ""})
    assert refused.context["form"].errors["reason"]
    contrary = client.post(address, ALL_YES | {"scope": "non", "verdict": "recevable", "reason": "Note gardée"})
    assert contrary.context["form"].errors["verdict"]
    assert "Note gardée" in contrary.content.decode()
    done = client.post(address, ALL_YES | {"verdict": "recevable"})
    assert done.url == reverse("applications:received", args=[fiche.call.slug])
    assert fiche.reload().state == "admissible"
    assert client.get(address).status_code == 409


def test_received_lists_deposits_only_and_filters(as_hat):
    call = CallFactory()
    fiche = deposited(project__call=call)
    complete(project__call=call)
    client, address = as_hat(secretary()), reverse("applications:received", args=[call.slug])
    page = client.get(address)
    assert [row.application.pk for row in page.context["lines"]] == [fiche.application.pk]
    assert page.context["lines"][0].filled == "2 sur 2"
    assert client.get(address, {"etat": "admissible"}).context["lines"] == []
    for odd in ({"etat": "draft"}, {"tri": "'; DROP"}, {"page": "999"}):
        assert client.get(address, odd).status_code == 200


def test_received_is_for_the_secretary(as_hat):
    fiche = deposited()
    for name in ("received", "export"):
        address = reverse(f"applications:{name}", args=[fiche.call.slug])
        assert as_hat(fiche.ars_writer).get(address).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_received_costs_the_same_for_one_and_three(as_hat, number, django_assert_num_queries):
    call = CallFactory()
    for _ in range(number):
        deposited(project__call=call)
    client = as_hat(secretary())
    address = reverse("applications:received", args=[call.slug])
    client.get(address)
    with django_assert_num_queries(RECEIVED_QUERIES):
        client.get(address)


RECEIVED_QUERIES = 16


def test_the_export_has_one_row_per_fiche_and_no_formula(as_hat):
    call = CallFactory()
    fiche = deposited(project__call=call, text="=cmd|' /C calc'!A0")
    deposited(project__call=call)
    complete(project__call=call)
    response = as_hat(secretary()).get(reverse("applications:export", args=[call.slug]))
    header, *rows = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(1).to_python()
    assert len(header) >= 30
    assert len(rows) == 2
    cells = next(row for row in rows if row[1] == fiche.application.deposit.number)
    line = dict(zip(header, cells, strict=True))
    assert line["Contexte régional"] == "=cmd|' /C calc'!A0"
    assert line["Structures"] == 2
    assert line["Part fixe"] == 0, "this questionnaire asks for no budget"
    assert line["Empreinte"] == fiche.application.deposit.sha256


@pytest.mark.parametrize("number", [1, 3])
def test_the_export_costs_the_same_for_one_and_three(as_hat, number, django_assert_num_queries):
    call = CallFactory()
    for _ in range(number):
        deposited(project__call=call)
    client = as_hat(secretary())
    client.get(reverse("applications:export", args=[call.slug]))
    with django_assert_num_queries(9):
        client.get(reverse("applications:export", args=[call.slug]))


def test_a_late_row_is_flagged(as_hat, now):
    fiche = deposited()
    fiche.call.closes_at = now - timedelta(hours=1)
    fiche.call.save()
    page = as_hat(secretary()).get(reverse("applications:received", args=[fiche.call.slug]))
    assert "hors délai" in page.content.decode()
