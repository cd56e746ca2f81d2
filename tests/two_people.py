"""Two people on one form, as their browsers send it: what a page carries, and the button that chooses."""

from html.parser import HTMLParser

from django.http import HttpResponse


class Fields(HTMLParser):
    """What a browser would send of the first form that a page's content posts; and its buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.buttons: list[tuple[str, str]] = []
        self.inside = self.found = self.main = False
        self.name = self.text = ""

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.main = self.main or tag == "main"
        if tag == "form" and self.main and given.get("method") == "post" and not self.found:
            self.inside = self.found = True
        if not self.inside:
            return
        name, value = given.get("name", ""), given.get("value", "on")
        if tag == "input" and name and given.get("type") != "file":
            if given.get("type") not in {"checkbox", "radio"} or "checked" in given:
                self.add(name, given.get("value", "") if given.get("type") not in {"checkbox", "radio"} else value)
        elif tag in {"select", "textarea"}:
            self.name, self.text = name, ""
        elif tag == "option" and ("selected" in given or self.name not in self.sent):
            self.sent[self.name] = [given.get("value", "")]
        elif tag == "button" and name:
            self.buttons.append((name, value))

    def handle_data(self, data):
        self.text += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.inside:
            # The first line end after the tag is the markup's.
            self.add(self.name, self.text.removeprefix("\r").removeprefix("\n"))
        self.inside = self.inside and tag != "form"

    def add(self, name: str, value: str) -> None:
        self.sent.setdefault(name, []).append(value)


def fields_of(page: HttpResponse) -> Fields:
    parser = Fields()
    parser.feed(page.content.decode())
    return parser


def typed_on(page: HttpResponse, **typed) -> dict[str, object]:
    """What is sent of this page when some of its fields are typed over."""
    return {**fields_of(page).sent, **typed}


def choice_of(page: HttpResponse, side: str) -> dict[str, str]:
    """The button of a clash that keeps `side`, «mine» or «theirs»."""
    (value,) = [value for name, value in fields_of(page).buttons if name == "trancher" and f":{side}:" in value]
    return {"trancher": value}
