"""A message on a fiche, or a note."""

from django import forms

from core.forms import PortalForm
from core.inputs import LongTextField


class MessageForm(PortalForm):
    text = LongTextField(
        label="Votre message",
        help_text="L'autre partie le lit ici, et en est prévenue par courriel.",
        max_length=4000,
        rows=5,
        error_messages={"required": "Écrivez votre message."},
    )
    upload = forms.FileField(
        label="Fichier", required=False, help_text="PDF, Word, Excel, ODT ou image ; 10 Mo au plus."
    )


class NoteForm(PortalForm):
    text = LongTextField(
        label="Note interne",
        help_text="Lue par le secrétariat et la présidence de la commission, jamais par l'ARS ni par l'Aract.",
        max_length=4000,
        rows=5,
        error_messages={"required": "Écrivez la note."},
    )
