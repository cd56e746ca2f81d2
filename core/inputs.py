"""What a person may type: form fields that accept French habits and refuse nonsense in plain French."""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from core.wording import counted, grouped

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
# What spreadsheets and keyboards put between thousands: space, no-break space, narrow no-break space.
SPACES = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
NUMBER = re.compile(rf"(?:[0-9]+|[0-9]{{1,3}}(?:[{SPACES}][0-9]{{3}})+)(?:[.,][0-9]+)?")
# Three figures after a point or a comma are thousands for one reader and decimals for another.
TWO_WAYS = re.compile(rf"([0-9{SPACES}]{{1,20}}(?:[.,][0-9]{{3}}){{0,4}})[.,]([0-9]{{3}})")
# What keyboards and word processors put before a number below zero: hyphen, minus sign.
MINUS = "-\N{MINUS SIGN}"
# Marks that reorder or hide the text around them; a letter quoting them would not say what was typed.
HIDDEN = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}
# What Unicode keeps for programs: no XML may hold the last two of the first plane, so no spreadsheet either.
HIDDEN |= {*range(0xFDD0, 0xFDF0), *(plane * 0x10000 + last for plane in range(17) for last in (0xFFFE, 0xFFFF))}


def check_plain(text: str) -> None:
    """Refuse what no keyboard types: control characters, half surrogates, marks that reverse the reading order."""
    for position, character in enumerate(text, start=1):
        category = unicodedata.category(character)
        if (category == "Cc" and character not in "\t\n\r") or category == "Cs" or ord(character) in HIDDEN:
            raise ValidationError(
                "Le caractère n° %(position)d est invisible et ne peut pas être enregistré. "
                "Effacez-le ou recopiez le texte sans mise en forme.",
                code="hidden_character",
                params={"position": position},
            )


class DayField(forms.DateField):
    """A day of our century: «0202» is a slip of the finger, and a year far away stretches every calendar."""

    default_error_messages = {"invalid": "Écrivez une date qui existe, par exemple 31/12/2027."}

    def __init__(self, *, first: date = FIRST_DAY, last: date = LAST_DAY, **kwargs: Any) -> None:
        self.first, self.last = first, last
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        if day is not None:
            check_within(day, self.first, self.last)
        return day


def check_within(day: date, first: date = FIRST_DAY, last: date = LAST_DAY) -> None:
    """Refuse a day outside these bounds."""
    if not first <= day <= last:
        bound = f"ancienne : pas avant {first.year}" if day < first else f"lointaine : pas après {last.year}"
        raise ValidationError(f"Cette date est trop {bound}. Vérifiez l'année.", code="out_of_bounds")


class PlainCharField(forms.CharField):
    """Text kept as typed, accents and emoji included; always bounded (500 characters by default).

    On one line: a name or a title may end up in a mail's subject, where a line break would write headers (case 42).
    """

    several_lines = False

    def __init__(self, *, max_length: int = 500, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: object) -> str:
        text = super().to_python(value) or ""
        check_plain(text)
        if not self.several_lines and ("\n" in text or "\r" in text):
            raise ValidationError("Écrivez sur une seule ligne.", code="line_break")
        return text


class LongTextField(PlainCharField):
    """Several lines, 4 000 characters by default."""

    several_lines = True

    def __init__(self, *, max_length: int = 4000, rows: int = 6, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=max_length, **kwargs)

    def has_changed(self, initial: object, data: object) -> bool:
        """Browsers send line ends of their own: they are no change."""
        return super().has_changed(*("\n".join(str(text or "").split("\r\n")) for text in (initial, data)))


class RichTextField(LongTextField):
    """A long text with light marks, shown by the filter `rich` (`core.rich_text`); its length counts what is typed."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "data-rich": True}


class AddressField(forms.EmailField):
    """An electronic address, without anything that a mail server would read as a second line."""

    default_error_messages = {"invalid": "Écrivez une adresse électronique entière, par exemple nom@domaine.fr."}

    def __init__(self, *, max_length: int = 254, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        text: str = super().to_python(value) or ""
        check_plain(text)
        return text.strip()


class LinkField(forms.URLField):
    """An address of the web; nothing else opens from a mail."""

    default_error_messages = {"invalid": "Écrivez une adresse web entière, par exemple https://visio.exemple.fr/salle."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", **kwargs)
        self.validators = [validator for validator in self.validators if not isinstance(validator, URLValidator)] + [
            URLValidator(schemes=["http", "https"])
        ]

    def to_python(self, value: Any) -> str:
        check_plain(str(value or ""))
        return super().to_python(value) or ""


class FrenchDecimalField(forms.Field):
    """A decimal typed the French way, «1 000 000,50»; negative only if `signed`.

    Django's DecimalField refuses that and accepts «1e9»; this one does the reverse.
    `places` bounds the decimals, `max_value` the size, below zero too. A third place would be read two ways.
    """

    widget = forms.TextInput
    unit = ""
    example = "12,5"

    def __init__(
        self, *, places: int = 2, max_value: Decimal = Decimal("999999999.99"), signed: bool = False, **kwargs: Any
    ) -> None:
        self.places = places
        self.max_value = max_value
        self.signed = signed
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:  # noqa: ARG002
        """The decimal keyboard of some phones has no minus sign."""
        return {"inputmode": "text" if self.signed else "decimal", "autocomplete": "off"}

    def prepare_value(self, value: object) -> object:
        if isinstance(value, Decimal):
            return grouped(value, self.places)
        return value

    def has_changed(self, initial: object, data: object) -> bool:
        try:
            return self.to_python(data) != self.to_python(self.prepare_value(initial))
        except ValidationError:
            return True

    def to_python(self, value: object) -> Decimal | None:
        text = str(value).strip() if value is not None else ""
        text = text.removesuffix(self.unit).strip() if self.unit else text
        if not text:
            return None
        negative = self.signed and text[0] in MINUS
        text = text[1:].lstrip() if negative else text
        self.check_one_reading(text)
        if not NUMBER.fullmatch(text):
            raise ValidationError(
                "Écrivez un nombre%(whole)s%(positive)s en chiffres, par exemple %(example)s.",
                code="invalid",
                params={
                    "whole": "" if self.places else " entier",
                    "positive": "" if self.signed else " positif",
                    "example": self.example,
                },
            )
        number = Decimal(without_spaces(text).replace(",", "."))
        if number > self.max_value:
            raise ValidationError(
                "Ce nombre est trop grand : %(most)s au plus.",
                code="too_big",
                params={"most": grouped(self.max_value, self.places)},
            )
        if number != number.quantize(Decimal(1).scaleb(-self.places)):
            raise ValidationError(
                f"Pas plus de {counted(self.places, 'chiffre')} après la virgule."
                if self.places
                else "Écrivez un nombre entier, sans virgule.",
                code="places",
            )
        return -number if negative else number

    def check_one_reading(self, text: str) -> None:
        """Refuse «70.000» rather than take seventy thousand for seventy; the readings that fit are offered (case 51).

        «0,125» has one reading: no thousand begins with zero.
        """
        found = TWO_WAYS.fullmatch(text)
        if found is None:
            return
        before, after = (re.sub(r"[.,]", "", without_spaces(part)) for part in found.groups())
        if not int(before):
            return
        readings, decimals = [grouped(Decimal(before + after), 0)], after.rstrip("0").ljust(self.places, "0")
        if len(decimals) <= self.places:
            readings.append(grouped(Decimal(before), 0) + (f",{decimals}" if decimals else ""))
        raise ValidationError(
            "Écrivez %(readings)s : « %(typed)s » se lit de deux façons.",
            code="two_ways",
            params={"readings": " ou ".join(readings), "typed": text},
        )


def without_spaces(text: str) -> str:
    return re.sub(rf"[{SPACES}]", "", text)


class WholeNumberField(FrenchDecimalField):
    """A number without decimals, «1 250», from `min_value` to `max_value`.

    Stock IntegerField takes «1.000» for one.
    """

    example = "12"

    def __init__(self, *, min_value: int = 0, max_value: int = 999_999_999, **kwargs: Any) -> None:
        self.min_value = min_value
        super().__init__(places=0, max_value=Decimal(max_value), **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        return {**super().widget_attrs(widget), "inputmode": "numeric"}

    def prepare_value(self, value: object) -> object:
        return grouped(Decimal(value), 0) if isinstance(value, int) else super().prepare_value(value)

    def to_python(self, value: object) -> int | None:  # type: ignore[override]  # a whole number is kept as one
        number = super().to_python(value)
        if number is not None and number < self.min_value:
            raise ValidationError(
                "Ce nombre est trop petit : %(least)d au moins.", code="too_small", params={"least": self.min_value}
            )
        return None if number is None else int(number)


class SiretField(PlainCharField):
    """A SIRET number, spaces allowed; its key tells a slip of the finger. La Poste's add up by five instead."""

    LENGTH = 14
    LA_POSTE = "356000000"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=24, **kwargs)

    def to_python(self, value: object) -> str:
        number = without_spaces(super().to_python(value))
        if number and not (len(number) == self.LENGTH and number.isascii() and number.isdigit()):
            raise ValidationError("Un numéro SIRET compte 14 chiffres.", code="invalid")
        if number and not self.adds_up(number):
            raise ValidationError("Ce numéro SIRET n'existe pas : vérifiez ses chiffres.", code="key")
        return number

    def adds_up(self, number: str) -> bool:
        if number.startswith(self.LA_POSTE) and not sum(map(int, number)) % 5:
            return True
        doubled = "".join(str(int(figure) * (2 - place % 2)) for place, figure in enumerate(number))
        return not sum(map(int, doubled)) % 10


class EuroField(FrenchDecimalField):
    """An amount in euros, with at most two places."""

    unit = "€"
    example = "70 000,00"


class DaysField(FrenchDecimalField):
    """Days of work, by quarters: 0,25 is the smallest."""

    unit = "j"
    example = "12,25"

    def __init__(self, *, max_value: Decimal = Decimal(366), **kwargs: Any) -> None:
        super().__init__(places=2, max_value=max_value, **kwargs)

    def to_python(self, value: object) -> Decimal | None:
        number = super().to_python(value)
        if number is not None and number % Decimal("0.25"):
            raise ValidationError("Comptez par quarts de jour : 0,25, 0,5, 0,75 ou 1.", code="quarter")
        return number
