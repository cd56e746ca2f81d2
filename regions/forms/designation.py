"""A field for how people and organisations are designated."""

from typing import Any

from django import forms

from core.inputs import PlainCharField
from core.verdicts import Refused
from regions.designating import ensure_designates


class DesignationField(PlainCharField):
    """A function or an organisation: neither a person's name nor a union's (C7)."""

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        try:
            ensure_designates(text)
        except Refused as refusal:
            raise forms.ValidationError(refusal.reason, code="designation") from refusal
        return text
