"""What the project says in English: docstrings, comments and documents, line by line."""

import ast
import io
import re
import subprocess
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
COMMENTS = {
    ".html": re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", re.DOTALL),
    ".css": re.compile(r"/\*.*?\*/", re.DOTALL),
    ".js": re.compile(r"/\*.*?\*/|(?<![:\"'])//[^\n]*", re.DOTALL),
    ".toml": re.compile(r"(?<![\"'\w&])#[^\n]*"),
    ".sh": re.compile(r"(?<![\"'\w$&{])#[^\n]*"),
    ".md": re.compile(r".+", re.DOTALL),
}
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


@cache
def files() -> list[Path]:
    """Every file of the project that may hold prose, but migrations."""
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()  # noqa: S603
    paths = [ROOT / name for name in names if Path(name).suffix in {".py", *COMMENTS}]
    return [path for path in paths if path.exists() and "migrations" not in path.parts]


@cache
def lines(path: Path) -> list[tuple[int, str]]:
    """(number, text) of each line of prose."""
    text = path.read_text(encoding="utf-8")
    return list(of_python(text) if path.suffix == ".py" else of_comments(text, COMMENTS[path.suffix]))


def of_comments(text: str, pattern: re.Pattern) -> Iterator[tuple[int, str]]:
    for found in pattern.finditer(text):
        yield from numbered(text.count("\n", 0, found.start()) + 1, found[0])


def of_python(text: str) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, DOCUMENTED) and ast.get_docstring(node) is not None:
            first = node.body[0]
            yield from numbered(first.lineno, first.value.value)


def numbered(first: int, text: str) -> Iterator[tuple[int, str]]:
    yield from enumerate(text.splitlines(), first)
