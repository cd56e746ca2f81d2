"""Which expressions a list shows: the filters of its address."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F, QuerySet

from calls.enums import Vocabulary
from calls.models import Term
from directory.enums import LegalStatus, Sector
from regional_calls.enums import JointOutcome, PairParty
from regional_calls.models import Expression, RegionalCall
from regional_calls.models.expression import ExpressionQuerySet

# What the list may ask of the common choice, beside an outcome.
STATES = {"sans": "sans proposition", "proposee": "à confirmer", "commun": "choix commun"}


def filter_fields(call: RegionalCall, party: PairParty | None) -> list[dict[str, Any]]:
    """(name, label, options) of each filter, in the order of the page."""
    maturities = Term.objects.of(Vocabulary.MATURITY).known_in(call.project.call_id)
    fields = [
        ("theme", "Thème", [(str(theme.pk), theme.label) for theme in call.themes.all()]),
        ("secteur", "Secteur", [(str(s.value), str(s.label).capitalize()) for s in Sector]),
        ("statut", "Statut", [(str(s.value), str(s.label).capitalize()) for s in LegalStatus]),
        (
            "avancement",
            "Avancement",
            [(term.code, term.label) for term in maturities],
        ),
        (
            "choix",
            "Choix",
            [(key, label.capitalize()) for key, label in STATES.items()]
            + [(str(o.value), f"Choix commun : {o.label}") for o in JointOutcome],
        ),
    ]
    if party is not None:
        fields.append(("avis", "Votre avis", [("manquant", "À donner")]))
    return [{"name": name, "label": label, "options": options} for name, label, options in fields]


def filtered(call: RegionalCall, asked: Mapping[str, str], party: PairParty | None) -> ExpressionQuerySet:
    """The expressions handed in that the address asks for; a value that means nothing filters nothing."""
    rows = call.expressions.handed_in()
    themes = {str(pk): pk for pk in call.themes.values_list("pk", flat=True)}
    if asked.get("theme") in themes:
        rows = rows.filter(theme=themes[asked["theme"]])
    if asked.get("secteur") in Sector:
        rows = rows.filter(sector=asked["secteur"])
    if asked.get("statut") in LegalStatus:
        rows = rows.filter(legal_status=asked["statut"])
    maturity = asked.get("avancement", "").replace("\x00", "")[:40]
    if maturity and Term.objects.of(Vocabulary.MATURITY).filter(code=maturity).exists():
        rows = rows.filter(maturity__code=maturity)
    rows = by_choice(rows, asked.get("choix", ""))
    if party is not None and asked.get("avis") == "manquant":
        rows = rows.exclude(pk__in=viewed_by(call, party))
    return rows


def viewed_by(call: RegionalCall, party: PairParty) -> QuerySet[Any]:
    """Those on which a party's view is about what was last handed in."""
    return Expression.objects.filter(call=call, views__party=party, views__submission=F("submission")).values("pk")


def by_choice(rows: ExpressionQuerySet, asked: str) -> ExpressionQuerySet:
    """An outcome means the choice of both: filtering on proposals would tell what the other party proposed."""
    if asked in JointOutcome:
        return rows.filter(choice__outcome=asked, choice__confirmed_at__isnull=False)
    match asked:
        case "sans":
            return rows.filter(choice=None)
        case "proposee":
            return rows.filter(choice__isnull=False, choice__confirmed_at=None)
        case "commun":
            return rows.filter(choice__confirmed_at__isnull=False)
        case _:
            return rows
