"""Files to join, chosen by who has no script, or who replaces one."""

from typing import Any

from django import forms

from calls.kinds import NO_TERMS
from calls.kinds.files import Files
from core.forms import PortalForm


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """One file or more, as a list of Django's `UploadedFile`; what each is worth is the deed's affair."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = data if isinstance(data, list | tuple) else [data]
        return [super(SeveralFilesField, self).clean(one, initial) for one in given or [None]]


class AttachForm(PortalForm):
    """`upload` is one file, or several where there is room for them."""

    def __init__(self, data: Any = None, files: Any = None, *, kind: Files, several: bool) -> None:
        super().__init__(data, files)
        field = SeveralFilesField if several else forms.FileField
        self.fields["upload"] = field(
            label="Fichiers" if several else "Fichier",
            help_text=kind.explained(NO_TERMS),
            allow_empty_file=True,
            max_length=255,
            error_messages={"required": "Choisissez un fichier sur votre ordinateur."},
        )
