"""Sending files of the national directory."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from core.forms import PortalForm

EXTENSIONS = (".csv", ".txt", ".json", ".gz", ".zip")


class FinessFileField(forms.FileField):
    """A table or a flow, plain or compressed; it stays on disk, only its size and name are judged here."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=200, **kwargs)
        self.widget.attrs["accept"] = ",".join(EXTENSIONS)

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if isinstance(upload, UploadedFile):
            limit = settings.FINESS_MAX_BYTES
            if (upload.size or 0) > limit:
                raise forms.ValidationError(f"Fichier trop lourd : {limit // 1024**2} Mo au plus, compressez-le.")
            if not (upload.name or "").lower().endswith(EXTENSIONS):
                raise forms.ValidationError("Envoyez un fichier .csv ou .json, en clair ou compressé (.gz, .zip).")
        return upload


class FinessForm(PortalForm):
    structures = FinessFileField(
        label="Fichier des établissements",
        help_text="Le tableau cs1100502, ou le flux JSON « finess-structures » de l'ANS. En clair, .gz ou .zip.",
    )
    entities = FinessFileField(
        label="Fichier des entités juridiques",
        required=False,
        help_text="Avec le tableau : cs1100501, qui dit le statut public ou privé. Le flux JSON le contient déjà.",
    )
    extract = forms.BooleanField(
        label="C'est un extrait",
        required=False,
        help_text="D'une région par exemple : les établissements qui n'y figurent pas restent ouverts.",
    )
    forced = forms.BooleanField(
        label="Passer outre au garde-fou",
        required=False,
        help_text="Importer même si plus de 30 % des établissements ouverts n'y figurent plus : ils seront fermés.",
    )
