"""Case 47: what is typed is kept as typed or refused at the field, in French, never a crash."""

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from calls.forms.local_time import LocalInstantField
from core.forms import PortalForm
from core.inputs import (
    DayField,
    DaysField,
    EuroField,
    FrenchDecimalField,
    LongTextField,
    PlainCharField,
    SiretField,
    WholeNumberField,
)

NBSP = "\N{NO-BREAK SPACE}"
NNBSP = "\N{NARROW NO-BREAK SPACE}"


class Line(PortalForm):
    label = PlainCharField(label="Libellé", required=False)
    story = LongTextField(label="Récit", required=False)
    amount = EuroField(label="Montant", required=False)
    days = DaysField(label="Jours", required=False)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1 000 000,50", "1000000.50"),
        (f"1{NBSP}000{NBSP}000,50", "1000000.50"),
        (f"1{NNBSP}000{NNBSP}000,50", "1000000.50"),
        (f"70 000,00{NBSP}€", "70000.00"),
        ("70000", "70000"),
        ("0", "0"),
        (" 12,5 ", "12.5"),
        ("12.50", "12.50"),
    ],
)
def test_amounts_are_typed_the_french_way(typed, amount):
    assert EuroField().clean(typed) == Decimal(amount)


@pytest.mark.parametrize(
    "typed",
    [
        "-1",
        "−1",
        "+1",
        "1e9",
        "1E9",
        "NaN",
        "nan",
        "sNaN",
        "Infinity",
        "-Infinity",
        "inf",
        "0x10",
        "1_000",
        "1,2,3",
        "1 00,50",
        "١٢٣",
        "１２３",
        "²",
        "douze",
        "1\x00",
        "1\u202e2",
        "\ud800",
        ",",
        "€",
    ],
)
def test_nonsense_is_refused_with_an_example(typed):
    """Case 47."""
    with pytest.raises(ValidationError) as refusal:
        EuroField().clean(typed)
    assert refusal.value.messages[0].startswith(("Écrivez un nombre positif", "Ce champ est obligatoire"))


@pytest.mark.parametrize(
    ("typed", "readings"),
    [
        ("70.000", "70 000 ou 70,00"),
        ("70,000", "70 000 ou 70,00"),
        ("1.000.000", "1 000 000 ou 1 000,00"),
        ("1,000,000", "1 000 000 ou 1 000,00"),
        ("1 000.000 €", "1 000 000 ou 1 000,00"),
        ("70000,000", "70 000 000 ou 70 000,00"),
        # Nobody types thousandths of an euro: one of the readings would be refused in its turn.
        ("12,125", "12 125"),
        ("10.500", "10 500 ou 10,50"),
    ],
)
def test_an_amount_that_reads_two_ways_is_refused_with_both(typed, readings):
    """Case 51."""
    with pytest.raises(ValidationError) as refusal:
        EuroField().clean(typed)
    [said] = refusal.value.messages
    assert said.replace(NBSP, " ") == f"Écrivez {readings} : « {typed.removesuffix(' €')} » se lit de deux façons."


@pytest.mark.parametrize(
    "field", [DaysField(), WholeNumberField(), FrenchDecimalField(signed=True), FrenchDecimalField(places=0)]
)
@pytest.mark.parametrize("typed", ["12.000", "12,000"])
def test_days_and_counts_that_read_two_ways_are_refused_too(field, typed):
    """Case 51."""
    with pytest.raises(ValidationError, match="se lit de deux façons"):
        field.clean(typed)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("70,5", "70.5"), ("70.50", "70.50"), ("0.25", "0.25"), ("12,25", "12.25"), ("0,120", "0.12"), ("0.000", "0")],
)
def test_an_amount_that_reads_one_way_is_taken(typed, amount):
    assert FrenchDecimalField().clean(typed) == Decimal(amount)


@given(
    amount=st.decimals(0, 999_999_999, places=2, allow_nan=False, allow_infinity=False),
    thousands=st.sampled_from(["", " ", NBSP, NNBSP, ".", ","]),
    point=st.sampled_from([".", ","]),
    decimals=st.integers(0, 4),
    sign=st.sampled_from(["", "-"]),
)
def test_an_amount_is_read_as_meant_or_refused(amount, thousands, point, decimals, sign):
    """Case 51: however one groups and rounds it, never another number."""
    meant = round(amount, min(decimals, 2))
    english = f"{meant:,.{decimals}f}"
    typed = sign + english.translate({ord(","): thousands, ord("."): point})
    with suppress(ValidationError):
        assert FrenchDecimalField(signed=True).clean(typed) == (-meant if sign else meant)


def test_more_than_two_places_are_refused():
    with pytest.raises(ValidationError) as refusal:
        EuroField().clean("0,001")
    assert refusal.value.messages == [f"Pas plus de 2{NBSP}chiffres après la virgule."]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2,5", "Écrivez un nombre entier, sans virgule."),
        ("1e3", "Écrivez un nombre entier positif en chiffres, par exemple 12."),
        ("0", "Ce nombre est trop petit : 1 au moins."),
        ("1 201", "Ce nombre est trop grand : 1\u00a0200 au plus."),
    ],
)
def test_a_whole_number_is_asked_for_as_such(typed, said):
    with pytest.raises(ValidationError) as refusal:
        WholeNumberField(min_value=1, max_value=1200).clean(typed)
    assert refusal.value.messages == [said]


def test_a_whole_number_is_shown_as_it_is_typed():
    field = WholeNumberField()
    assert field.prepare_value(1250) == f"1{NBSP}250"
    assert field.clean(f"1{NBSP}250") == 1250
    assert not field.has_changed(1250, "1 250")


@pytest.mark.parametrize("typed", ["1000000000", "9" * 40, "9" * 100_000])
def test_enormous_amounts_are_refused(typed):
    """Case 47."""
    with pytest.raises(ValidationError, match="trop grand"):
        EuroField().clean(typed)


def test_an_amount_is_shown_as_it_is_typed():
    assert EuroField().prepare_value(Decimal("1000000.50")) == "1\u00a0000\u00a0000,50"
    assert not EuroField().has_changed(Decimal("1000000.50"), "1 000 000,50")
    assert EuroField().has_changed(Decimal("1000000.50"), "1 000 000,51")


@pytest.mark.parametrize(("typed", "days"), [("0,25", "0.25"), ("12,5 j", "12.5"), ("1", "1")])
def test_days_go_by_quarters(typed, days):
    assert DaysField().clean(typed) == Decimal(days)


@pytest.mark.parametrize("typed", ["0,3", "0,1", "367", "-0,5", "1e1"])
def test_other_fractions_of_days_are_refused(typed):
    with pytest.raises(ValidationError):
        DaysField().clean(typed)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("0202-01-01", "Cette date est trop ancienne : pas avant 2000. Vérifiez l'année."),
        ("31/12/1999", "Cette date est trop ancienne"),
        ("2100-01-01", "Cette date est trop lointaine : pas après 2099. Vérifiez l'année."),
        ("31/02/2026", "Écrivez une date qui existe, par exemple 31/12/2027."),
        ("29/02/2027", "Écrivez une date qui existe"),
        ("demain", "Écrivez une date qui existe"),
    ],
)
def test_a_day_that_cannot_be_is_refused(typed, said):
    with pytest.raises(ValidationError) as refusal:
        DayField().clean(typed)
    assert refusal.value.messages[0].startswith(said)


def test_a_day_may_have_other_bounds():
    assert DayField(first=date(1900, 1, 1)).clean("14/07/1936") == date(1936, 7, 14)
    assert DayField().clean("29/02/2028") == date(2028, 2, 29)


@pytest.mark.parametrize("typed", ["0202-01-01T10:00", "2126-01-01T10:00"])
def test_an_instant_that_cannot_be_is_refused(typed):
    with pytest.raises(ValidationError, match="Vérifiez l'année"):
        LocalInstantField().clean(typed)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("abc\x00", "NUL"),
        ("abc\u202edef", "right-to-left override"),
        ("abc\u2066def", "isolate"),
        ("abc\ud800", "half a surrogate pair"),
        ("abc\x1b[31m", "escape"),
        ("abc\x0bdef", "vertical tab"),
    ],
)
@pytest.mark.parametrize("field", ["label", "story"])
def test_hidden_characters_are_refused_where_they_stand(field, typed, name):
    """Case 47."""
    form = Line({field: typed})
    assert not form.is_valid(), name
    assert form.errors[field][0].startswith("Le caractère n° 4 est invisible et ne peut pas être enregistré.")


@pytest.mark.parametrize(
    "typed",
    ["Ça marche 👩🏽‍⚕️ 🇫🇷", "« cœur » – l’œuvre", "e\u0301", f"Ehpad{NNBSP}: 12", "שלום", "<b>&amp;</b>", "=1+1"],
)
def test_text_is_kept_as_typed(typed):
    form = Line({"label": typed, "story": f"{typed}\r\n\t{typed}"})
    assert form.is_valid()
    assert form.cleaned_data["label"] == typed
    assert form.cleaned_data["story"] == f"{typed}\r\n\t{typed}"


def test_ten_megabytes_are_refused_at_the_field():
    """Case 47."""
    form = Line({"label": "a" * 10_000_000, "story": "é" * 10_000_000})
    assert not form.is_valid()
    assert "au plus 500 caractères" in form.errors["label"][0]
    assert "au plus 4000 caractères" in form.errors["story"][0]


def test_a_refused_form_still_shows_what_was_typed():
    form = Line({"label": "abc\u202e", "amount": "1e9"})
    assert not form.is_valid()
    assert 'value="1e9"' in str(form)


@pytest.mark.parametrize(
    ("typed", "number"), [("-2,5", "-2.5"), ("\u22121 000", "-1000"), ("- 3", "-3"), ("4", "4"), ("-0", "0")]
)
def test_a_signed_number_may_lie_below_zero(typed, number):
    field = FrenchDecimalField(signed=True)
    assert field.clean(typed) == Decimal(number)
    assert not field.has_changed(Decimal(number), typed)


@pytest.mark.parametrize("typed", ["--1", "-", "-1e3", "-1000000000", "+1", "1-", "-0,001"])
def test_a_signed_number_is_still_a_number(typed):
    """Case 47."""
    with pytest.raises(ValidationError):
        FrenchDecimalField(signed=True).clean(typed)


def test_other_numbers_stay_above_zero():
    with pytest.raises(ValidationError, match="nombre positif"):
        FrenchDecimalField().clean("-1")


@pytest.mark.parametrize("typed", ["Ehpad\nBcc: a@b.example", "Ehpad\r\nsuite", "a\rb"])
def test_a_name_holds_on_one_line_and_a_story_on_several(typed):
    """A name becomes a mail's subject, which refuses line breaks (case 42)."""
    form = Line({"label": typed, "story": typed})
    assert form.errors == {"label": ["Écrivez sur une seule ligne."]}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("732 829 320 00074", "73282932000074"), ("35600000049837", "35600000049837"), ("", "")],
)
def test_a_siret_is_kept_without_its_spaces(typed, kept):
    assert SiretField(required=False).clean(typed) == kept


@pytest.mark.parametrize("typed", ["73282932000075", "7328293200007", "7328293200007A", "٧٣٢٨٢٩٣٢٠٠٠٠٧٤", "1" * 40])
def test_a_siret_with_a_slip_of_the_finger_is_refused(typed):
    with pytest.raises(ValidationError):
        SiretField().clean(typed)
