"""What is typed of a view of a list that one keeps."""

from typing import Any

from django import forms

from accounts.enums import Audience
from core.forms import PortalForm
from core.inputs import PlainCharField


class SavedViewForm(PortalForm):
    name = PlainCharField(label="Nom de la vue", max_length=60, help_text="Par exemple « À examiner, les anciennes ».")
    audience = forms.TypedChoiceField(
        label="Qui la voit", coerce=Audience, initial=Audience.SELF, widget=forms.RadioSelect
    )
    usual = forms.BooleanField(
        label="Ouvrir la liste avec cette vue", required=False, help_text="Pour vous, à chaque fois que vous y venez."
    )

    def __init__(self, *args: Any, audiences: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["audience"]
        field.choices = audiences
