"""A revision of an open call's questionnaire."""

from core.forms import PortalForm
from core.inputs import LongTextField


class RevisionForm(PortalForm):
    reason = LongTextField(
        label="Motif", max_length=500, rows=4, help_text="Il est affiché sur la page publique de l'appel."
    )
