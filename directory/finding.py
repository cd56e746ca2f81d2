"""Finding structures among the results of a search that looks everywhere."""

from urllib.parse import urlencode

from django.urls import reverse

from accounts.models import Membership
from core.finding import SearchHit
from directory.models import Establishment
from directory.searching import found_or_near


def structures(hat: Membership | None, text: str, most: int) -> list[SearchHit]:
    """As the directory finds them: a word that slipped by a letter too, when nothing else answers."""
    rows = Establishment.objects.visible_to(hat)
    return [
        SearchHit(
            row.name,
            " – ".join(filter(None, [row.city, row.finess and f"FINESS {row.finess}"])),
            directory_of(row.finess or row.name),
        )
        for row in found_or_near(rows, text, most)
    ]


def directory_of(text: str) -> str:
    """The page of the directory that looks for the same."""
    return f"{reverse('directory:establishments')}?{urlencode({'q': text})}"
