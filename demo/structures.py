"""Fictional structures and the tools they explore, read from data/structures.toml and data/regions.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from accounts.models import Region
from calls.enums import Vocabulary
from calls.models import Term
from directory.enums import LegalStatus, Sector
from directory.models import Establishment
from directory.registering import register_establishment
from regions.participating import Tool

DATA = Path(__file__).parent / "data"
FICTIONAL = "(structure fictive)"


@cache
def read(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Taking:
    """A structure taking part with a tool, as the data describes them."""

    structure: dict[str, str]
    tool: dict[str, str]
    city: str


def listed(key: str, region: Region) -> list[Taking]:
    """The structures that a list of the data names, spread over the region's cities."""
    cities = read("regions")[region.code]["cities"]
    entries = read("structures")[key]
    return [Taking(entry, entry, cities[rank % len(cities)]) for rank, entry in enumerate(entries)]


def drawn(region: Region, count: int, tools: int, *, turn: int) -> list[Taking]:
    """`count` structures exploring `tools` tools, drawn in turn from the lists so that regions differ."""
    cities = read("regions")[region.code]["cities"]
    kinds, catalogue = read("structures")["kinds"], read("structures")["tools"]
    return [
        Taking(
            kinds[(turn + rank) % len(kinds)],
            catalogue[(turn * 2 + rank % tools) % len(catalogue)],
            cities[rank % len(cities)],
        )
        for rank in range(count)
    ]


def registered(taking: Taking, region: Region) -> Establishment:
    """The structure's row, known by its name and city so that later calls find it again."""
    name = f"{taking.structure['name']} {FICTIONAL}"
    known = Establishment.objects.filter(region=region, name=name, city=taking.city).first()
    if known is not None:
        return known
    department = read("regions")[region.code]["department"]
    rank = Establishment.objects.filter(finess__startswith=f"{department}99").count() + 1
    return register_establishment(
        finess=f"{department}99{rank:05d}",
        name=name,
        address=f"{rank} rue de l'Exemple",
        postcode=f"{department}000",
        city=taking.city,
        region=region,
        sector=Sector(taking.structure["sector"]),
        legal_status=LegalStatus(taking.structure["status"]),
        category_code=taking.structure["code"],
        category=taking.structure["category"],
        fictional=True,
    )


def described(taking: Taking) -> Tool:
    def term(vocabulary: Vocabulary, key: str) -> Term:
        return Term.objects.get(vocabulary=vocabulary, code=taking.tool[key])

    return Tool(
        title=taking.tool["title"],
        tool=taking.tool["tool"],
        theme=term(Vocabulary.THEME, "theme"),
        nature=term(Vocabulary.NATURE, "nature"),
        maturity=term(Vocabulary.MATURITY, "maturity"),
        work_question=taking.tool["question"],
    )
