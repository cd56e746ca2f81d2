"""A later closing."""

from acia_portal.forms import PortalForm
from acia_portal.inputs import LongTextField
from calls.forms.local_time import LocalInstantField


class PostponementForm(PortalForm):
    closes_at = LocalInstantField(
        label="Nouvelle clôture",
        help_text="Date et heure de Paris. Un dépôt reçu à cet instant précis est déjà hors délai.",
    )
    reason = LongTextField(
        label="Motif", max_length=500, rows=4, help_text="Il est affiché sur la page publique de l'appel."
    )
