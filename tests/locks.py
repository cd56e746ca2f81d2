"""In which order a request locks its rows."""

import re

from django.test.utils import CaptureQueriesContext

LOCK = re.compile(r'FROM "(\w+)".* FOR UPDATE', re.DOTALL)


def locked_tables(queries: CaptureQueriesContext) -> list[str]:
    """Each table at its first lock."""
    found = [match[1] for query in queries.captured_queries if (match := LOCK.search(query["sql"]))]
    return list(dict.fromkeys(found))
