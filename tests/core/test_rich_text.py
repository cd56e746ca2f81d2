"""Light rich text: what its marks become, what stays text, and that nothing typed does anything else."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rich_text import PARSER, rendered

ALLOWED = {"p", "br", "ul", "ol", "li", "strong", "a"}


def lines(text: str) -> str:
    return rendered(text).replace("\n", "")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Un\ndeux\n\ntrois", "<p>Un<br>deux</p><p>trois</p>"),
        (
            "Trois points :\n- un\n- **deux**\nSuite",
            "<p>Trois points :</p><ul><li>un</li><li><strong>deux</strong></li></ul><p>Suite</p>",
        ),
        ("1. un\n2. deux", "<ol><li>un</li><li>deux</li></ol>"),
        ("- un\n  - sous un\n- deux", "<ul><li>un<ul><li>sous un</li></ul></li><li>deux</li></ul>"),
        (
            "[La page](https://exemple.fr/a_b)",
            '<p><a href="https://exemple.fr/a_b" rel="noopener noreferrer nofollow">La page</a></p>',
        ),
        (
            "[nous écrire](mailto:a@b.fr)",
            '<p><a href="mailto:a@b.fr" rel="noopener noreferrer nofollow">nous écrire</a></p>',
        ),
    ],
)
def test_what_the_marks_become(typed, shown):
    assert lines(typed) == shown


@pytest.mark.parametrize(
    "typed",
    [
        "* une étoile n'est pas une liste",
        "+ 5 % par an",
        "-5 % par an",
        "– un tiret long",
        "2021. Une année",
        "31.12.2027 au plus tard",
        "5 * 3 * 2, 5*3*2, a_b_c et __c__, *penché*, ***trois***, ****",
        "# titre, > citation, `code`, --- et | tableau |",
        "https://exemple.fr/un_deux_trois?a=1&b=**2",
        "[une note] (1) et [x][y]",
        "Tom & Jerry &copy; &lt;",
        "C:\\dossier\\*.txt",
    ],
)
def test_old_texts_read_as_they_were_typed(typed):
    """They were shown with their line breaks and nothing else."""
    escaped = typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    assert lines(typed) == f"<p>{escaped}</p>"


@pytest.mark.parametrize(
    "typed", ["Titre\n---\nSuite", "Titre\n===\n    retrait\n> citation", "<b>gras</b>\n<!-- note -->"]
)
def test_lines_stay_lines(typed):
    shown = rendered(typed)
    assert shown.count("<br>") == typed.count("\n")
    assert shown.count("<p>") == 1


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java\tscript:alert(1)",
        "&#106;avascript:alert(1)",
        "%6aavascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//exemple.fr",
        "/compte/",
        "https:",
    ],
)
def test_a_link_opens_the_web_or_a_mail_and_nothing_else(target):
    """Case 39."""
    assert "<a " not in rendered(f"[cliquez]({target})")


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, attrs))


SIGNS = [*"*_-[]()`!<>#\"' \t\n", "**", "](", "\n\n", "- ", "1. ", "  ", "\\", "&lt;", "mot", "é"]
PIECES = st.sampled_from(
    [*SIGNS, "https://x.fr", "<https://x.fr>", "javascript:", "data:,x", "<img src=x onerror=alert(1)>"]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_whatever_is_typed_only_our_tags_come_out(typed):
    """Cases 38 and 39."""
    for tag, attrs in Tags(rendered(typed)).found:
        assert tag in ALLOWED
        for name, value in attrs:
            assert (tag, name) in {("a", "href"), ("a", "rel"), ("ol", "start")}
            assert name != "href" or value.startswith(("https://", "http://", "mailto:"))


@given(st.text(alphabet="abé \n-*_[]()1.<&", max_size=80))
def test_no_word_is_lost(typed):
    """What is shown holds the letters typed, in their order, whatever the marks."""
    letters = [sign for sign in typed if sign.isalpha()]
    told: list[str] = []
    reader = HTMLParser()
    reader.handle_data = told.append
    reader.feed(rendered(typed))
    assert [sign for sign in "".join(told) if sign.isalpha()] == letters


def test_nothing_but_what_is_named_is_parsed():
    rules = PARSER.get_active_rules()
    assert rules["block"] == ["list", "paragraph"]
    assert rules["inline"] == ["text", "newline", "emphasis", "link"]
