"""Reading the forms of a page as a browser does: their fields, the values that they show, what they would send."""

import datetime as dt
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.utils.datastructures import MultiValueDict

NUMBER = re.compile(r"[0-9][0-9\u00a0\u202f ]*(,[0-9]+)?")


@dataclass
class Field:
    """A named control of a form, or the radios and boxes of one name: its kind, values and what it may hold."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    number: bool = False

    @property
    def hidden(self) -> bool:
        return self.kind == "hidden"

    @property
    def editable(self) -> bool:
        return self.kind not in {"hidden", "submit", "button", "file", "image", "reset"}

    def others(self) -> list[list[str]]:  # noqa: PLR0911 - one line for each kind of control
        """Values that a person might put instead; several guesses, since what is accepted is the server's affair."""
        now = self.values[0] if self.values else ""
        match self.kind:
            case "select" | "radio":
                return [[option] for option in self.options if option not in ("", now)]
            case "checkbox":
                return [[*self.values, option] for option in self.options if option not in self.values] or [[]]
            case "date":
                day = dt.date.fromisoformat(now) if now else dt.date(2026, 12, 1)
                return [[str(day + dt.timedelta(days=n))] for n in (1, 2, -1, -2)]
            case "datetime-local":
                at = dt.datetime.fromisoformat(now) if now else dt.datetime(2026, 12, 1, 9)  # noqa: DTZ001
                return [[(at + dt.timedelta(days=n)).strftime("%Y-%m-%dT%H:%M")] for n in (1, 2)]
            case "time":
                return [["08:15"], ["09:45"]]
            case "email":
                return [["un@exemple.test"], ["deux@exemple.test"]]
        if self.number or NUMBER.fullmatch(now):
            return [[guess] for guess in ("1", "0,5", "2", "3") if guess != now]
        return [[f"{now} bis".strip()], [f"{now} ter".strip()], ["2"], ["3"], ["75001"], ["75002"]]


@dataclass
class Form:
    """A form of the page. `fields` keep the page's order; `button` is what its first named button sends, if any."""

    action: str
    method: str
    fields: dict[str, Field] = field(default_factory=dict)
    autosaved: bool = False

    @property
    def editable(self) -> list[Field]:
        return [one for one in self.fields.values() if one.editable]

    def sent(self, **changes: list[str]) -> dict[str, list[str]]:
        """What the browser posts, with some fields changed; names with dashes come through a dictionary."""
        kept = {name: one.values for name, one in self.fields.items() if one.kind not in {"submit", "file"}}
        return {name: values for name, values in {**kept, **changes}.items() if values}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.current: Form | None = None
        self.area: Field | None = None
        self.select: Field | None = None

    def handle_starttag(self, tag, attrs):
        known = {key: value if value is not None else "" for key, value in attrs}
        if tag == "form":
            self.current = Form(known.get("action", ""), known.get("method", "get").lower())
            self.current.autosaved = any(key in known for key in ("data-autosave", "data-cells", "data-week"))
            self.forms.append(self.current)
        name = known.get("name")
        if self.current is None or "disabled" in known:
            return
        if tag == "option" and self.select is not None:
            self.select.options.append(known.get("value", ""))
            if "selected" in known:
                self.select.values = [known.get("value", "")]
        if not name:
            return
        if tag == "textarea":
            self.area = self.current.fields.setdefault(name, Field(name, "textarea", [""]))
        elif tag == "select":
            self.select = self.current.fields.setdefault(name, Field(name, "select"))
        elif tag == "input":
            self._input(name, known)

    def _input(self, name, known):
        kind = known.get("type", "text") or "text"
        row = self.current.fields.setdefault(name, Field(name, kind, number="inputmode" in known))
        value = known.get("value", "on" if kind in {"checkbox", "radio"} else "")
        if kind in {"checkbox", "radio"}:
            row.options.append(value)
            if "checked" in known:
                row.values.append(value)
        else:
            row.values.append(value)

    def handle_data(self, data):
        if self.area is not None:
            self.area.values = [self.area.values[0] + data]

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area is not None:
            # A browser drops the first line break and sends the others as CRLF.
            text = self.area.values[0].removeprefix("\n")
            self.area.values = ["\r\n".join(text.splitlines()) if text else ""]
            self.area = None
        elif tag == "select" and self.select is not None:
            if not self.select.values and self.select.options:
                self.select.values = [self.select.options[0]]
            self.select = None
        elif tag == "form":
            self.current = None


def forms_of(html: str) -> list[Form]:
    """The forms that a person can fill in and send: POST, with at least one editable field."""
    reader = _Reader()
    reader.feed(html)
    return [form for form in reader.forms if form.method == "post" and form.editable]


def as_post(values: dict[str, list[str]]) -> MultiValueDict:
    return MultiValueDict(values)
