"""Checking a letter that somebody holds: does the portal know it, and is it the same file."""

import hashlib
import re
from collections.abc import Iterable

from commission.models import Notice

# What `new_check_code` is made of; anything else is not even looked for.
CODE = re.compile(r"[A-Za-z0-9_-]{1,32}")


def found_by(code: str) -> Notice | None:
    """The issued letter with this code. The code cannot be guessed: a person who has it holds the letter."""
    if not CODE.fullmatch(code):
        return None
    return Notice.objects.with_parties().filter(check_code=code).exclude(document=None).first()


def is_superseded(notice: Notice) -> bool:
    return Notice.objects.superseded().filter(pk=notice.pk).exists()


def same_file(notice: Notice, chunks: Iterable[bytes]) -> bool:
    """Whether these bytes are those of the letter, by their SHA-256."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return notice.document is not None and digest.hexdigest() == notice.document.sha256
