"""What a newcomer types to accept an invitation."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.forms.signing_in import RULES_HINT
from accounts.models import User
from core.forms import PortalForm
from core.inputs import PlainCharField


class PasswordInput(forms.PasswordInput):
    def __init__(self) -> None:
        super().__init__(attrs={"autocomplete": "new-password"})


class NewcomerForm(PortalForm):
    """The name to show, and a password. The address is the one that was invited."""

    full_name = PlainCharField(
        label="Prénom et nom",
        max_length=150,
        help_text="Tels que les autres les liront.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label="Mot de passe", max_length=200, strip=False, help_text=RULES_HINT, widget=PasswordInput
    )
    password_again = forms.CharField(
        label="Le même mot de passe, une seconde fois", max_length=200, strip=False, widget=PasswordInput
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        self.email = email
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        password = typed.get("password")
        if password:
            try:
                validate_password(password, User(email=self.email, full_name=typed.get("full_name", "")))
            except ValidationError as error:
                self.add_error("password", error)
            if "password_again" in typed and typed["password_again"] != password:
                self.add_error("password_again", "Les deux mots de passe diffèrent.")
        return typed
