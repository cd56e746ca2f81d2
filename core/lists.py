"""What the address of a list asks for, and how far a list is counted; its page is drawn by `core.list_page`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet, TextChoices

from core.forms import PortalForm
from core.inputs import DayField
from core.wording import day

ORDER = "tri"
COLUMNS = "colonnes"


@dataclass(frozen=True)
class ListColumn:
    """A column of a list: `name` in the address, and what it says of a row, on the page and in the workbook alike.

    `cell` names the template that draws it on the page from `row`; without one, the page writes the value as the
    workbook has it. `usual` ones are shown to who chooses none.
    """

    name: str
    label: str
    value: Callable[[Any], Any] = str
    cell: str = ""
    usual: bool = False


def one_of(values: type[TextChoices], everything: str) -> list[tuple[str, str]]:
    """Choices of a filter: everything, or one of these values."""
    return [("", everything), *((value, str(label).capitalize()) for value, label in values.choices)]


class SearchField(forms.TextInput):
    """The box of words to look for."""

    input_type = "search"

    def __init__(self) -> None:
        super().__init__(attrs={"autocomplete": "off"})


class FilterForm(PortalForm):
    """Sent by GET: every filter stands in the address, so that a view can be kept or sent. No field is required.

    `orders` are the (value, label, columns) by which the list may be sorted; the first, without a value, is the usual
    one. `columns` are those that one may choose to see, in their order. A `live` form is sent as one types.
    """

    marks_optional = False
    live = True
    orders: Sequence[tuple[str, str, Sequence[Any]]] = ()
    columns: Sequence[ListColumn] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.orders:
            choices = [(value, label) for value, label, _ in self.orders]
            self.fields[ORDER] = forms.ChoiceField(label="Trier par", choices=choices)
        if self.columns:
            offered = [(column.name, column.label) for column in self.columns[1:]]
            self.fields[COLUMNS] = forms.MultipleChoiceField(
                label="Colonnes", choices=offered, widget=forms.CheckboxSelectMultiple
            )
        for bound in self.fields.values():
            bound.required = False

    def narrow(self, rows: Any) -> Any:
        """The rows that answer, in the order asked for; none while the filters make no sense."""
        if not self.is_valid():
            return rows.none()
        asked = dict(self.cleaned_data)
        asked.pop(COLUMNS, None)
        columns = {value: columns for value, _, columns in self.orders}.get(asked.pop(ORDER, ""))
        rows = self.filtered(rows, **asked)
        return rows.order_by(*columns) if columns else rows

    def filtered(self, rows: Any, **asked: Any) -> QuerySet[Any]:
        raise NotImplementedError

    @property
    def filters(self) -> list[Any]:
        """What narrows or sorts the rows; the choice of columns is drawn apart."""
        return [self[name] for name in self.fields if name != COLUMNS]

    @property
    def chosen_columns(self) -> list[ListColumn]:
        """The columns that the address names, in the list's order; the first always, which names the row."""
        names = self.cleaned_data.get(COLUMNS) if self.is_valid() else None
        return [column for column in self.columns if column.name in [self.columns[0].name, *names]] if names else []

    @property
    def shown_columns(self) -> list[ListColumn]:
        return self.chosen_columns or [column for column in self.columns if column.usual]

    @property
    def query(self) -> str:
        """What the address asks, in one order, without what this list does not know or refuses (case 39)."""
        self.is_valid()
        known = [(name, self._typed(name)) for name in self.fields if name in self.cleaned_data]
        return urlencode([(name, value) for name, values in known for value in values if value])

    def _typed(self, name: str) -> list[str]:
        read = getattr(self.data, "getlist", None)
        return read(name) if read else [str(self.data.get(name) or "")]

    @property
    def worded(self) -> list[tuple[str, str]]:
        """The filters of the address as (label, what was asked), the order of the rows last."""
        asked = [
            (str(field.label), _shown(field, self.cleaned_data[name]))
            for name, field in self.fields.items()
            if name != COLUMNS and self.is_valid() and self.cleaned_data.get(name)
        ]
        return [line for line in asked if line[1]]

    @property
    def asks(self) -> bool:
        """Whether the address narrows the list."""
        return any(self.data.get(name) for name in self.fields if name not in {ORDER, COLUMNS})


def _shown(field: Any, value: Any) -> str:
    """What was asked of a filter, as its control shows it."""
    choices: Any = getattr(field, "choices", None)
    if choices is not None and not isinstance(value, Model):
        return ", ".join(
            str(label)
            for key, label in choices
            if str(key) in {str(one) for one in (value if isinstance(value, list) else [value])}
        )
    return day(value) if isinstance(value, date) else str(value)


class PeriodForm(FilterForm):
    """A filter between two days, both included."""

    # A year is typed digit by digit, and each of them would be refused.
    live = False

    du = DayField(label="Du")
    au = DayField(label="Au")

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        if asked.get("du") and asked.get("au") and asked["du"] > asked["au"]:
            self.add_error("au", "Cette date précède le début de la période.")
        return asked


class Pages(Paginator):  # type: ignore[type-arg]  # not subscriptable at runtime
    """Pages of a list that may be very long: it is counted to a thousand, which is more than anyone leafs through."""

    MOST = 1000

    object_list: Any

    @cached_property
    def counted(self) -> int:
        rows = self.object_list
        return rows.order_by()[: self.MOST + 1].count() if isinstance(rows, QuerySet) else len(rows)

    @cached_property
    def count(self) -> int:
        return min(self.counted, self.MOST)

    @property
    def beyond(self) -> bool:
        return self.counted > self.MOST
