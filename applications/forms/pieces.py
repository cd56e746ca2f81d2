"""What a fiche lacks: what the secretary asks, what the pair answers."""

from typing import Any

from django import forms
from django.conf import settings

from core.forms import PortalForm
from core.inputs import LongTextField, WholeNumberField


class PiecesForm(PortalForm):
    pieces = LongTextField(
        label="Ce qui manque",
        help_text="Une ligne pour chaque pièce ou information. L'ARS et l'Aract la liront telle quelle.",
        max_length=2000,
        rows=5,
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        least, most = settings.PIECES_DAYS_LEAST, settings.PIECES_DAYS_MOST
        self.fields["days"] = WholeNumberField(
            label="Délai, en jours",
            help_text=f"De {least} à {most} jours à partir d'aujourd'hui.",
            min_value=least,
            max_value=most,
            initial=settings.PIECES_DAYS,
        )


class PiecesAnswerForm(PortalForm):
    text = LongTextField(
        label="Votre réponse",
        help_text="Le secrétariat de la commission la lira. La fiche déposée, elle, ne change pas.",
    )
    upload = forms.FileField(
        label="Fichier",
        required=False,
        help_text="PDF, Word, Excel, ODT ou image ; 10 Mo au plus. Pour plusieurs fichiers, répondez plusieurs fois.",
    )
