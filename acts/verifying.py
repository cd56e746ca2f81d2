"""Checking an act that somebody holds: does the portal know it, and is it the same file."""

import hashlib
import re
from collections.abc import Iterable

from acts.models import Act

# What `new_check_code` is made of; anything else is not even looked for.
CODE = re.compile(r"[A-Za-z0-9_-]{1,32}")


def found_by(code: str) -> Act | None:
    """The issued act with this code. The code cannot be guessed: a person who has it holds the act."""
    return Act.objects.for_check().filter(check_code=code).first() if CODE.fullmatch(code) else None


def same_file(act: Act, chunks: Iterable[bytes]) -> bool:
    """Whether these bytes are those of the act, by their SHA-256."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return act.document is not None and digest.hexdigest() == act.document.sha256
