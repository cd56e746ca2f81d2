"""Our fictional FINESS files, the 18 regions, and an import of them in one call."""

from pathlib import Path

from directory.finess_files.territory import REGIONS
from directory.importing import import_finess
from directory.models import FinessImport
from tests.factories import NOW, RegionFactory

DATA = Path(__file__).parent / "data"
STRUCTURES, ENTITIES, FLOW = DATA / "cs1100502.csv", DATA / "cs1100501.csv", DATA / "finess-structures.json"
LINES = STRUCTURES.read_text(encoding="utf-8").splitlines()
# A whole line of the sample, to damage.
HOSPITAL = next(line for line in LINES if "010099001" in line)


def make_regions() -> None:
    for code in REGIONS:
        RegionFactory(code=code)


def bring(structures: Path, entities: Path | None = None, *, by=None, **kwargs) -> FinessImport:
    """Import files as the command does; what came of it."""
    extract, forced = kwargs.pop("extract", False), kwargs.pop("forced", False)
    run = FinessImport.objects.create(file_name=structures.name, extract=extract, forced=forced)
    import_finess(run, structures, entities, by=by, now=kwargs.pop("now", NOW), **kwargs)
    run.refresh_from_db()
    return run


def written(folder: Path, *lines: str, name: str = "et.csv", encoding: str = "utf-8") -> Path:
    """A file of these lines, after the technical one."""
    path = folder / name
    path.write_text("\n".join([LINES[0], *lines]) + "\n", encoding=encoding)
    return path


def replaced(line: str, position: int, value: str) -> str:
    cells = line.split(";")
    cells[position] = value
    return ";".join(cells)


def texts(run: FinessImport) -> list[str]:
    return [problem["text"] for problem in run.problems]
