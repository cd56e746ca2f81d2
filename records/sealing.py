"""The one text of a content and its SHA-256: what is signed, approved, issued or handed in is known by it.

A content is plain data (texts, whole numbers, lists, dictionaries), in the words of its day. A row that keeps one is a
`records.models.Sealed`; its PDF is made afterwards by `records.papers`.
"""

import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder


def canonical(content: Any) -> str:
    """The one JSON text of a value: sorted keys, no spaces, accents kept."""
    return json.dumps(content, cls=DjangoJSONEncoder, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def hash_of(content: Any) -> str:
    """SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()
