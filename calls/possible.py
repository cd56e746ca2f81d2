"""Whether conditions can ever hold: question by question, given those that must hold for a question to be asked at all.

Each question has its *ways*: the sets of tests, any one of which makes it asked. A way is open when, of each question
it speaks of, some answer passes all its tests together. Beyond `MOST_WAYS` nothing is said against a condition.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import product

from calls.clauses import Clause, Operator, Test
from calls.kinds import TermLists
from calls.models import Question, Section

Way = frozenset[Test]
MOST_WAYS = 64
ANYWAY: list[Way] = [frozenset()]


class Possible:
    """What is known of the questions met so far, in their order."""

    def __init__(self, terms: TermLists) -> None:
        self.terms = terms
        self.known: dict[str, Question] = {}
        self.ways: dict[str, list[Way]] = {}
        self.around = ANYWAY

    def begin(self, section: Section) -> bool:
        """Go into a section; whether it may ever be asked for."""
        self.around = self.open_ways(section.clause, ANYWAY)
        return bool(self.around)

    def add(self, question: Question) -> bool:
        """Go past a question; whether it may ever be asked."""
        ways = self.open_ways(question.clause, self.around)
        self.known.setdefault(question.code, question)
        self.ways.setdefault(question.code, ways)
        return bool(ways)

    def open_ways(self, clause: Clause, around: list[Way]) -> list[Way]:
        ways = [way for way in joined([around, self.ways_of(clause)]) if self.is_open(way)]
        return ways if len(ways) <= MOST_WAYS else ANYWAY

    def ways_of(self, clause: Clause) -> list[Way]:
        """Those of a condition, with what makes each question that it names be asked."""
        parts = [self.ways_of(part) if isinstance(part, Clause) else self.ways_of_test(part) for part in clause.parts]
        return joined(parts) if clause.every else [way for part in parts for way in part]

    def ways_of_test(self, test: Test) -> list[Way]:
        return joined([[frozenset({test})], self.ways.get(test.question, ANYWAY)])

    def is_open(self, way: Way) -> bool:
        by_question: dict[str, list[Test]] = defaultdict(list)
        for test in way:
            by_question[test.question].append(test)
        return all(self.passable(self.known.get(code), tests) for code, tests in by_question.items())

    def passable(self, question: Question | None, tests: list[Test]) -> bool:
        """Whether one answer may pass all these tests."""
        if question is None:
            return True
        kind = question.asks
        if kind.compares:
            least = max((test.bound for test in tests if test.operator == Operator.AT_LEAST), default=None)
            most = min((test.bound for test in tests if test.operator == Operator.AT_MOST), default=None)
            return least is None or most is None or least <= most
        if not kind.names:
            return True
        barred = {word for test in tests if test.operator == Operator.NONE_OF for word in test.values}
        left = set(kind.sayable(self.terms)) - barred
        wanted = [set(test.values) for test in tests if test.operator == Operator.ONE_OF]
        if kind.several:
            return bool(left) and all(left & words for words in wanted)
        return bool(left.intersection(*wanted))


def joined(parts: Iterable[list[Way]]) -> list[Way]:
    """Every way of having one of each part's; without a bound, nothing is said."""
    found: list[Way] = ANYWAY
    for ways in parts:
        found = list({one | other for one, other in product(found, ways)})
        if len(found) > MOST_WAYS:
            return ANYWAY
    return found
