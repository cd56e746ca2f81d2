"""Lists: what the address asks for, how far they are counted, what they say when there is nothing."""

from typing import Any

import pytest
from crispy_forms.templatetags.crispy_forms_filters import as_crispy_form
from django import forms
from django.test import RequestFactory

from core.inputs import PlainCharField
from core.list_page import ListPage, Nothing, show_list
from core.lists import FilterForm, Pages, PeriodForm, SearchField, one_of
from records.models import Job, JobState

AROUND = ListPage(
    "list_page.html",
    "Travaux",
    counted="travail,travaux",
    nothing=Nothing("Aucun travail encore", "Il en viendra.", "En demander un", "/demande/"),
    unmatched="Cherchez autrement.",
    export="/export/",
)


class WorkFilters(FilterForm):
    q = PlainCharField(label="Libellé", max_length=50, widget=SearchField)
    etat = forms.ChoiceField(label="État", choices=one_of(JobState, "Tous"))
    orders = (("", "Du plus récent", ("-pk",)), ("nom", "Par libellé", ("label", "pk")))

    def filtered(self, rows: Any, **asked: Any) -> Any:
        rows = rows.filter(label__icontains=asked["q"])
        return rows.filter(state=asked["etat"]) if asked["etat"] else rows


def works(*labels: str, **kwargs) -> None:
    for label in labels:
        Job.objects.create(deed="tests.break", label=label, **kwargs)


def labels(**asked) -> list[str]:
    return [work.label for work in WorkFilters(asked).narrow(Job.objects.all())]


def drawn(rows, form: FilterForm | None = None, **asked) -> str:
    request = RequestFactory().get("/liste/", asked)
    request.user = type("Visitor", (), {"is_authenticated": False, "pk": None})()
    return show_list(request, rows, AROUND, form=form).content.decode().replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.django_db
def test_rows_are_narrowed_and_ordered_as_the_address_asks():
    works("Bilan", "Archives")
    works("Courriers", state=JobState.FAILED)
    assert labels() == ["Courriers", "Archives", "Bilan"]
    assert labels(tri="nom") == ["Archives", "Bilan", "Courriers"]
    assert labels(etat="failed") == ["Courriers"]
    assert labels(q="BIL", etat="waiting") == ["Bilan"]


@pytest.mark.django_db
@pytest.mark.parametrize("asked", [{"etat": "x"}, {"tri": "pk; DROP"}, {"q": "\x00"}])
def test_nonsense_finds_nothing_and_is_told(asked):
    works("Bilan")
    assert labels(**asked) == []
    form = WorkFilters(asked)
    page = drawn(form.narrow(Job.objects.all()), form, **asked)
    assert "À corriger avant de continuer" in page
    assert "Cherchez autrement" not in page


def test_only_filters_narrow():
    assert not WorkFilters({}).asks
    assert not WorkFilters({"tri": "nom", "q": ""}).asks
    assert WorkFilters({"etat": "failed"}).asks


def test_no_filter_is_required_nor_said_to_be_optional():
    """In a search nothing is required: saying so at each field says nothing."""
    assert not any(field.required for field in WorkFilters({}).fields.values())
    assert "facultatif" not in as_crispy_form(WorkFilters({}))


def test_a_period_is_in_order_and_within_what_a_database_holds():
    assert PeriodForm({"du": "2026-01-01", "au": "2026-01-01"}).is_valid()
    for asked in ({"du": "2026-02-01", "au": "2026-01-01"}, {"du": "0026-01-01"}, {"au": "9999-12-31"}):
        assert not PeriodForm(asked).is_valid()


def test_a_list_is_counted_to_a_limit(monkeypatch):
    monkeypatch.setattr(Pages, "MOST", 2)
    assert (Pages(range(3), 25).count, Pages(range(3), 25).beyond) == (2, True)
    assert (Pages(range(2), 25).count, Pages(range(2), 25).beyond) == (2, False)


@pytest.mark.django_db
def test_the_page_says_how_many_and_offers_the_same_rows_as_a_workbook():
    works("Bilan", "Archives")
    page = drawn(Job.objects.all(), WorkFilters({"etat": "waiting"}), etat="waiting", page="1")
    assert "2 travaux" in page
    assert 'href="/export/?etat=waiting"' in page
    assert "Tout afficher" in page


@pytest.mark.django_db
def test_an_empty_list_says_why_and_what_to_do():
    nothing = drawn(Job.objects.all(), WorkFilters({}))
    assert "Aucun travail encore" in nothing
    assert 'href="/demande/"' in nothing
    unmatched = drawn(Job.objects.none(), WorkFilters({"q": "x"}), q="x")
    assert "Cherchez autrement." in unmatched
    assert "Aucun travail encore" not in unmatched


@pytest.mark.django_db
def test_filters_act_as_one_types_except_a_date():
    assert "hx-select" in drawn(Job.objects.none(), WorkFilters({}))
    assert "hx-get" not in drawn(Job.objects.none(), PeriodForm({}))
