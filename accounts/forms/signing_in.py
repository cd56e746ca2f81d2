"""allauth's forms in the portal's look and words; what they do is allauth's."""

from typing import Any

from allauth.account import forms as allauth_forms
from django.forms import EmailField, Field

from core.forms import PortalForm
from core.inputs import AddressField

ADDRESS_HINT = "Format attendu : nom@domaine.fr"
RULES_HINT = (
    "Douze caractères au moins, sans rapport avec votre nom ni votre adresse. Plusieurs mots à la suite conviennent."
)
NEW_LABELS = {"password1": "Nouveau mot de passe", "password2": "Le même mot de passe, une seconde fois"}
NEW_HINTS = {"password1": RULES_HINT}


class InOurWords:
    """Labels and hints of ours; DSFR writes help above the field and nothing inside it.

    Stands between `PortalForm` and allauth's form: after the fields are made, before they are drawn.
    """

    fields: dict[str, Field]
    labels: dict[str, str] = {}
    hints: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")
            if isinstance(field, EmailField):
                field.error_messages |= AddressField.default_error_messages


class SignInForm(PortalForm, InOurWords, allauth_forms.LoginForm):
    labels = {"login": "Adresse électronique", "password": "Mot de passe"}
    hints = {"login": ADDRESS_HINT}


class ForgottenPasswordForm(PortalForm, InOurWords, allauth_forms.ResetPasswordForm):
    labels = {"email": "Adresse électronique"}
    hints = {"email": ADDRESS_HINT}


class NewPasswordForm(PortalForm, InOurWords, allauth_forms.ResetPasswordKeyForm):
    labels = NEW_LABELS
    hints = NEW_HINTS


class ChangePasswordForm(PortalForm, InOurWords, allauth_forms.ChangePasswordForm):
    labels = {"oldpassword": "Mot de passe actuel", **NEW_LABELS}
    hints = NEW_HINTS


class ReauthenticateForm(PortalForm, InOurWords, allauth_forms.ReauthenticateForm):
    labels = {"password": "Mot de passe"}
