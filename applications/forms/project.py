"""What starts and names a project."""

from core.forms import PortalForm
from core.inputs import PlainCharField


class TitleForm(PortalForm):
    title = PlainCharField(
        label="Titre du projet",
        help_text="En quelques mots : le sujet et le territoire. Vous pourrez le changer jusqu'au dépôt.",
        max_length=200,
    )
