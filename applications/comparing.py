"""Two contents of a fiche side by side, word by word: two versions, two deposits, what one saw and what one sees."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from calls.kinds import read

TOKEN = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Words:
    """A run of words of one side: kept on both, or on this side alone."""

    text: str
    alone: bool


@dataclass(frozen=True)
class ComparedLine:
    """A question or a row of a table, as two moments say it."""

    label: str
    before: list[Words]
    after: list[Words]

    @property
    def changed(self) -> bool:
        return any(words.alone for words in [*self.before, *self.after])


@dataclass(frozen=True)
class SectionDiff:
    """What differs in a section; number 0 is the heading of the fiche."""

    number: int
    title: str
    lines: list[ComparedLine] = field(default_factory=list)

    @property
    def label(self) -> str:
        return f"{self.number}. {self.title}" if self.number else self.title


def compare_contents(before: dict[str, Any], after: dict[str, Any]) -> list[SectionDiff]:
    """The sections in which two canonical contents of one fiche differ, in order, the title of the project first."""
    titles = [{"Titre du projet": content.get("project", {}).get("title", "")} for content in (before, after)]
    found = [SectionDiff(0, "Le projet", changed_lines(*titles))]
    sides = [{section["code"]: section for section in content.get("sections", [])} for content in (before, after)]
    for code in dict.fromkeys([*sides[1], *sides[0]]):
        was, now = sides[0].get(code), sides[1].get(code)
        named = now or was or {}
        found.append(SectionDiff(named["number"], named["title"], changed_lines(lines_of(was), lines_of(now))))
    return sorted((section for section in found if section.lines), key=lambda section: section.number)


def lines_of(section: dict[str, Any] | None) -> dict[str, str]:
    """{label: text} of a section's content: its questions, and the rows of its table; nothing of a missing one."""
    if section is None:
        return {}
    return {answer["label"]: text_of(answer) for answer in section["answers"]} | dict(table_lines(section["table"]))


def text_of(answer: dict[str, Any]) -> str:
    return read(answer["kind"], answer["value"]).plain


def table_lines(table: Any) -> Iterator[tuple[str, str]]:
    """A line for each row of a table, named by what it is about; amounts and texts of the table itself too."""
    if isinstance(table, dict):
        for key, value in table.items():
            if isinstance(value, list):
                yield from table_lines(value)
            elif value is not None:
                yield key, str(value)
        return
    for row in table or []:
        name, *rest = (str(value) for value in row.values() if value not in (None, ""))
        yield name, ", ".join(rest)


def changed_lines(before: dict[str, str], after: dict[str, str]) -> list[ComparedLine]:
    labels = dict.fromkeys([*before, *after])
    lines = (ComparedLine(label, *word_by_word(before.get(label, ""), after.get(label, ""))) for label in labels)
    return [line for line in lines if line.changed]


def word_by_word(before: str, after: str) -> tuple[list[Words], list[Words]]:
    """Both texts cut where they part, so that each can be read whole with what it has alone marked."""
    left, right = TOKEN.findall(before), TOKEN.findall(after)
    sides: tuple[list[Words], list[Words]] = ([], [])
    for kind, i, j, k, m in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        for side, tokens in zip(sides, (left[i:j], right[k:m]), strict=True):
            if tokens:
                side.append(Words("".join(tokens), alone=kind != "equal"))
    return sides
