"""Asking for an import of the national directory, which a background job then carries out."""

from datetime import datetime
from pathlib import Path, PurePath
from typing import Any
from uuid import uuid4

from django.core.files.base import File
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from core.verdicts import OutOfTurn, ensure
from core.wording import NBSP
from directory.enums import ImportState
from directory.importing import import_finess
from directory.models import FinessImport
from directory.permissions import may_import_finess
from records.documents import displayed_name
from records.jobs import UnderWay, enqueue, expect, step
from records.models import Job

IMPORT_FINESS = "directory.import_finess"
# How finely the progress is told.
STEPS = 20


@transaction.atomic
def ask_import(
    structures: "File[bytes]",
    entities: "File[bytes] | None" = None,
    *,
    extract: bool = False,
    forced: bool = False,
    by: Membership,
    now: datetime | None = None,
) -> Job:
    """Keep the files (streamed to disk under a neutral name) and have one job import them."""
    ensure(may_import_finess(by))
    under_way = Job.objects.under_way(IMPORT_FINESS).select_related("created_by").first()
    if under_way is not None:
        raise UnderWay(
            under_way,
            f"Un import est déjà en cours, à la demande de {under_way.created_by} : voici son avancement. "
            "Vos fichiers n'ont pas été pris ; envoyez-les de nouveau quand il sera terminé.",
        )
    run = FinessImport(
        file_name=displayed_name(structures.name or ""),
        entities_name=displayed_name(entities.name or "") if entities else "",
        extract=extract,
        forced=forced,
        by=by,
        at=now or timezone.now(),
    )
    run.file.save(neutral(run.file_name), structures, save=False)
    if entities is not None:
        run.entities_file.save(neutral(run.entities_name), entities, save=False)
    run.save()
    run.job = work = enqueue(
        IMPORT_FINESS,
        label=f"Import FINESS{NBSP}: {run.file_name}",
        arguments={"import_id": run.pk},
        total=STEPS,
        by=by,
        back_url=reverse("directory:finess_import", args=[run.pk]),
    )
    run.save(update_fields=["job"])
    return work


def neutral(name: str) -> str:
    """A stored name that takes nothing from the typed one; what the file is, its content says."""
    suffix = PurePath(name).suffix.lower()
    return f"{uuid4()}{suffix if suffix.isascii() else ''}"


def carry_out(work: Job, import_id: int) -> None:
    """Import the files that were kept, then let go of them; harmless when the import is over."""
    run = FinessImport.objects.select_related("by__organisation", "by__user").get(pk=import_id)
    if not run.over:
        expect(work, STEPS)

        def progress(fraction: float) -> None:
            while work.done < int(fraction * STEPS):
                step(work)

        entities = Path(run.entities_file.path) if run.entities_file else None
        try:
            import_finess(run, Path(run.file.path), entities, by=run.by, progress=progress)
        except OutOfTurn:
            # Another worker, believed dead, had finished it meanwhile: its outcome stands.
            run.refresh_from_db()
    if run.state == ImportState.DONE:
        step(work, "Importé.")
    else:
        step(work, f"Refusé. {run.refusal}", refused=True)
    forget_files(run)


def forget_files(run: FinessImport) -> None:
    """The files are public and heavy: their name and hash suffice."""
    for kept in (run.file, run.entities_file):
        if kept:
            kept.delete(save=False)
    run.save(update_fields=["file", "entities_file"])


def last_import() -> Any:
    """The last import that wrote, or None: how fresh the directory is."""
    return FinessImport.objects.filter(state=ImportState.DONE).order_by("-finished_at", "-pk").first()
