"""Importing the national directory: against bare COPY and INSERT … ON CONFLICT of the same rows into the same table."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Model

from accounts.models import Region
from bench.directory import entities, structures
from bench.measuring import SEED, Result, bench, kept, spent
from directory.finess_files import staging
from directory.importing import import_finess
from directory.models import Establishment, FinessImport, LegalEntity

SIZE = 100_000
FICTIONAL = 300
COLUMNS = ("finess", *staging.ALIKE, *staging.RESOLVED, "fictional")
ENTITY_COLUMNS = ("finess", *staging.ENTITY_COLUMNS, "id")
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


def made_up() -> None:
    """A small directory of the demonstration's structures, as the planner knows it."""
    region = Region.objects.earliest("pk")
    Establishment.objects.bulk_create(
        Establishment(finess=f"99{rank:07d}", name=f"Structure {rank}", region=region, fictional=True)
        for rank in range(FICTIONAL)
    )
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM ANALYZE {Establishment._meta.db_table}")


def imported(table: Path, owners: Path) -> FinessImport:
    return import_finess(FinessImport.objects.create(file_name=table.name), table, owners, by=None)


def copied(model: type[Model], columns: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    """The least that the database can be asked: rows ready made, no check, no comparison."""
    names = ", ".join(columns)
    assigned = ", ".join(f"{name} = excluded.{name}" for name in columns[1:])
    table = model._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE bare ON COMMIT DROP AS SELECT {names} FROM {table} LIMIT 0")
        with cursor.copy(f"COPY bare ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {names} FROM bare ON CONFLICT (finess) DO UPDATE SET {assigned}"
        )


def copy_all(entities: list[tuple[object, ...]], structures: list[tuple[object, ...]]) -> None:
    copied(LegalEntity, ENTITY_COLUMNS, entities)
    copied(Establishment, COLUMNS, structures)


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
            owning = list(LegalEntity.objects.order_by("pk").values_list(*ENTITY_COLUMNS))
            assert len(rows) == size
            empty()
            floors.append(spent(lambda owning=owning, rows=rows: copy_all(owning, rows)))
            rows.clear()
        yield "finess_import", Result(min(firsts), min(floors), 1.5, "s de processeur")
        yield "finess_import_again", Result(min(agains), min(firsts), 0.8, "s de processeur")
        empty()
        made_up()
        among = spent(lambda: imported(table, owners))
        yield "finess_import_among_fictional", Result(among, min(firsts), 1.2, "s de processeur")
        empty()
        grown = subprocess.run(
            [sys.executable, "-c", MEMORY, table, owners], check=True, capture_output=True, text=True
        ).stdout
        yield "finess_import_memory", Result(float(grown.split()[-1]), None, 20, "MiB au-dessus de la base")
