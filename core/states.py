"""The life of a thing: each of its states is a value, the tone of the badge that shows it, and a word."""

from enum import EnumType
from typing import Any, Literal, Self, cast

from django.db import models

Tone = Literal["", "info", "success", "warning", "error", "new"]


class State(models.TextChoices):
    """The states of one kind of thing, written `NAME = "value", "tone", "label"`."""

    tone: Tone

    def __new__(cls, value: str, tone: Tone = "") -> Self:
        state = str.__new__(cls, value)
        state._value_ = value
        state.tone = tone
        return state


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
