"""Bringing rows in line with a reference file."""

import csv
import hashlib
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import models
from django.utils import timezone

from core.wording import counted
from records.models import ReferenceFile


@dataclass
class LoadReport:
    """What a load did, file by file."""

    created: dict[str, int] = field(default_factory=dict)
    updated: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, *, created: int = 0, updated: int = 0) -> None:
        for counts, number in ((self.created, created), (self.updated, updated)):
            if number:
                counts[name] = counts.get(name, 0) + number

    def lines(self) -> list[str]:
        """One French line for each kind of row that changed; none when nothing did."""
        return [
            f"{name.capitalize()} : {counted(self.created.get(name, 0), 'création')}, "
            f"{counted(self.updated.get(name, 0), 'mise à jour', 'mises à jour')}"
            for name in dict.fromkeys([*self.created, *self.updated])
        ]


def csv_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def toml_content(path: Path) -> dict[str, Any]:
    with path.open("rb") as stream:
        return tomllib.load(stream)


def changed(*paths: Path) -> bool:
    """Whether these files differ from what was last loaded under the first one's name; remembers them.

    Call it inside the load's transaction: a load that fails then forgets that it saw the new file.
    """
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()
    name = "/".join(paths[0].parts[-3:])
    known = ReferenceFile.objects.filter(name=name).first()
    if known is not None and known.sha256 == digest:
        return False
    ReferenceFile.objects.update_or_create(name=name, defaults={"sha256": digest, "loaded_at": timezone.now()})
    return True


def settle(
    existing: models.QuerySet[Any],
    rows: Iterable[dict[str, Any]],
    *,
    key: tuple[str, ...],
    rewrite: bool,
    report: LoadReport,
) -> dict[tuple[Any, ...], Any]:
    """Create the missing rows and, when `rewrite`, bring the others in line; returns the rows by key."""
    names = str(existing.model._meta.verbose_name_plural)  # noqa: SLF001
    by_key = {tuple(getattr(row, name) for name in key): row for row in existing}
    for values in rows:
        identity = tuple(values[name] for name in key)
        row = by_key.get(identity)
        if row is None:
            by_key[identity] = existing.create(**values)
            report.add(names, created=1)
        elif rewrite and any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            row.save(update_fields=list(values))
            report.add(names, updated=1)
    return by_key
