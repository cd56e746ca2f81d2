"""How every page that shows a list draws it: filters, how many there are, page by page, and why there is none.

A view narrows its rows with a `core.lists.FilterForm` bound to the address and hands both to `show_list`; its template
extends `list_page.html` and draws the rows.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from core.lists import FilterForm, Pages


@dataclass(frozen=True)
class Nothing:
    """What a list without any row says: why, and what to do next."""

    title: str
    text: str = ""
    label: str = ""
    url: str | Promise = ""


@dataclass(frozen=True)
class ListPage:
    """What stands around a list.

    `counted` is what is counted, «compte» or «travail,travaux», and `note` follows the number. `action` is the (label,
    address) of a button, `export` the address of the same rows as a workbook. `unmatched` advises who asked for what
    the list does not hold.
    """

    template: str
    title: str
    counted: str
    nothing: Nothing
    unmatched: str = "Élargissez la recherche, ou retirez un filtre."
    crumbs: Sequence[tuple[str, str | Promise]] = ()
    intro: str = ""
    note: str = ""
    action: tuple[str, str | Promise] | None = None
    export: str | Promise = ""
    length: int = 25
    context: Mapping[str, Any] = field(default_factory=dict)


def show_list(
    request: HttpRequest,
    rows: Any,
    around: ListPage,
    *,
    form: FilterForm | None = None,
    lines: Callable[[Page[Any]], Any] | None = None,
    **context: Any,
) -> HttpResponse:
    """Draw the page of a list that the address asks for. `lines` makes of its rows what the template shows of them."""
    page = Pages(rows, around.length).get_page(request.GET.get("page"))
    shown = page if lines is None else lines(page)
    return render(
        request,
        around.template,
        {"around": around, "form": form, "page": page, "lines": shown, **around.context, **context},
    )
