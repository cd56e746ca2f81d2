"""The search that looks everywhere, within what a person may see; and finding regions, whose page is here."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from accounts.models import Membership, Region
from core.finding import Finder, SearchHit, finders, holding, words_of
from regions.permissions import may_follow_region

# Of each kind: more than that is a list's work.
MOST = 8


@dataclass(frozen=True)
class Results:
    """What one kind of thing answered; `more` is where all of it is, when there is more."""

    kind: str
    lines: list[SearchHit]
    more: str = ""
    cut: bool = False


def results(hat: Membership, text: str) -> list[Results]:
    """Kinds that answer, those of the upper rooms first; as many queries however much is found."""
    if not words_of(text):
        return []
    return [found for finder in reversed(list(finders())) if (found := asked(finder, hat, text)).lines]


def asked(finder: Finder, hat: Membership, text: str) -> Results:
    lines = list(finder.find(hat, text, MOST + 1))
    cut = len(lines) > MOST
    more = finder.everything(text) if cut and finder.everything else ""
    return Results(finder.kind, lines[:MOST], more, cut)


def regions(hat: Membership, text: str, most: int) -> list[SearchHit]:
    return list(_regions(hat, text))[:most]


def _regions(hat: Membership, text: str) -> Iterator[SearchHit]:
    for region in holding(Region.objects.all(), text, "name", "short_name").order_by("slug"):
        if may_follow_region(hat, region):
            yield SearchHit(
                region.name, "Projets, alertes et dates de la région", reverse("region", args=[region.slug])
            )
