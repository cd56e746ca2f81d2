"""The hash of a fiche: from its heading and its sections' hashes, so that writing one section computes that one."""

from collections.abc import Iterable
from typing import Any

from records.sealing import hash_of

FORMAT = 2


def fiche_hash(heading: dict[str, Any], sections: Iterable[tuple[str, str]]) -> str:
    """From the heading and each section's code and hash, in their order."""
    return hash_of({"format": FORMAT, "heading": heading, "sections": [list(section) for section in sections]})


def hash_of_whole(content: dict[str, Any]) -> str:
    """The hash that signatures bear, found again from a document; anyone who holds it may compute it."""
    heading = {key: content[key] for key in ("call", "region", "project")}
    return fiche_hash(heading, [(section["code"], hash_of(section)) for section in content["sections"]])
