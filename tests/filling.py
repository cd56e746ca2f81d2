"""Filling in a form as a browser does: everything that the page holds goes back, what its reader saw included."""

from html.parser import HTMLParser
from typing import Any

# Never sent by a browser that leaves the page as it is.
NOT_SENT = {"submit", "button", "file"}


class Sent(HTMLParser):
    """What the page's form (`portal-form`) sends untouched: the values of each name."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self.inside = False
        self.select = self.area = ""
        self.text: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = "portal-form" in given.get("class", "")
        if not self.inside or "disabled" in given:
            return
        name = given.get("name", "")
        match tag:
            case "input" if name and given.get("type") in {"checkbox", "radio"}:
                if "checked" in given:
                    self.values.setdefault(name, []).append(given.get("value", "on"))
            case "input" if name and given.get("type", "text") not in NOT_SENT:
                self.values.setdefault(name, []).append(given.get("value", ""))
            case "select":
                self.select = name
            case "option" if self.select and "selected" in given:
                self.values.setdefault(self.select, []).append(given.get("value", ""))
            case "textarea":
                self.area, self.text = name, []

    def handle_data(self, data: str) -> None:
        if self.area:
            self.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area:
            self.values.setdefault(self.area, []).append("".join(self.text).removeprefix("\n"))
            self.area = ""
        elif tag == "select":
            self.select = ""
        elif tag == "form":
            self.inside = False


def sent(response: Any, **typed: Any) -> dict[str, Any]:
    """The form of a page as it goes back, with what was typed in it."""
    assert response.status_code == 200, response.status_code
    values = Sent(response.content.decode()).values
    assert values, "the page has no form"
    return {**values, **typed}
