"""The mark of a demonstration: whatever such an instance shows, prints or sends says that it is one (case 75).

The instance bears it, by the setting DEMO_MARK, and no row does: nothing that it produces can be forgotten.
"""

from django.conf import settings

PAPER = "Document de démonstration, sans valeur"
WORKBOOK = "Classeur de démonstration, sans valeur : les lignes qu'il contient sont des exemples fictifs."
IN_TITLES = "[Démonstration]"


def marked_title(title: str) -> str:
    """The subject of a mail or the title of an appointment, as it leaves the instance."""
    return f"{IN_TITLES} {title}" if settings.DEMO_MARK else title
