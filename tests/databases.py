"""The suite's databases: made once, kept until what made them changes, and copied for each process of a run.

On SQLite a database is kept as a file under build/databases/; on PostgreSQL as a template of the server. The documents
that go with it lie beside. A kept database is named by its kind (the empty tables, a demonstration) and by a mark,
the digest of the files that it is made from.
"""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone
from filelock import FileLock

from demo.management.commands import load_demo
from tests import guard

ROOT = Path(settings.BASE_DIR)
TODAY = timezone.localdate()
FOLDER = ROOT / "build/databases"
# Rows that migrations make by themselves, and whose numbers a serving process keeps in memory.
LEFT_BY_EMPTYING = {"django_migrations", "django_content_type", "auth_permission"}


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Within this block the default connection, here and in new threads, is to another database."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


class Sqlite:
    """Databases are files."""

    def path(self, name: str) -> str:
        return str(FOLDER / f"{name}.sqlite3")

    def exists(self, name: str) -> bool:
        return Path(self.path(name)).exists()

    def create(self, name: str) -> None:
        """Connecting is enough."""

    def rename(self, name: str, to: str) -> None:
        Path(self.path(name)).rename(self.path(to))

    def copy(self, name: str, to: str) -> None:
        shutil.copyfile(self.path(name), self.path(to))

    def drop(self, name: str) -> None:
        for suffix in ("", "-wal", "-shm"):
            Path(self.path(name) + suffix).unlink(missing_ok=True)

    def names(self, beginning: str) -> list[str]:
        return [path.stem for path in FOLDER.glob(f"{beginning}*.sqlite3")]


class Postgresql:
    """Databases of the server that TEST_DATABASE_URL names; several working copies may share it."""

    prefix = f"test_{settings.DATABASES['default']['NAME']}_{hashlib.sha256(bytes(ROOT)).hexdigest()[:4]}_"

    def path(self, name: str) -> str:
        return self.prefix + name

    def exists(self, name: str) -> bool:
        return name in self.names(name)

    def create(self, name: str) -> None:
        self._execute(f'CREATE DATABASE "{self.path(name)}"')
        self._do_not_wait_for_the_disk(name)

    def rename(self, name: str, to: str) -> None:
        self._execute(f'ALTER DATABASE "{self.path(name)}" RENAME TO "{self.path(to)}"')

    def copy(self, name: str, to: str) -> None:
        self._execute(f'CREATE DATABASE "{self.path(to)}" TEMPLATE "{self.path(name)}"')
        self._do_not_wait_for_the_disk(to)

    def drop(self, name: str) -> None:
        self._execute(f'DROP DATABASE IF EXISTS "{self.path(name)}" WITH (FORCE)')

    def names(self, beginning: str) -> list[str]:
        found = self._execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", self.path(beginning))
        return [name.removeprefix(self.prefix) for (name,) in found]

    def _do_not_wait_for_the_disk(self, name: str) -> None:
        """Nothing here must survive a power cut."""
        self._execute(f'ALTER DATABASE "{self.path(name)}" SET synchronous_commit = off')

    def _execute(self, statement: str, *values: str) -> list[tuple]:
        with connection._nodb_cursor() as cursor:
            cursor.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []


ENGINE = Postgresql() if connection.vendor == "postgresql" else Sqlite()


@dataclass(frozen=True)
class Kept:
    """A database to copy, and the folder of its documents."""

    name: str

    @property
    def documents(self) -> Path:
        return FOLDER / connection.vendor / self.name

    def ready(self) -> bool:
        return self.documents.exists() and ENGINE.exists(self.name)


@dataclass(frozen=True)
class Copy:
    """What one process reads and writes; dropped by the fixture that asked for it."""

    name: str

    @property
    def database(self) -> str:
        """As the settings name it."""
        return ENGINE.path(self.name)

    @property
    def documents(self) -> Path:
        return FOLDER / connection.vendor / self.name

    def drop(self) -> None:
        connection.close()
        ENGINE.drop(self.name)
        shutil.rmtree(self.documents, ignore_errors=True)


def mark_of(paths: Iterable[Path], *words: str) -> str:
    """What changes when one of these files does, or one below these folders, or one of these words."""
    below = [file for path in paths for file in (path.rglob("*") if path.is_dir() else [path])]
    digest = hashlib.sha256("\n".join(words).encode())
    for path in sorted(file for file in below if file.is_file() and file.suffix != ".pyc"):
        digest.update(f"\n{path}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def kept(kind: str, mark: str, fill: Callable[[], None], *, beginning: Callable[[], Kept] | None = None) -> Kept:
    """The kept database of this kind and mark, filled now if it is not there; others of its kind are dropped.

    It begins empty, or as a copy of another.

    With TEST_KEEP=1, to work on pages: the last one of its kind, whatever has changed since but its tables.
    """
    wanted, making = Kept(f"{kind}_{mark}"), Kept(f"making_{kind}")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with FileLock(FOLDER / f"{connection.vendor}_{kind}.lock"):
        if os.environ.get("TEST_KEEP") and (last := ENGINE.names(f"{kind}_")):
            wanted = Kept(last[0])
        if not wanted.ready():
            for name in [*ENGINE.names(f"{kind}_"), making.name]:
                ENGINE.drop(name)
                shutil.rmtree(Kept(name).documents, ignore_errors=True)
            if beginning is None:
                ENGINE.create(making.name)
            else:
                ENGINE.copy(beginning().name, making.name)
            making.documents.mkdir(parents=True)
            with connected_to(ENGINE.path(making.name)), override_settings(MEDIA_ROOT=making.documents):
                fill()
            ENGINE.rename(making.name, wanted.name)
            making.documents.rename(wanted.documents)
    return wanted


def copied(source: Kept, what: str) -> Copy:
    """A copy for this process; those of processes that ended without dropping theirs go."""
    for name in ENGINE.names("copy_"):
        if not Path("/proc", name.split("_")[1]).exists():
            Copy(name).drop()
    made = Copy(f"copy_{os.getpid()}_{what}")
    ENGINE.copy(source.name, made.name)
    shutil.copytree(source.documents, made.documents)
    return made


def tables() -> Kept:
    """Every table, and no row but those of the migrations."""
    migrations = [Path(app.path, "migrations") for app in apps.get_app_configs()]
    return kept(
        "tables", mark_of(path for path in migrations if path.exists()), lambda: call_command("migrate", verbosity=0)
    )


def demonstration() -> Kept:
    """The demonstration of today. It is made by the whole code: any change makes it again.

    On PostgreSQL, where the journeys walk in it, it is as the command leaves it; on SQLite the jobs that make the
    papers still wait.
    """

    def load() -> None:
        call_command("load_reference", verbosity=0)
        # As in a command, nobody hears the bell of the jobs.
        with override_settings(JOBS_EXECUTOR="thread", DEMO_MARK=True):
            if connection.vendor == "postgresql":
                call_command("load_demo", today=TODAY)
            else:
                with transaction.atomic():
                    load_demo.load(TODAY)

    rooms = [path.parent for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests"]
    others = [ROOT / "templates", ROOT / "static/pdf", ROOT / "requirements"]
    return kept("demonstration", mark_of([*rooms, *others], TODAY.isoformat()), load, beginning=tables)


def emptied() -> None:
    """Remove every row; a server that is connected keeps its connections."""
    with connection.cursor() as cursor:
        names = set(connection.introspection.table_names(cursor)) - LEFT_BY_EMPTYING
        counted = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in names)  # noqa: S608
        cursor.execute(counted)
        full = [name for (name,) in cursor.fetchall()]
    # Foreign keys wait for the end of the transaction: the order does not matter.
    with transaction.atomic(), guard.lifted(), connection.cursor() as cursor:
        for name in full:
            cursor.execute(f'DELETE FROM "{name}"')  # noqa: S608
