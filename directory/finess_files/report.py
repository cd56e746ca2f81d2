"""What a reading has to say, line by line: errors, for which nothing is imported, and warnings."""

from collections import Counter
from dataclasses import dataclass, field
from typing import TypedDict

# Kept of each severity; beyond that a file is wrong as a whole, and only counted.
MOST = 200
ERROR, WARNING = "erreur", "avertissement"


class Problem(TypedDict):
    """One thing wrong: where (line of a table, rank in a flow; 0 for the file itself), how bad, what."""

    line: int
    severity: str
    text: str


@dataclass
class Report:
    """Counts by name, and the first problems of each severity. Memory is bounded whatever the file."""

    counts: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)

    def error(self, line: int, text: str) -> None:
        self._add(line, ERROR, text)

    def warn(self, line: int, text: str) -> None:
        self._add(line, WARNING, text)

    def _add(self, line: int, severity: str, text: str) -> None:
        self.counts[severity] += 1
        if self.counts[severity] <= MOST:
            self.problems.append(Problem(line=line, severity=severity, text=text))

    @property
    def errors(self) -> int:
        return self.counts[ERROR]
