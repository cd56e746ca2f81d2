"""The French that a person reads: texts of templates, strings of Python, values of data files."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.house.prose import ROOT

# What markup does not show: tags of the template language, comments, tags of HTML.
COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}|<(script|style)\b.*?</\1>|<!--.*?-->", re.DOTALL)
MARKUP = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", re.DOTALL)
# What is shown though it stands inside a tag: quoted sentences and attributes, never names of classes or addresses.
QUOTED = re.compile(r'"([^"]*)"')
SENTENCE = re.compile(r"[ \u00a0éèàç’']|^[A-Z][a-z]")
ATTRIBUTE = re.compile(r"\b(?:class|href|src|id|d|style|data-[\w-]+|aria-(?!label)[\w-]+)=\"[^\"]*\"")
ROOMS_ONLY = re.compile(r"^(?!tests|ops|bench|static|var|build|docs)\w+$")


def sources(*endings: str) -> list[Path]:
    rooms = [room for room in ROOT.iterdir() if room.is_dir() and ROOMS_ONLY.match(room.name)]
    found = [path for room in rooms for ending in endings for path in room.rglob(f"*{ending}")]
    return sorted(path for path in found if not {"migrations", "finess_files"} & set(path.parts))


def texts() -> Iterator[tuple[str, str]]:
    """(where, text) with ordinary spaces and apostrophes, over the whole project."""
    for path in sources(".html", ".txt", ".py", ".toml", ".csv"):
        where = str(path.relative_to(ROOT))
        for number, text in READERS[path.suffix](path.read_text(encoding="utf-8")):
            yield f"{where}:{number}", text.replace("\u00a0", " ").replace("’", "'")


def of_template(source: str) -> Iterator[tuple[int, str]]:
    blank = COMMENT.sub(lambda found: "\n" * found[0].count("\n"), source)
    for number, line in enumerate(blank.splitlines(), 1):
        yield number, MARKUP.sub(" ", line)
        for tag in MARKUP.findall(ATTRIBUTE.sub("", line)):
            yield from ((number, quoted) for quoted in QUOTED.findall(tag) if SENTENCE.search(quoted))


def of_python(source: str) -> Iterator[tuple[int, str]]:
    tree = ast.parse(source)
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else "…" for part in node.values]
            yield node.lineno, "".join(map(str, parts))
            silent.update(map(id, node.values))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
            yield node.lineno, node.value


def of_toml(source: str) -> Iterator[tuple[int, str]]:
    yield from ((0, text) for text in strings(tomllib.loads(source)))


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings(inner)


def of_csv(source: str) -> Iterator[tuple[int, str]]:
    yield from enumerate(source.splitlines(), 1)


READERS = {".html": of_template, ".txt": of_template, ".py": of_python, ".toml": of_toml, ".csv": of_csv}
