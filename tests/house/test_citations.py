"""What the code cites is found in the repository: facts in docs/domain.md, cases and tests in docs/faults.md."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.prose import ROOT, files, lines

DOMAIN = (ROOT / "docs/domain.md").read_text(encoding="utf-8")
FAULTS = (ROOT / "docs/faults.md").read_text(encoding="utf-8")
SURE = ("written", "partly read", "deduced", "to check", "ours")
# A fact has a letter and a number: R12, L3, C7, X11. «R312-1» is an article of law.
FACT = re.compile(r"\b([RLCX][1-9][0-9]?)\b(?![-.][0-9])")
SECTION = re.compile(r"\bdomain §\s*([0-9](?:\.[0-9])?)")
CASES = re.compile(r"\bcases? ([0-9]+(?:(?:, | and | to )[0-9]+)*)\b", re.IGNORECASE)
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def cited(pattern: re.Pattern) -> Iterator[tuple[str, str]]:
    """(what is cited, where), over the whole project."""
    for path in files():
        for number, line in lines(path):
            for found in pattern.finditer(line):
                yield found[1], f"{path.relative_to(ROOT)}:{number}"


def anchors(document: str) -> set[str]:
    return set(re.findall(r'<a id="([\w-]+)"></a>', document))


def missing(pattern: re.Pattern, anchor: str, document: str) -> dict[str, str]:
    there = anchors(document)
    return {where: name for name, where in cited(pattern) if anchor.format(name.lower().replace(".", "-")) not in there}


def every_case(words: str) -> set[int]:
    """`12, 14 and 15` or `43 to 45` as numbers."""
    numbers = [int(number) for number in re.findall(r"[0-9]+", words)]
    return set(range(numbers[0], numbers[1] + 1)) if " to " in words else set(numbers)


def test_each_fact_cited_is_told():
    assert missing(FACT, "{}", DOMAIN) == {}


def test_each_section_cited_is_there():
    assert missing(SECTION, "section-{}", DOMAIN) == {}


def test_each_fact_is_told_once_with_its_certainty():
    rows = re.findall(r'^\| <a id="([rlcx][0-9]+)"></a>([RLCX][0-9]+) \|(.*)\|$', DOMAIN, re.MULTILINE)
    told = [name for _, name, _ in rows]
    wanted = [(letter, last) for letter, last in (("X", 12), ("R", 90), ("L", 16), ("C", 9))]
    assert sorted(told) == sorted(f"{letter}{n}" for letter, last in wanted for n in range(1, last + 1))
    unsure = [name for _, name, row in rows if not row.rsplit("|", maxsplit=1)[-1].strip().startswith(SURE)]
    assert unsure == []
    assert [name for anchor, name, _ in rows if anchor != name.lower()] == []


def test_each_case_cited_is_listed():
    there = anchors(FAULTS)
    lost = {where: words for words, where in cited(CASES) if any(f"case-{n}" not in there for n in every_case(words))}
    assert lost == {}


@pytest.mark.parametrize("case", range(1, 76))
def test_each_case_has_its_tests_or_says_why_not(case: int):
    rows = re.findall(rf'^\| <a id="case-{case}"></a>{case} \|(.*)\|$', FAULTS, re.MULTILINE)
    assert len(rows) == 1
    assert TEST.search(rows[0]) or "No test yet" in rows[0]


def test_each_test_named_exists():
    """A test that moved is said with where it went."""
    tests = {path.relative_to(ROOT).as_posix(): names_of(path.read_text("utf-8")) for path in files() if is_test(path)}
    lost = {
        f"{path}::{name}": [other for other, names in tests.items() if name in names]
        for path, name in TEST.findall(FAULTS)
        if name not in tests.get(path, set())
    }
    assert lost == {}


def is_test(path) -> bool:
    return path.name.startswith("test_") and path.suffix == ".py"


def names_of(source: str) -> set[str]:
    return {node.name for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)}
