"""Two people edit one row through one form: other fields merge, the same field shows both and asks (case 49)."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.http import QueryDict

from core.editing import CHOICE
from core.forms import PortalForm
from core.inputs import EuroField, LongTextField, PlainCharField


class Sheet(PortalForm):
    title = PlainCharField(label="Titre")
    story = LongTextField(label="Récit", required=False)
    amount = EuroField(label="Montant", required=False)
    on = forms.DateField(label="Date", required=False)
    colour = forms.ChoiceField(label="Couleur", choices=[("r", "rouge"), ("b", "bleu")], widget=forms.RadioSelect)
    sizes = forms.MultipleChoiceField(
        label="Tailles",
        choices=[("s", "petite"), ("l", "grande")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agreed = forms.BooleanField(label="J'ai lu", required=False)


READ = {
    "title": "Un",
    "story": "Il était\nune fois",
    "amount": Decimal("1000.50"),
    "on": date(2026, 3, 1),
    "colour": "r",
    "sizes": ["s"],
    "agreed": True,
}
RAW = {
    "title": ["Un"],
    "story": ["Il était\r\nune fois"],
    "amount": ["1 000,50"],
    "on": ["2026-03-01"],
    "colour": ["r"],
    "sizes": ["s"],
    "agreed": ["on"],
}


def by() -> str:
    return "par l'ARS, à 14 h 02"


def page_data(saved: dict) -> dict[str, list[str]]:
    """The hidden inputs of a page drawn when `saved` was saved, as a browser sends them back."""
    form = Sheet(initial=saved)
    form.edit()
    sent: dict[str, list[str]] = {}
    for name in form.fields:
        bound = form[name]
        for piece in str(bound.seen).split("<input ")[1:]:
            key, value = piece.split('name="')[1].split('"')[0], piece.split('value="')
            sent.setdefault(key, []).append(value[1].split('"')[0] if len(value) > 1 else "")
    return sent


def returned(saved_now: dict, *, read: dict = READ, choices: tuple[str, ...] = (), **typed: list[str]) -> Sheet:
    data = QueryDict(mutable=True)
    for key, values in {**page_data(read), **RAW, **typed, CHOICE: list(choices)}.items():
        data.setlist(key, values)
    form = Sheet(data, initial=saved_now)
    form.edit(by)
    return form


@pytest.mark.parametrize("name", sorted(READ))
def test_a_field_left_alone_takes_what_another_saved(name):
    others = {
        "title": "Deux", "story": "Autre", "amount": Decimal(2), "on": date(2026, 4, 1), "colour": "b",
        "sizes": ["s", "l"], "agreed": False,
    }  # fmt: skip
    form = returned({**READ, name: others[name]})
    assert form.is_valid(), form.errors
    assert form.cleaned_data[name] == others[name]
    assert form.left_aside == []


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("title", ["Mien"], "Mien"),
        ("amount", ["12,00"], Decimal(12)),
        ("on", [""], None),
        ("colour", ["b"], "b"),
        ("sizes", [], []),
        ("agreed", [], False),
    ],
)
def test_a_field_that_only_one_changed_is_saved(name, typed, kept):
    form = returned(READ, **{name: typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data[name] == kept


def test_both_changed_the_same_field_both_are_shown():
    form = returned({**READ, "title": "Le leur"}, title=["Le mien"])
    assert not form.is_valid()
    assert list(form.errors) == ["title"]
    html = form["title"].as_field_group()
    assert "Le leur" in html
    assert 'value="Le mien"' in html
    assert "par l&#x27;ARS, à 14 h 02" in html


def test_both_typed_the_same_is_no_clash():
    assert returned({**READ, "title": "Pareil"}, title=["Pareil"]).is_valid()


def test_the_choice_holds_against_the_text_it_was_made_against():
    clash = returned({**READ, "title": "Le leur"}, title=["Le mien"])
    clash.is_valid()
    mine, theirs = clash.clashes["title"].mine_value, clash.clashes["title"].theirs_value
    kept = returned({**READ, "title": "Le leur"}, title=["Le mien"], choices=(mine,))
    assert kept.is_valid()
    assert kept.cleaned_data["title"] == "Le mien"
    assert "Le leur" in kept.left_aside[0]
    given_up = returned({**READ, "title": "Le leur"}, title=["Le mien"], choices=(theirs,))
    assert given_up.is_valid()
    assert given_up.cleaned_data["title"] == "Le leur"
    third = returned({**READ, "title": "Un troisième"}, title=["Le mien"], choices=(mine,))
    assert not third.is_valid()


def test_what_is_typed_wrongly_is_not_merged_away():
    form = returned({**READ, "amount": Decimal(5)}, amount=["beaucoup"])
    assert not form.is_valid()
    assert "amount" in form.errors


def test_a_field_is_not_taken_for_another_whose_name_begins_like_its_own():
    class Followed(PortalForm):
        support = forms.MultipleChoiceField(choices=[("a", "A")], required=False)
        support_other = PlainCharField(required=False)

    for sent, name in (("initial-support_other=&support_other=x", "support_other"), ("initial-support_0=a", "support")):
        form = Followed(QueryDict(sent))
        form.edit(by, sent_only=True)
        assert form.sent == [name]
