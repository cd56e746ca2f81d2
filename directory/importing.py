"""Importing the national directory (FINESS): all of a file or nothing, never deleting, never closing by mistake."""

import math
from collections.abc import Callable, Iterable
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Membership, Region
from core.states import move
from core.verdicts import OutOfTurn, Refused, ensure
from core.wording import counted
from directory.enums import FinessFormat, ImportState
from directory.finess_files import staging
from directory.finess_files.flow import Flow
from directory.finess_files.opening import Source
from directory.finess_files.report import Report
from directory.finess_files.rows import Entity, Left, Row, Structure
from directory.finess_files.stock import StockTable
from directory.models import FinessImport
from directory.permissions import may_import_finess
from records import journal

BATCH = 2500
# Fewer of the open establishments that the portal knows, and the file is taken for a part of the stock.
LEAST_KEPT = 0.7
# Any constant will do: it lets one import write at a time on PostgreSQL.
IMPORT_LOCK = 7_306_002

Progress = Callable[[float], None]


def silent(fraction: float) -> None:
    """Nobody watches."""


def import_finess(
    run: FinessImport,
    structures: Path,
    entities: Path | None = None,
    *,
    by: Membership | None,
    progress: Progress = silent,
    now: datetime | None = None,
) -> FinessImport:
    """Carry out an import and keep what came of it; one that is over stays as it is.

    `by` is None when the portal's operator runs the command. A refusal is an outcome like another: it is recorded with
    its report, and nothing else is written. Files are read outside the transaction, which only compares and writes.
    """
    if by is not None:
        ensure(may_import_finess(by))
    now = now or timezone.now()
    report = Report()
    try:
        with staging.tables():
            read(run, structures, entities, report, progress)
            with transaction.atomic():
                locked = locked_run(run)
                ensure_sound(run, report)
                write(run, report, now)
                conclude(locked, run, ImportState.DONE, report, by=by, now=now)
    except OutOfTurn:
        raise
    except Refused as refusal:
        run.refusal = refusal.reason[:500]
        with transaction.atomic():
            conclude(locked_run(run), run, ImportState.REFUSED, report, by=by, now=now)
    return run


def locked_run(run: FinessImport) -> FinessImport:
    """The import's row, held; imports write one after the other, and each once."""
    if connection.vendor == "postgresql":
        staging.fetch("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
    locked = FinessImport.objects.select_for_update().get(pk=run.pk)
    if locked.over:
        raise OutOfTurn("Cet import est déjà terminé.")
    return locked


def read(run: FinessImport, structures: Path, entities: Path | None, report: Report, progress: Progress) -> None:
    """Both files into the temporary tables, and what they are into `run`."""
    regions = dict(Region.objects.values_list("code", "pk"))
    if entities is not None:
        with Source(entities, run.entities_name) as source:
            run.entities_sha256 = source.look.sha256
            if source.look.format == FinessFormat.FLOW:
                raise Refused("Le flux JSON contient déjà les entités juridiques : donnez-le seul.")
            keep(StockTable(source, report).entities(), regions, source, lambda fraction: progress(fraction / 5))
    with Source(structures, run.file_name) as source:
        run.sha256, run.format = source.look.sha256, source.look.format
        reader = Flow(source, report) if run.format == FinessFormat.FLOW else StockTable(source, report)
        if entities is not None and isinstance(reader, Flow):
            raise Refused("Le flux JSON contient déjà les entités juridiques : donnez-le seul.")
        rows: Iterable[Row] = reader.rows() if isinstance(reader, Flow) else reader.structures()
        keep(rows, regions, source, lambda fraction: progress(0.2 + fraction * 0.7))
        run.published_on = reader.published_on
    staging.ready()


def keep(rows: Iterable[Row], regions: dict[str, int], source: Source, progress: Progress) -> None:
    """Rows into their temporary tables, batch by batch."""
    position = Structure._fields.index("region")
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        structures = [row for row in batch if isinstance(row, Structure)]
        if any(row.region not in regions for row in structures):
            raise Refused("Les régions ne sont pas chargées : lancez d'abord la commande load_reference.")
        left = [row for row in batch if isinstance(row, Left)]
        if left:
            staging.put(staging.LEFT, Left, left)
        located = [(*row[:position], regions[row.region], *row[position + 1 :]) for row in structures]
        if located:
            staging.put(staging.STRUCTURES, Structure, located)
        found = [row for row in batch if isinstance(row, Entity)]
        if found:
            staging.put(staging.ENTITIES, Entity, found)
        progress(source.fraction())


def ensure_sound(run: FinessImport, report: Report) -> None:
    """No line in error, no number twice, and enough of what the portal knows."""
    for name, what in ((staging.STRUCTURES, "établissement"), (staging.ENTITIES, "entité juridique")):
        for finess, first, last in staging.duplicates(name):
            report.error(int(str(last)), f"Le numéro d'{what} {finess} est déjà à la ligne {first}.")
    for finess, line in staging.made_up():
        report.warn(int(str(line)), f"Le numéro {finess} est celui d'une structure fictive, laissée telle.")
    if report.errors:
        raise Refused(f"{counted(report.errors, 'ligne est en erreur', 'lignes sont en erreur')} : rien n'est importé.")
    if not report.counts["lines"]:
        raise Refused("Le fichier ne contient aucun établissement : rien n'est importé.")
    known, kept = staging.known_and_kept()
    if not (run.extract or run.forced) and kept < LEAST_KEPT * known:
        raise Refused(
            f"Le fichier ne contient que {math.floor(100 * kept / known)} % des "
            f"{counted(known, 'établissement ouvert', 'établissements ouverts')} que le portail connaît : il semble "
            "incomplet. S'il s'agit d'un extrait, importez-le comme tel et rien ne sera fermé ; si le stock a vraiment "
            "fondu, passez outre."
        )


def write(run: FinessImport, report: Report, now: datetime) -> None:
    """Bring the portal in line with the file."""
    staging.write_entities()
    compared = staging.compare()
    report.counts["left_known"], left = staging.known_and_left()
    for finess, line in left:
        said = f"L'établissement {finess}, que le portail connaît, est laissé tel quel : ni modifié ni fermé."
        report.warn(int(str(line)), said)
    with staging.indexing_at_once():
        added, changed = staging.write_structures(run)
    closed = 0 if run.extract else staging.close_absent(run, closing_day(run, now))
    report.counts.update(compared)
    report.counts["added"], report.counts["changed"] = added, changed
    report.counts["closed"] += closed
    report.counts["kept"] = staging.number(f"SELECT COUNT(*) FROM {staging.STRUCTURES}")  # noqa: S608 - our own name
    report.counts["presumed"] = staging.number(
        f"SELECT COUNT(*) FROM ({staging.resolved()}) AS r WHERE r.status_presumed"  # noqa: S608 - our own names
    )
    if report.counts["presumed"]:
        report.warn(
            0,
            f"{counted(report.counts['presumed'], 'statut est présumé', 'statuts sont présumés')}, faute de connaître "
            "l'entité juridique : importez aussi le fichier des entités juridiques.",
        )


def closing_day(run: FinessImport, now: datetime) -> date:
    """An establishment that the stock no longer has closed, as far as anyone knows, on the day of the stock."""
    today = timezone.localdate(now)
    return min(run.published_on or today, today)


def conclude(
    locked: FinessImport, run: FinessImport, state: ImportState, report: Report, *, by: Membership | None, now: datetime
) -> None:
    """Keep the outcome and journal it."""
    move(run, state)
    run.finished_at = now
    run.counts, run.problems = dict(report.counts), list(report.problems)
    run.save(
        update_fields=[
            "sha256", "entities_sha256", "format", "published_on", "state", "refusal", "counts", "problems",
            "finished_at",
        ]
    )  # fmt: skip
    counts = report.counts
    if state == ImportState.DONE:
        said = (
            f"{counted(counts['added'], 'ajout')}, {counted(counts['changed'], 'modification')}, "
            f"{counted(counts['closed'], 'fermeture')}"
        )
    else:
        said = f"refusé. {run.refusal}"
    journal.record(
        "directory.import_finess",
        locked,
        by=by,
        summary=f"Import FINESS « {run.file_name} » : {said}",
        data={"sha256": run.sha256, "entities_sha256": run.entities_sha256, "counts": dict(counts)},
        now=now,
    )
