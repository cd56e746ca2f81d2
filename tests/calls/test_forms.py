"""What may be typed to draft a call (cases 9 and 47)."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django import forms

from calls.forms import CallForm, PostponementForm
from calls.models import Call
from calls.models.questionnaire import REGIONAL
from calls.preparing import create_call
from tests.calls.drafting import typed, values
from tests.factories import CallFactory, GridFactory, QuestionnaireFactory, secretary

pytestmark = pytest.mark.django_db


def test_a_whole_draft_is_understood():
    form = CallForm(typed())
    assert form.is_valid(), form.errors
    assert form.cleaned_data["envelope"] == Decimal("1000000.00")
    assert form.cleaned_data["establishment_weight"] == Decimal("1.5")
    assert form.cleaned_data["opens_at"] == datetime(2027, 1, 11, 8, 0, tzinfo=UTC)
    assert form.cleaned_data["closes_at"] == datetime(2027, 3, 11, 23, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("1 000 000,50", "1000000.50"),
        ("1\N{NARROW NO-BREAK SPACE}000\N{NARROW NO-BREAK SPACE}000,50 €", "1000000.50"),
        ("1\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}000", "1000000"),
        ("1000000.5", "1000000.5"),
    ],
)
def test_amounts_written_the_french_way_are_accepted(amount, expected):
    form = CallForm(typed(envelope=amount))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["envelope"] == Decimal(expected)


@pytest.mark.parametrize(
    "amount",
    [
        "1e9",
        "NaN",
        "Infinity",
        "-1",
        "0,001",
        "\u0661\u0662\u0663",
        "1 00 000",
        "9" * 400,
        "\x00",
        "0",
        "١٠٠٠",
        "=1+1",
        "",
    ],
)
def test_amounts_that_make_no_sense_are_refused_at_the_field(amount):
    form = CallForm(typed(envelope=amount))
    assert list(form.errors) == ["envelope"]
    assert form["envelope"].value() == amount


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "Appel\x00"),
        ("title", "Appel \u202e piégé"),
        ("title", "Appel \ud800"),
        ("summary", "a\x0bb"),
        ("title", "x" * 201),
        ("summary", "x" * 4001),
        ("slug", "Majuscules et espaces"),
        ("number", "0"),
        ("number", "1e3"),
        ("phase", "inconnue"),
        ("phase", "999999999999999999999"),
        ("grid", "abc"),
        ("commission_on", "31/02/2027"),
        ("step", "0"),
        ("cap", "beaucoup"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(field, value):
    assert list(CallForm(typed(**{field: value})).errors) == [field]


@pytest.mark.parametrize("key", ["9" * 40, "²", "x", "\0", "-1"])
def test_a_theme_that_does_not_exist_is_refused_at_its_field(key):
    assert list(CallForm(typed(themes=[key])).errors) == ["themes"]


def test_emoji_and_accents_are_kept():
    form = CallForm(typed(title="Numérique & travail 👩‍⚕️"))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["title"] == "Numérique & travail 👩‍⚕️"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("closes_at", "2026-10-25T02:30", "deux fois"),
        ("opens_at", "2026-03-29T02:30", "jamais"),
        ("closes_at", "demain", "Saisissez une date et une heure"),
        ("closes_at", "0001-01-01T00:00", "trop ancienne"),
        ("closes_at", "2027-01-11T09:00", "doit suivre l'ouverture"),
        ("closes_at", "9999-12-31T23:59", "Vérifiez l'année"),
        ("funds_from", "20270-04-01", "date qui existe"),
        ("commission_on", "9999-12-31", "Vérifiez l'année"),
    ],
)
def test_instants_that_cannot_be_are_explained(field, value, sentence):
    form = CallForm(typed(**{field: value}))
    assert list(form.errors) == [field]
    assert sentence in form.errors[field][0]
    assert form[field].value() == value


def test_a_rule_that_cannot_be_split_is_explained():
    form = CallForm(typed(fixed="1 000 001", project_weight="0", establishment_weight="0"))
    assert set(form.errors) == {"fixed", "establishment_weight"}


def test_the_library_offers_latest_revisions_and_what_is_already_chosen():
    old = GridFactory(code="grille")
    new = GridFactory(code="grille", revision=2)
    assert set(CallForm().fields["grid"].queryset) == {new}
    call = create_call(values(grid=old), by=secretary())
    assert set(CallForm(call=call).fields["grid"].queryset.filter(code="grille")) == {old, new}


def test_what_the_form_shows_of_a_draft_is_what_it_understands_back():
    call = create_call(values(), by=secretary())
    shown = CallForm(call=call, initial=CallForm.values_of(call))
    posted = {}
    for field in shown:
        widget = field.field.widget
        chosen = isinstance(widget, forms.Select | forms.CheckboxSelectMultiple)
        posted[field.name] = (field.value() if chosen else widget.format_value(field.value())) or ""
    again = CallForm(posted, call=call)
    assert again.is_valid(), again.errors
    assert again.cleaned_data["closes_at"] == call.closes_at
    assert again.cleaned_data["envelope"] == call.rule.envelope


def test_a_draft_is_never_its_own_predecessor():
    published, draft = CallFactory(), create_call(values(), by=secretary())
    assert list(CallForm(call=draft).fields["previous"].queryset) == [published]
    assert draft in Call.objects.all()


def test_a_postponement_wants_a_reason():
    form = PostponementForm({"closes_at": "2027-04-01T00:00", "reason": " "})
    assert list(form.errors) == ["reason"]


def test_the_questionnaire_of_regional_calls_is_not_offered_for_fiches():
    fiche = QuestionnaireFactory(code="exploration")
    QuestionnaireFactory(code=REGIONAL)
    assert list(CallForm().fields["questionnaire"].queryset) == [fiche]
