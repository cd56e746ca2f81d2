"""The portal's components: one tag with typed arguments and one template each, over DSFR."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django import template
from django.core.paginator import Page
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core.drawing import Chart, Drawing
from core.lists import ListColumn
from core.states import State, Tone
from core.wording import day, grouped, instant

register = template.Library()

AlertTone = Literal["info", "success", "warning", "error"]


@register.inclusion_tag("components/alert.html")
def alert(tone: AlertTone, title: str, text: str = "") -> dict[str, Any]:
    """A message that stands out; a title alone makes a small one."""
    return {"tone": tone, "title": title, "text": text}


@register.inclusion_tag("components/badge.html")
def badge(label: str, tone: Tone = "") -> dict[str, Any]:
    """A state in one or two words; the word says it, the colour only helps."""
    return {"label": label, "tone": tone}


@register.inclusion_tag("components/badge.html")
def state_badge(thing: Any) -> dict[str, Any]:
    """A state, or the `state` that a thing is in, by its own word and tone."""
    state = thing if isinstance(thing, State) else thing.state
    state = state() if callable(state) else state
    return {"label": state.label, "tone": state.tone}


@register.inclusion_tag("components/stepper.html")
def stepper(current: int, total: int, title: str, next_title: str = "") -> dict[str, Any]:
    """Where one stands in a sequence of steps."""
    return {"current": current, "total": total, "title": title, "next_title": next_title}


@register.inclusion_tag("components/task_list.html")
def task_list(items: Iterable[Any]) -> dict[str, Any]:
    """Lines with a link and a state; each item has label, url, state, hint."""
    return {"items": items}


@register.simple_block_tag
def table(content: str, *, caption: str, hide_caption: bool = False) -> SafeString:
    """A table whose rows become cards on a phone, if its cells carry `data-label`."""
    return render_to_string(
        "components/table.html", {"content": content, "caption": caption, "hide_caption": hide_caption}
    )


@register.simple_tag
def list_cell(column: ListColumn, row: Any) -> str:
    """What a column of a list says of a row, as its workbook says it, in words."""
    match column.value(row):
        case datetime() as at:
            return instant(at)
        case date() as on:
            return day(on)
        case Decimal() as number:
            return grouped(number, 2)
        case None | "":
            return "–"
        case value:
            return ", ".join(str(value).splitlines())


@register.inclusion_tag("components/chart.html")
def chart(chart: Chart, id: str, heading: str = "fr-h6 fr-mb-1w", css: str = "") -> dict[str, Any]:  # noqa: A002
    """A figure: the finding, what is drawn, its legend and its data."""
    return {"chart": chart, "id": id, "heading": heading, "css": css}


@register.inclusion_tag("components/drawing.html")
def drawing(drawing: Drawing, width: int = 0) -> dict[str, Any]:
    """Marks alone, over the width that there is or over some pixels."""
    return {"drawing": drawing, "width": width}


@register.inclusion_tag("components/drawing.html")
def gauge(share: int, level: str, whole: str) -> dict[str, Any]:
    """How many percents of a whole are used; the bar changes its look when they are nearly all, or more."""
    said = f"{share} % {whole}"
    return {"drawing": Drawing(10, said).bar("track", 0, 100, 0, 10).bar(level or "solid", 0, min(share, 100), 0, 10)}


@register.inclusion_tag("components/tile.html")
def tile(title: str, url: str, detail: str = "") -> dict[str, Any]:
    """A way in."""
    return {"title": title, "url": url, "detail": detail}


@register.simple_block_tag
def modal(content: str, id: str, title: str) -> SafeString:  # noqa: A002 - the word of HTML
    """A dialog, opened by `modal_button` with the same id."""
    return render_to_string("components/modal.html", {"content": content, "id": id, "title": title})


@register.inclusion_tag("components/modal_button.html")
def modal_button(id: str, label: str, tone: Literal["primary", "secondary", "tertiary"] = "primary") -> dict[str, Any]:  # noqa: A002
    """The button that opens a modal."""
    return {"id": id, "label": label, "tone": tone}


@register.inclusion_tag("components/progress.html")
def progress(done: int, total: int, label: str) -> dict[str, Any]:
    """How much is done, in figures and as a bar."""
    return {"done": done, "total": total, "label": label, "percent": 100 * done // total if total else 0}


@register.inclusion_tag("components/empty.html")
def empty(title: str, text: str = "", action_label: str = "", action_url: str = "") -> dict[str, Any]:
    """What an empty list says: why, and what to do next."""
    return {"title": title, "text": text, "action_label": action_label, "action_url": action_url}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any]) -> dict[str, Any]:
    """Links to the other pages of a list; filters in the address are kept."""
    pages = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {"page": page, "pages": pages, "ellipsis": page.paginator.ELLIPSIS, "request": context.get("request")}


@register.inclusion_tag("components/crumb.html")
def crumb(label: str, url: str = "") -> dict[str, Any]:
    """One step of the breadcrumb; the last has no address."""
    return {"label": label, "url": url}
