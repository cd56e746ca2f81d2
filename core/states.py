"""The life of a thing: its states (a value, the tone of the badge that shows it, a word) and what leads to which.

A stored state changes here and nowhere else: `move` for a row in hand, `move_rows` for rows changed in the database.
"""

from collections.abc import Callable
from enum import EnumType
from typing import Any, Literal, Self, TypeVar, cast

from django.db import models

from core.verdicts import OutOfTurn

S = TypeVar("S", bound="State")
Tone = Literal["", "info", "success", "warning", "error", "new"]


class State(models.TextChoices):
    """The states of one kind of thing, written `NAME = "value", "tone", "label"`."""

    tone: Tone
    thing: str
    moves: dict[Self, frozenset[Self]]

    def __new__(cls, value: str, tone: Tone = "") -> Self:
        state = str.__new__(cls, value)
        state._value_ = value
        state.tone = tone
        return state


def life(thing: str, **moves: str) -> Callable[[type[S]], type[S]]:
    """The table of a stored state, by value: `sent="returned accepted"`; one that leads nowhere is not named.

    The first state is the one where the thing begins; `thing` («la fiche») is what refusals call it.
    """

    def told(states: type[S]) -> type[S]:
        states.thing = thing
        states.moves = {state: frozenset() for state in states}
        states.moves |= {states(value): frozenset(map(states, after.split())) for value, after in moves.items()}
        return states

    return told


def ensure_turn(row: Any, to: State) -> None:
    """`OutOfTurn`, with where the row stands, unless its life leads from there to this state."""
    if to not in to.moves.get(row.state, ()):
        raise OutOfTurn(f"Cette action n'est pas possible : {to.thing} est à l'état « {row.get_state_display()} ».")


def move(row: Any, to: State) -> None:
    """Put the row in this state, if its turn has come; the deed saves it."""
    ensure_turn(row, to)
    row.state = to


def move_rows(rows: "models.QuerySet[Any]", to: State, **values: Any) -> int:
    """Put in this state those of the rows that may come to it, with other values; how many, for who races others."""
    sources = [state for state, after in to.moves.items() if to in after]
    return rows.filter(state__in=sources).update(state=to, **values)


class StateField(models.CharField):  # type: ignore[type-arg]  # not subscriptable at runtime
    """A stored state, read back as a member of its enumeration; migrations see the text that it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        choices = kwargs.get("choices")
        self.states: dict[str, State] = {}
        if isinstance(choices, EnumType):
            self.states = {state.value: state for state in cast("type[State]", choices)}
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> Any:
        return self.states.get(value, value)

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs
