"""Finding structures by what was typed: their name, city, postcode, FINESS or Siret number."""

from directory.models import Establishment, EstablishmentQuerySet

LIMIT = 20
# Sorted by name to show the first ones; beyond that a search is too broad for its order to matter.
CANDIDATES = 200
ELSEWHERE = 3
# Structures named to who wrote words that mean several, in the answer to a question.
NAMED = 5
LONGEST_KEY = 18


def first_by_name(rows: EstablishmentQuerySet, limit: int = LIMIT + 1) -> list[Establishment]:
    """A few rows by name, among the first that the database finds; of their region, the key alone."""
    return list(rows.narrowed_to(CANDIDATES)[:limit])


def first_elsewhere(rows: EstablishmentQuerySet) -> list[Establishment]:
    """A few rows with the region that each is in."""
    return list(rows.narrowed_to(CANDIDATES).select_related("region")[:ELSEWHERE])


def found_or_near(rows: EstablishmentQuerySet, text: str, limit: int = LIMIT + 1) -> list[Establishment]:
    """Rows that hold every word typed; those at one slip of them when there are none (a second query)."""
    return first_by_name(rows.matching(text), limit) or first_by_name(rows.nearly_matching(text), limit)


def is_key(text: str) -> bool:
    """Whether a text of an address may be a row's key: digits, and no more of them than a database counts."""
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_KEY


def find_for_answer(text: str) -> tuple[list[dict[str, str]], bool]:
    """The open structures that a text may mean, as `calls.kinds.establishments` keeps them, and whether there are more.

    In the words of the register, which everybody may read; two queries at most.
    """
    found = found_or_near(Establishment.objects.open(), text, NAMED + 1)
    return [{"finess": row.finess or "", "name": row.name, "city": row.city or ""} for row in found[:NAMED]], len(
        found
    ) > NAMED
