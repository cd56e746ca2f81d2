"""What starts and names a project."""

from acia_portal.forms import PortalForm
from acia_portal.inputs import PlainCharField


class TitleForm(PortalForm):
    title = PlainCharField(
        label="Titre du projet",
        help_text="En quelques mots : le sujet et le territoire. Vous pourrez le changer jusqu'au dépôt.",
        max_length=200,
    )
