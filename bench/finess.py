"""Importing the national directory: against bare COPY and INSERT … ON CONFLICT of the same rows into the same table."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.db import connection, transaction

from bench.directory import entities, structures
from bench.measuring import SEED, Result, bench, kept, spent
from regions.finess_files import staging
from regions.importing import import_finess
from regions.models import Establishment, FinessImport, LegalEntity

SIZE = 100_000
COLUMNS = ("finess", *staging.ALIKE, *staging.RESOLVED)
MEMORY = """
import sys, django
django.setup()
from pathlib import Path
from bench.measuring import forget_peak, peak_mib
from regions.importing import import_finess
from regions.models import FinessImport
list(FinessImport.objects.all()); base = forget_peak()
import_finess(FinessImport.objects.create(file_name="mémoire"), *map(Path, sys.argv[1:]), by=None)
print(peak_mib() - base)
"""


def empty() -> None:
    with connection.cursor() as cursor:
        tables = [LegalEntity, Establishment, FinessImport]
        names = ", ".join(model._meta.db_table for model in tables)
        cursor.execute(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
        cursor.execute(f"VACUUM ANALYZE {Establishment._meta.db_table}")


def imported(table: Path, owners: Path) -> FinessImport:
    return import_finess(FinessImport.objects.create(file_name=table.name), table, owners, by=None)


def copied(rows: list[tuple[object, ...]]) -> None:
    """The least that the database can be asked: rows ready made, no check, no comparison."""
    names = ", ".join(COLUMNS)
    assigned = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS[1:])
    table = Establishment._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE bare ON COMMIT DROP AS SELECT {names} FROM {table} LIMIT 0")
        with cursor.copy(f"COPY bare ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(
            f"INSERT INTO {table} ({names}, fictional) SELECT {names}, FALSE FROM bare "
            f"ON CONFLICT (finess) DO UPDATE SET {assigned}"
        )


def versions() -> list[tuple[object, ...]]:
    return staging.fetch(f"SELECT id, xmin::text FROM {Establishment._meta.db_table} ORDER BY id")


@bench("finess")
def finess(scale: float) -> Iterator[tuple[str, Result]]:
    size = int(SIZE * scale)
    with tempfile.TemporaryDirectory() as folder:
        table = kept(Path(folder), "cs1100502.csv", structures(size, SEED))
        owners = kept(Path(folder), "cs1100501.csv", entities(size, SEED))
        firsts, agains, floors = [], [], []
        for _ in range(2):
            empty()
            firsts.append(spent(lambda: imported(table, owners)))
            before = versions()
            agains.append(spent(lambda: imported(table, owners)))
            assert versions() == before, "an identical import rewrote rows"
            rows = list(Establishment.objects.order_by("pk").values_list(*COLUMNS))
            assert len(rows) == size
            with connection.cursor() as cursor:
                cursor.execute(f"TRUNCATE {Establishment._meta.db_table} CASCADE")
                cursor.execute(f"VACUUM ANALYZE {Establishment._meta.db_table}")
            floors.append(spent(lambda rows=rows: copied(rows)))
            rows.clear()
        yield "finess_import", Result(min(firsts), min(floors), 1.5, "s de processeur")
        yield "finess_import_again", Result(min(agains), min(firsts), 0.8, "s de processeur")
        empty()
        grown = subprocess.run(
            [sys.executable, "-c", MEMORY, table, owners], check=True, capture_output=True, text=True
        ).stdout
        yield "finess_import_memory", Result(float(grown.split()[-1]), None, 20, "MiB au-dessus de la base")
