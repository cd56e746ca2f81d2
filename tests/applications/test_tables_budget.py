"""The budget, without JavaScript and field by field."""

from decimal import Decimal

import pytest

from regions.enums import FundingState
from regions.funding import add_cofunding
from tests.applications.tables import address, open_fiche
from tests.autosaving import save_one

pytestmark = pytest.mark.django_db


@pytest.fixture
def fiche():
    return open_fiche()


@pytest.fixture
def project(fiche):
    return fiche.application.project


@pytest.fixture
def client(fiche, as_hat):
    return as_hat(fiche.ars_writer)


def asking(amount, reason="", **kwargs):
    return {"budget-requested_complement": amount, "budget-complement_reason": reason} | kwargs


def asked(project):
    project.refresh_from_db()
    return project.requested_complement


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        ("60000", "60000"),
        ("60 000,50", "60000.50"),
        ("60\u202f000,50 €", "60000.50"),
        ("60\xa0000.5", "60000.50"),
        ("0", "0"),
        ("930 000,00", "930000"),
    ],
)
def test_amounts_are_typed_the_french_way(fiche, project, client, value, amount):
    response = client.post(address("budget", fiche), asking(value, "Deux terrains"))
    assert response.url == f"{address('section', fiche, 6)}#tableau-budget"
    assert asked(project) == Decimal(amount)
    assert project.complement_reason == "Deux terrains"


@pytest.mark.parametrize(
    "value", ["-1", "NaN", "Infinity", "1e9", "0,001", "١٢", "60 00", "930 000,01", "1 000 000,50", "9" * 40]
)
def test_a_refused_amount_comes_back_at_its_field(fiche, project, client, value):
    """Case 47. The envelope also bounds what may be asked."""
    page = client.post(address("budget", fiche), asking(value, "Deux terrains"))
    text = page.content.decode()
    assert 'id="id_budget-requested_complement_error"' in text
    assert "fr-message--error" in text
    assert f'value="{value}"' in text
    assert '<a href="#id_budget-requested_complement">' in text
    assert "Deux terrains" in text
    assert asked(project) is None


def test_a_field_is_saved_as_one_leaves_it_and_the_total_follows(fiche, project, client):
    add_cofunding(project, funder="GRADeS", purpose="", amount=Decimal("0.01"), state=FundingState.GRANTED)
    told = save_one(client, address("budget", fiche), "budget-requested_complement", "55 000").json()
    assert "Enregistré à" in told["message"]
    assert "125\xa0000,01\xa0€" in told["fragments"]
    wrong = save_one(client, address("budget", fiche), "budget-requested_complement", "1e9", seen="55\xa0000,00")
    assert wrong.status_code == 422
    assert asked(project) == 55000


def line(**kwargs):
    return {"funder": "Conseil régional", "purpose": "Ateliers", "amount": "12 500,50", "state": "granted"} | kwargs


def test_a_line_is_added_changed_and_removed(fiche, project, client):
    client.post(address("add_cofunding", fiche), line())
    row = project.cofundings.get()
    assert (row.amount, row.state) == (Decimal("12500.50"), FundingState.GRANTED)
    page = client.get(address("section", fiche, 6)).content.decode()
    assert "82\xa0500,50\xa0€" in page
    client.post(address("edit_cofunding", fiche, row.pk), line(amount="10", state="asked"))
    row.refresh_from_db()
    assert (row.amount, row.state) == (10, FundingState.ASKED)
    client.post(address("remove_cofunding", fiche, row.pk))
    assert not project.cofundings.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("amount", "1e9"), ("amount", ""), ("amount", "-5"), ("amount", "NaN"), ("funder", ""), ("state", "volé")],
)
def test_what_a_line_refuses(fiche, project, client, field, value):
    page = client.post(address("add_cofunding", fiche), line(**{field: value}))
    assert set(page.context["form"].errors) == {field}
    assert not project.cofundings.exists()


def test_another_projects_line_does_not_exist(fiche, client):
    """Case 34."""
    other = open_fiche().application.project
    row = add_cofunding(other, funder="Région", purpose="", amount=Decimal(5), state=FundingState.ASKED)
    for name in ("edit_cofunding", "remove_cofunding"):
        assert client.post(address(name, fiche, row.pk), line()).status_code == 404
    row.refresh_from_db()
    assert row.amount == 5
