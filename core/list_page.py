"""How every page that shows a list draws it: filters, how many there are, page by page, and why there is none.

A view narrows its rows with a `core.lists.FilterForm` bound to the address and hands both to `show_list`; its template
extends `list_page.html` and draws the rows.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise

from core.lists import FilterForm, Pages
from core.watch import Followed


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
    the list does not hold. `acts` are the (name, label) of those that ticked rows may undergo, `follows` the
    rows of which what others did since one's last look is marked as new.
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
    acts: Sequence[tuple[str, str]] = ()
    follows: Followed | None = None
    length: int = 25
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ViewLink:
    """A way to see a list that somebody kept: its name, its address, and what is said of it («partagée»)."""

    label: str
    url: str
    current: bool = False
    note: str = ""


@dataclass(frozen=True)
class KeptViews:
    """The kept views of a list: `usual` is the query that one opens it with; where one keeps or changes a view."""

    links: Sequence[ViewLink] = ()
    usual: str = ""
    keep_url: str = ""
    change: tuple[str, str] | None = None


# The address parameter that asks for the whole list, when somebody opens it otherwise by habit.
WHOLE = "vue=tout"


@dataclass(frozen=True)
class ListPlace:
    """Which list is shown: the name of its address, its title, and the address itself."""

    name: str
    title: str
    path: str


# What a hat (an `accounts.Membership`, a room above) has kept of a list, and which rows are new to it.
ViewsOf = Callable[[Any, ListPlace, FilterForm], KeptViews]
NewsOf = Callable[[Any, ListPlace, Followed], frozenset[str]]


@dataclass
class Habits:
    """What the house remembers of how each person uses its lists; said by the room that does, which lies above."""

    views_of: ViewsOf = lambda *_: KeptViews()
    news_of: NewsOf = lambda *_: frozenset()


habits = Habits()


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
    hat, match = getattr(request, "hat", None), request.resolver_match
    place = ListPlace(match.view_name if match else "", around.title, request.path)
    kept = habits.views_of(hat, place, form) if hat and form is not None else KeptViews()
    if kept.usual and not request.GET:
        return redirect(f"{request.path}?{kept.usual}")
    page = Pages(rows, around.length).get_page(request.GET.get("page"))
    shown = page if lines is None else lines(page)
    whole = f"{request.path}?{WHOLE}" if kept.usual else request.path
    drawn = {"around": around, "form": form, "page": page, "lines": shown, "kept": kept, "whole_url": whole}
    drawn["new_keys"] = habits.news_of(hat, place, around.follows) if hat and around.follows else frozenset()
    return render(request, around.template, {**drawn, **around.context, **context})
