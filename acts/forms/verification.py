"""What somebody who holds an act types to check it."""

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from core.forms import PortalForm
from core.inputs import PlainCharField


class VerificationForm(PortalForm):
    """The code printed beside the QR code of an act."""

    code = PlainCharField(
        label="Code de vérification",
        max_length=200,
        help_text="La fin de l'adresse imprimée sous le document, après « /verifier/ ». L'adresse entière va aussi.",
    )

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).strip().rstrip("/").rsplit("/", 1)[-1]


class CompareForm(PortalForm):
    """A PDF to compare with the act that the portal keeps."""

    file = forms.FileField(
        label="Votre fichier PDF",
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        help_text="Il est comparé puis oublié : le portail ne le garde pas.",
        allow_empty_file=True,
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        upload: UploadedFile[bytes] = self.cleaned_data["file"]
        if (upload.size or 0) > settings.DOCUMENT_MAX_BYTES:
            raise forms.ValidationError("Ce fichier est bien plus lourd que le document émis : ce n'est pas lui.")
        return upload
