"""Which themes a project may choose: those of the call, and those that its region had chosen before (R49–R50)."""

from django.db.models import Q, QuerySet

from calls.enums import Vocabulary
from calls.models import Term
from regions.models import RegionalProject

# Insee code of the region: the list that its ARS and Aract wrote.
REGIONAL_THEMES = {"93": Vocabulary.THEME_PACA}


def themes_for(project: RegionalProject) -> QuerySet[Term]:
    """The call's themes (the whole national list when it names none), then the region's own."""
    national = Q(vocabulary=Vocabulary.THEME)
    chosen = list(project.call.themes.values_list("pk", flat=True))
    if chosen:
        national = Q(pk__in=chosen)
    regional = REGIONAL_THEMES.get(project.region.code)
    return Term.objects.in_use().filter(national | Q(vocabulary=regional) if regional else national)
