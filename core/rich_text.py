"""Light rich text: what people type in a long box, with marks that read well as they are typed.

A blank line parts two paragraphs; «- » begins an item of a list, «1. » one of a numbered list; «**gras**» and
«[lien](https://…)» say it themselves. What is saved, compared, counted, hashed and searched stays what was typed;
`rendered` is the one way to show it, on a page and on paper. Everything else is text: a «*», a «_», a «#», a tag, an
address. Parsing is markdown-it's, with all that is not named here left out (cases 37 to 39).
"""

import re
from collections.abc import Iterator, MutableMapping, Sequence
from typing import Any

from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock, list_block
from markdown_it.rules_inline import StateInline, emphasis
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

# The one mark of an item, and what follows it: a dash, or a number of one or two figures and a point.
ITEM = re.compile(r"[ \t]*(?:-|[0-9]{1,2}\.)[ \t]+\S")
OPENS = re.compile(r"(?:https?://|mailto:)[^\s<>\"]+", re.IGNORECASE)
BOLD = "**"


def list_of_ours(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    begins, ends = state.bMarks[line], state.eMarks[line]
    return bool(ITEM.match(state.src, begins, ends)) and list_block(state, line, end, silent)


def bold(state: StateInline, silent: bool) -> bool:
    """Two stars and no more; any other run of stars is text, passed over at once."""
    if state.src[state.pos] != "*":
        return False
    run = state.scanDelims(state.pos, canSplitWord=True).length
    if run == len(BOLD) or silent:
        return emphasis.tokenize(state, silent)
    state.pending += "*" * run
    state.pos += run
    return True


def link_open(
    _: RendererHTML, tokens: Sequence[Token], rank: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    """Its address and nothing else that was typed."""
    link = tokens[rank]
    link.attrs = {"href": link.attrs["href"], "rel": "noopener noreferrer nofollow"}
    return RendererHTML().renderToken(tokens, rank, options, env)


def parser() -> MarkdownIt:
    made = MarkdownIt("zero", {"breaks": True})
    made.enable(["list", "newline", "emphasis", "link", "balance_pairs"])
    made.block.ruler.at("list", list_of_ours, {"alt": ["paragraph"]})
    made.inline.ruler.at("emphasis", bold)
    made.add_render_rule("link_open", link_open)
    made.validateLink = lambda url: bool(OPENS.fullmatch(url))  # type: ignore[method-assign]  # documented hook
    return made


PARSER = parser()


def rendered(text: str) -> SafeString:
    """The HTML of a typed text: paragraphs, lists, bold and links; all else escaped."""
    return SafeString(PARSER.render("\n".join(with_lists_apart(text))).strip())


def with_lists_apart(text: str) -> Iterator[str]:
    """The lines of a text; one that follows a list without being of it begins a paragraph."""
    in_list = False
    for line in text.splitlines():
        item = bool(ITEM.match(line))
        if in_list and not item and line[:1].strip():
            in_list = False
            yield ""
        in_list = item or (in_list and bool(line.strip()))
        yield line
