"""At which pace a person is written to."""

from django import forms

from accounts.enums import MailPace
from core.forms import PortalForm

PACES = [(pace.value, pace.label.capitalize()) for pace in MailPace]


class MailChoicesForm(PortalForm):
    work_mails = forms.ChoiceField(
        label="Travail à faire",
        choices=PACES,
        widget=forms.RadioSelect,
        help_text="Une fiche à évaluer, une signature attendue, un mois à vérifier…",
    )
    news_mails = forms.ChoiceField(
        label="Nouvelles",
        choices=PACES,
        widget=forms.RadioSelect,
        help_text="Un appel ouvert, un dépôt, un compte rendu accepté…",
    )
