"""Choosing an organisation by its name, as one types."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from accounts.models import Organisation
from core.alphabetical import Alphabetical


def organisations() -> QuerySet[Organisation]:
    """Every organisation that people may act for, by name."""
    return Organisation.objects.order_by(Alphabetical("name"), "pk")


class SuggestingInput(forms.TextInput):
    """A text input that suggests organisations as one types; the browser does the searching."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        attrs = {**(attrs or {}), "list": f"{name}-suggestions", "autocomplete": "off"}
        names = format_html_join("", '<option value="{}"></option>', organisations().values_list("name"))
        datalist = format_html('<datalist id="{}">{}</datalist>', attrs["list"], names)
        return super().render(name, value, attrs, renderer) + datalist


class OrganisationField(forms.CharField):
    """An organisation, given by its name or its short name."""

    widget = SuggestingInput
    default_error_messages = {
        "unknown": "Aucune organisation ne porte ce nom. Choisissez-la parmi les propositions.",
        "ambiguous": "Plusieurs organisations portent ce nom court. Écrivez le nom complet.",
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Organisation")
        kwargs.setdefault("help_text", "Écrivez quelques lettres, puis choisissez parmi les propositions.")
        super().__init__(max_length=150, **kwargs)

    def clean(self, value: Any) -> Any:
        name = super().clean(value)
        if not name:
            return None
        if "\0" in name:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        found = list(organisations().filter(name__iexact=name)[:2]) or list(
            organisations().filter(short_name__iexact=name)[:2]
        )
        if not found:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        if len(found) > 1:
            raise ValidationError(self.error_messages["ambiguous"], code="ambiguous")
        return found[0]
