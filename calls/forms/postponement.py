"""A later closing."""

from calls.forms.local_time import LocalInstantField
from core.forms import PortalForm
from core.inputs import LongTextField


class PostponementForm(PortalForm):
    closes_at = LocalInstantField(
        label="Nouvelle clôture",
        help_text="Date et heure de Paris. Un dépôt reçu à cet instant précis est déjà hors délai.",
    )
    reason = LongTextField(
        label="Motif", max_length=500, rows=4, help_text="Il est affiché sur la page publique de l'appel."
    )
