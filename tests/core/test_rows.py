"""A table of rows in a form: bounded, lengthened without script, never written over another's unseen."""

from decimal import Decimal

import pytest
from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string

from core.editing import CHOICE
from core.forms import PortalForm
from core.inputs import EuroField, PlainCharField
from core.rows import ADD, SEEN, RowsForm


class LineForm(PortalForm):
    title = PlainCharField(label="Titre")
    amount = EuroField(label="Montant", required=False)
    colour = forms.ChoiceField(label="Couleur", choices=[("", "aucune"), ("r", "rouge")], required=False)


class Budget(RowsForm):
    row, label, most = LineForm, "Budget", 5
    agreed = forms.BooleanField(label="D'accord")


READ = [{"title": "Salle", "amount": Decimal("1000.50"), "colour": "r"}, {"title": "Trajets", "amount": None}]
TYPED = [{"title": "Salle", "amount": "1 000,5", "colour": "r"}, {"title": "Trajets"}]


def sent(rows, *, total=None, **besides):
    data = QueryDict(mutable=True)
    data.update({"ligne-TOTAL_FORMS": len(rows) if total is None else total, "ligne-INITIAL_FORMS": 0, "agreed": "on"})
    data.update({f"ligne-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()})
    data.update(besides)
    return data


def returned(saved, rows, *choices, read=READ):
    """What comes back of a page drawn when `read` was saved, now that `saved` is."""
    page = Budget(saved=read)
    page.edit()
    data = sent(rows, **{SEEN: page.seen})
    data.setlist(CHOICE, choices)
    form = Budget(data, saved=saved)
    form.edit(lambda: "par l'ARS, à 14 h 02")
    return form


def titles(form):
    return [row["title"] for row in form.filled()]


def test_saved_rows_are_drawn_with_blank_ones_after():
    form = Budget(saved=READ[:1])
    assert [row["title"].value() for row in form.rows] == ["Salle", None, None, None]
    html = render_to_string("_form.html", {"form": form})
    assert 'value="1\N{NO-BREAK SPACE}000,50"' in html
    assert html.index("Enregistrer") < html.index("Ajouter une ligne"), "Enter in a field must not add a row"


def test_a_blank_row_is_ignored_and_a_row_begun_is_judged():
    assert titles(valid(Budget(sent([TYPED[0], {}, TYPED[1]]), saved=READ))) == ["Salle", "Trajets"]
    form = Budget(sent([{"amount": "5"}]), saved=READ)
    assert not form.is_valid()
    assert "Titre, ligne 1" in render_to_string("_form_errors.html", {"form": form})


def valid(form):
    assert form.is_valid(), (form.errors, form.rows.errors)
    return form


@pytest.mark.parametrize("total", ["1000000", "x", "", "9" * 5000, "6"])
def test_the_number_of_rows_is_bounded(total):
    """Case 34."""
    form = Budget(sent([{"title": "x"}] * 8, total=total), saved=[])
    assert not form.is_valid()
    assert len(form.rows) <= 5


def test_a_row_is_added_without_judging_what_is_not_finished():
    form = Budget(sent([{"amount": "5"}, {"title": "x"}], **{ADD: "1", "agreed": ""}), saved=[])
    assert not form.is_valid()
    html = render_to_string("_form.html", {"form": form})
    assert (len(form.rows), "À corriger" in html) == (3, False)
    assert 'name="ligne-TOTAL_FORMS" value="3"' in html
    full = Budget(sent([{}] * 5, **{ADD: "1"}), saved=[])
    assert len(full.rows) == 5
    assert "5 lignes au plus" in render_to_string("_form.html", {"form": full})


def test_rows_left_alone_take_what_another_saved():
    others = [{"title": "Du leur", "amount": Decimal(3), "colour": ""}]
    assert titles(valid(returned(others, TYPED))) == ["Du leur"]


def test_rows_that_one_changed_are_saved():
    assert titles(valid(returned(READ, [{"title": "Mien"}]))) == ["Mien"]
    assert valid(returned(READ, [])).filled() == []


def test_both_typed_the_same_is_no_clash():
    assert titles(valid(returned([{"title": "Pareil", "amount": None}], [{"title": "Pareil"}]))) == ["Pareil"]


def test_rows_that_both_changed_wait_for_a_choice_against_what_is_shown():
    others = [{"title": "Du leur", "amount": Decimal(3), "colour": "r"}]
    clash = returned(others, [{"title": "Mien"}])
    assert not clash.is_valid()
    html = render_to_string("_form.html", {"form": clash})
    assert "Du leur – 3,00 – rouge" in html
    assert "par l&#x27;ARS, à 14 h 02" in html
    assert 'value="Mien"' in html
    mine, theirs = clash.rows.clash.mine_value, clash.rows.clash.theirs_value
    kept = valid(returned(others, [{"title": "Mien"}], mine))
    assert titles(kept) == ["Mien"]
    assert "Du leur" in kept.left_aside[0]
    assert titles(valid(returned(others, [{"title": "Mien"}], theirs))) == ["Du leur"]
    assert not returned([{"title": "Un troisième"}], [{"title": "Mien"}], mine).is_valid()


def test_rows_typed_wrongly_are_not_merged_away():
    assert not returned([{"title": "Du leur"}], [{"title": "Mien", "amount": "beaucoup"}]).is_valid()
