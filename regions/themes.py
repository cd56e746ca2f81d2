"""Which themes a project may choose: those of the call, and those that its region had chosen before (R49–R50)."""

from django.db.models import Case, Q, QuerySet, Value, When

from calls.enums import Vocabulary
from calls.models import Term
from regions.models import RegionalProject

# Insee code of the region: the list that its ARS and Aract wrote.
REGIONAL_THEMES = {"93": Vocabulary.THEME_PACA}


def own_list(project: RegionalProject) -> str:
    """The vocabulary that the region wrote, where the call lets regions keep theirs (R50); else nothing."""
    return REGIONAL_THEMES.get(project.region.code, "") if project.call.regional_themes else ""


def themes_for(project: RegionalProject) -> QuerySet[Term]:
    """One list: the region's own themes, then those of the call (all the national ones when it names none).

    A national theme that the region put in its own words (`Term.counts_as`) is not offered twice.
    """
    national = Q(vocabulary=Vocabulary.THEME)
    chosen = list(project.call.themes.values_list("pk", flat=True))
    if chosen:
        national = Q(pk__in=chosen)
    own = Q(vocabulary=own_list(project))
    reworded = Term.objects.in_use().filter(own).exclude(counts_as="").values("counts_as")
    offered = Q(pk__in=chosen) | Q(pk__in=Term.objects.offered_in(project.call_id).values("pk"))
    themes = (
        Term.objects.in_use().filter(offered, own | national).exclude(vocabulary=Vocabulary.THEME, code__in=reworded)
    )
    region_first = Case(When(vocabulary=Vocabulary.THEME, then=Value(1)), default=Value(0))
    return themes.order_by(region_first, "position", "pk")


def offered_for(theme: Term, themes: QuerySet[Term]) -> Term:
    """The theme of a list that says the same as one chosen before the region had its own words; else that one."""
    return themes.filter(counts_as=theme.code).first() or theme


def national_labels() -> dict[str, str]:
    """{code: label} of the national themes, to which the figures bring regional ones back."""
    return dict(Term.objects.of(Vocabulary.THEME).values_list("code", "label"))
