"""Conditions, as JSON keeps them and as the code reasons with them.

A condition is one test, or `all` or `any` of several tests and of groups of tests: `{}` always holds.

    {"question": "appel", "one_of": ["oui"]}         also "none_of", of words that the answer says
    {"question": "appel", "answered": true}
    {"question": "cout", "at_least": "23000"}        also "at_most", of numbers and amounts
    {"all": [test, test, {"any": [test, test]}]}

A test asks something of an answer that is there: of a question that is not asked, or is left blank, none holds.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError

MOST_TESTS = 20
DEEPEST = 2
MOST_VALUES = 60


class Operator(StrEnum):
    """What is asked of an answer."""

    ONE_OF = "one_of"
    NONE_OF = "none_of"
    ANSWERED = "answered"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


NAMING = {Operator.ONE_OF, Operator.NONE_OF}
COMPARING = {Operator.AT_LEAST, Operator.AT_MOST}


@dataclass(frozen=True)
class Test:
    """What is asked of the answer to one question; `values` are words, or the one bound of a comparison."""

    __test__ = False  # for pytest, which takes the name for its own
    question: str
    operator: Operator
    values: tuple[str, ...] = ()

    @property
    def bound(self) -> Decimal:
        return Decimal(self.values[0])

    def as_json(self) -> dict[str, Any]:
        match self.operator:
            case Operator.ANSWERED:
                said: Any = True
            case Operator.AT_LEAST | Operator.AT_MOST:
                said = self.values[0]
            case _:
                said = list(self.values)
        return {"question": self.question, str(self.operator): said}


@dataclass(frozen=True)
class Clause:
    """All of its parts (`every`), or one at least."""

    every: bool
    parts: tuple["Test | Clause", ...] = ()

    def __bool__(self) -> bool:
        """Whether it asks anything: all of nothing always holds."""
        return bool(self.parts) or not self.every

    def holds(self, judge: Callable[[Test], bool]) -> bool:
        told = (part.holds(judge) if isinstance(part, Clause) else judge(part) for part in self.parts)
        return all(told) if self.every else any(told)

    def tests(self) -> Iterator[Test]:
        for part in self.parts:
            yield from part.tests() if isinstance(part, Clause) else [part]

    @property
    def codes(self) -> set[str]:
        """The questions that it depends on."""
        return {test.question for test in self.tests()}

    def left_by(self, known: Callable[[Test], bool | None]) -> "Clause":
        """What is still to be decided, once some tests are known to hold or not."""
        left: list[Test | Clause] = []
        for part in self.parts:
            if isinstance(part, Clause):
                inner = part.left_by(known)
                told = None if inner.parts else inner.every
                kept: Test | Clause = inner.parts[0] if len(inner.parts) == 1 else inner
            else:
                told, kept = known(part), part
            if told is None:
                left.append(kept)
            elif told != self.every:
                return NEVER if self.every else ALWAYS
        return Clause(self.every, tuple(left))

    def as_json(self) -> dict[str, Any]:
        if not self:
            return {}
        if len(self.parts) == 1:
            return self.parts[0].as_json()
        return {"all" if self.every else "any": [part.as_json() for part in self.parts]}


ALWAYS, NEVER = Clause(True), Clause(False)


def parse(condition: Any) -> Clause:
    """A condition as JSON keeps it; ValidationError, in French, for what is none."""
    if not condition:
        return ALWAYS
    clause = _part(condition, depth=0)
    clause = clause if isinstance(clause, Clause) else Clause(True, (clause,))
    if sum(1 for _ in clause.tests()) > MOST_TESTS:
        raise ValidationError(f"Une condition a {MOST_TESTS} tests au plus.")
    return clause


def _part(said: Any, depth: int) -> Test | Clause:
    if not isinstance(said, dict):
        raise ValidationError("Chaque partie d'une condition est un test ou un groupe de tests.")
    if said.keys() <= {"all", "any"}:
        if len(said) != 1 or depth >= DEEPEST:
            raise ValidationError("Un groupe de tests dit « all » ou « any », et n'en contient qu'un niveau d'autres.")
        ((word, parts),) = said.items()
        if not isinstance(parts, list) or not parts:
            raise ValidationError("Un groupe de tests en contient au moins un.")
        return Clause(word == "all", tuple(_part(part, depth + 1) for part in parts))
    return _test(said)


def _test(said: dict[str, Any]) -> Test:
    code, others = said.get("question"), said.keys() - {"question"}
    if not isinstance(code, str) or not code or len(others) != 1 or not others <= set(Operator):
        raise ValidationError(
            "Un test nomme une question (« question ») et ce qu'il en attend : « one_of », « none_of », « answered », "
            "« at_least » ou « at_most »."
        )
    operator = Operator(next(iter(others)))
    value = said[operator]
    if operator == Operator.ANSWERED:
        if value is not True:
            raise ValidationError("« answered » s'écrit avec la valeur « true ».")
        return Test(code, operator)
    if operator in COMPARING:
        return Test(code, operator, (_bound(value),))
    if not isinstance(value, list) or not value or len(value) > MOST_VALUES:
        raise ValidationError(f"« {operator} » est suivi d'une liste de réponses.")
    if not all(isinstance(word, str) and word for word in value):
        raise ValidationError(f"Chaque réponse de « {operator} » est un code écrit entre guillemets.")
    return Test(code, operator, tuple(dict.fromkeys(value)))


def _bound(value: Any) -> str:
    bound = Decimal("NaN")
    if isinstance(value, str | int) and not isinstance(value, bool):
        with suppress(InvalidOperation):
            bound = Decimal(value)
    if not bound.is_finite() or abs(bound) >= Decimal("1e12"):
        raise ValidationError("Une limite est un nombre écrit sans espace, par exemple « 23000 » ou « 1500.50 ».")
    return format(bound, "f")
