"""Choices whose first option names no row."""

from typing import Any

from django import forms


class AnswerChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at runtime
    """A choice to make, whose first option («a new one», «another») is an answer like the others: None."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, required=False, blank=True, **kwargs)
        self.required = True

    def validate(self, value: Any) -> None:
        """None is an answer; an unknown row was refused by `to_python`."""
