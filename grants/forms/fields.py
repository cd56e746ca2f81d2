"""The fields that the money's forms share: amounts above zero, pieces, one key a form."""

import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.inputs import EuroField, LongTextField


class AmountField(EuroField):
    """An amount of at least one cent."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if isinstance(value, Decimal) and value <= 0:
            raise ValidationError("Écrivez un montant supérieur à zéro.", code="zero")


class DraftTextField(LongTextField):
    """A text that the end result wants and a draft may still lack: drawn as required, saved empty without an error."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class PieceField(forms.FileField):
    """A file that proves something; its real type and size are judged when it is stored."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "PDF, document Word, Excel ou ODT, ou image.")
        super().__init__(**kwargs)


class KeyField(forms.UUIDField):
    """Drawn at random when the form is shown: sending it twice writes one row (case 17)."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, initial=uuid.uuid4)
