"""Milestones and deliverables: adding, moving, reaching, attaching (R77–R79, R88)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from calls.models import Term
from core.verdicts import OutOfTurn, Refused
from core.wording import counted, day
from fieldwork.enums import DeliverableKind
from fieldwork.models import Deliverable, Milestone, MilestoneMove
from fieldwork.stages import ensure_stage
from records import documents, journal
from records.models import JournalEntry
from records.removing import comes_back, remove
from regions.awarding import ensure_lived, running_award
from regions.designating import ensure_designates
from regions.models import Award, RegionalProject, StagePlan

# A milestone lies within this time after the award: beyond, a year was mistyped.
LONGEST = timedelta(days=5 * 366)
# A milestone that comes within this time is worth a line of «Vos tâches».
SOON = timedelta(days=14)
# Stage (its code): what is usually reached at its end, and what it produces.
USUAL: dict[str, tuple[str, tuple[tuple[DeliverableKind, str], ...]]] = {
    "CADRAGE": ("Cadrage partagé", ((DeliverableKind.NOTE, "Note de cadrage"),)),
    "MOBILISATION": ("Collectif constitué", ()),
    "ENQUETE": ("Enquête restituée dans chaque structure", ((DeliverableKind.SYNTHESIS, "Synthèse de l'enquête"),)),
    "ANIMATION": ("Restitution au groupe élargi", ((DeliverableKind.REPORT, "Compte rendu de la restitution"),)),
    "CAPITALISATION": (
        "Productions régionales remises",
        (
            (DeliverableKind.ASSESSMENT, "Bilan régional"),
            (DeliverableKind.ORIENTATION, "Orientations d'expérimentation"),
        ),
    ),
}


def ensure_possible(granted: Award, due_on: date) -> None:
    last = granted.awarded_on + LONGEST
    if not granted.awarded_on <= due_on <= last:
        raise Refused(f"Choisissez une échéance entre le {day(granted.awarded_on)} et le {day(last)}.", at="due_on")


@transaction.atomic
def add_milestone(
    project: RegionalProject,
    *,
    title: str,
    due_on: date,
    stage: Term | None = None,
    responsible: str = "",
    by: Membership,
    now: datetime | None = None,
) -> Milestone:
    granted = running_award(project, by=by)
    ensure_possible(granted, due_on)
    ensure_designates(responsible)
    if stage is not None:
        ensure_stage(stage)
    milestone = Milestone.objects.create(
        project=project, stage=stage, title=title, due_on=due_on, responsible=responsible
    )
    summary = f"Jalon « {milestone} » prévu le {day(due_on)}"
    journal.record("fieldwork.add_milestone", milestone, by=by, summary=summary, now=now)
    return milestone


@transaction.atomic
def propose_milestones(project: RegionalProject, *, by: Membership, now: datetime | None = None) -> list[Milestone]:
    """Write down the usual milestones, each at the end of its stage, for a project that has none yet."""
    granted = running_award(project, by=by)
    if Milestone.objects.filter(project=project).exists():
        raise OutOfTurn("Le projet a déjà des jalons : ajoutez ceux qui manquent.")
    plans = StagePlan.objects.filter(project=project, stage__code__in=USUAL, ends_on__gte=granted.awarded_on)
    made = []
    for plan in plans.select_related("stage").order_by("stage__position"):
        if plan.ends_on is None:
            continue
        title, deliverables = USUAL[plan.stage.code]
        milestone = Milestone.objects.create(project=project, stage=plan.stage, title=title, due_on=plan.ends_on)
        Deliverable.objects.bulk_create(
            Deliverable(milestone=milestone, kind=kind, title=name) for kind, name in deliverables
        )
        made.append(milestone)
    if not made:
        raise Refused("Aucune étape n'a de dates : planifiez les étapes, ou ajoutez un jalon vous-même.")
    summary = f"{counted(len(made), 'jalon usuel repris', 'jalons usuels repris')} du plan"
    journal.record("fieldwork.propose_milestones", project, by=by, summary=summary, now=now)
    return made


def locked(milestone: Milestone, *, by: Membership) -> tuple[Award, Milestone]:
    """The award, locked, and the milestone as it is then; `OutOfTurn` when it was removed meanwhile."""
    granted = running_award(milestone.project, by=by)
    row = Milestone.objects.select_related("project").filter(pk=milestone.pk).first()
    if row is None:
        raise OutOfTurn("Ce jalon a été retiré depuis que vous avez ouvert la page.")
    return granted, row


def ensure_ahead(milestone: Milestone) -> None:
    if milestone.done_on is not None:
        raise OutOfTurn(f"Ce jalon est atteint depuis le {day(milestone.done_on)} : il ne se reporte plus.")


@transaction.atomic
def move_milestone(
    milestone: Milestone, *, due_on: date, reason: str, by: Membership, now: datetime | None = None
) -> Milestone:
    """Give a milestone another day, and say why; the former day stays visible."""
    now = now or timezone.now()
    granted, row = locked(milestone, by=by)
    ensure_ahead(row)
    ensure_possible(granted, due_on)
    if not reason.strip():
        raise Refused("Dites pourquoi l'échéance change.", at="reason")
    if due_on == row.due_on:
        raise Refused("L'échéance est déjà ce jour-là.", at="due_on")
    MilestoneMove.objects.create(milestone=row, former_due_on=row.due_on, reason=reason.strip(), at=now, by=by)
    former, row.due_on = row.due_on, due_on
    row.save(update_fields=["due_on"])
    journal.record(
        "fieldwork.move_milestone",
        row,
        by=by,
        summary=f"Jalon « {row} » reporté du {day(former)} au {day(due_on)} : {reason.strip()}",
        data={"former": former, "due_on": due_on},
        now=now,
    )
    return row


@transaction.atomic
def reach_milestone(milestone: Milestone, *, on: date, by: Membership, now: datetime | None = None) -> Milestone:
    """State the day on which a milestone was reached; said again, it corrects the day."""
    now = now or timezone.now()
    granted, row = locked(milestone, by=by)
    ensure_lived(granted, on, now)
    row.done_on = on
    row.save(update_fields=["done_on"])
    journal.record("fieldwork.reach_milestone", row, by=by, summary=f"Jalon « {row} » atteint le {day(on)}", now=now)
    return row


def ensure_removable(milestone: Milestone) -> None:
    if milestone.done_on is not None or milestone.deliverables.exclude(document=None).exists():
        raise OutOfTurn("Ce jalon est atteint ou porte un livrable : il reste dans le projet.")


@transaction.atomic
def remove_milestone(milestone: Milestone, *, by: Membership, now: datetime | None = None) -> JournalEntry:
    """Take back a milestone written by mistake; one that was reached or holds a document stays."""
    _, row = locked(milestone, by=by)
    ensure_removable(row)
    summary, within = f"Jalon « {row} » retiré", {"project": row.project_id}
    return remove(row, "fieldwork.remove_milestone", by=by, summary=summary, within=within, now=now)


@comes_back("fieldwork.remove_milestone")
def milestone_again(milestone: Milestone, *, by: Membership) -> Iterator[str]:
    running_award(milestone.project, by=by)
    yield reverse("fieldwork:stages", args=[milestone.project_id])


@transaction.atomic
def expect_deliverable(
    milestone: Milestone,
    *,
    kind: DeliverableKind,
    title: str,
    upload: Any = None,
    by: Membership,
    now: datetime | None = None,
) -> Deliverable:
    """Say what a milestone produces, with its document if it is there already."""
    _, row = locked(milestone, by=by)
    document = documents.store_upload(upload, by=by) if upload else None
    deliverable = Deliverable.objects.create(milestone=row, kind=kind, title=title, document=document)
    journal.record(
        "fieldwork.expect_deliverable",
        deliverable,
        by=by,
        summary=f"Livrable « {deliverable} » {'joint' if document else 'attendu'} pour le jalon « {row} »",
        data={"sha256": document.sha256} if document else {},
        now=now,
    )
    return deliverable


@transaction.atomic
def attach_deliverable(
    deliverable: Deliverable, upload: Any, *, by: Membership, now: datetime | None = None, seen: str | None = None
) -> Deliverable:
    """Attach the document of a deliverable; it takes the place of the one `seen`, the journal keeps both hashes."""
    locked(deliverable.milestone, by=by)
    row = Deliverable.objects.filter(pk=deliverable.pk).first()
    if row is None:
        raise OutOfTurn("Ce livrable a été retiré depuis que vous avez ouvert la page.")
    documents.ensure_seen(row, row.document, seen)
    row.document = documents.store_upload(upload, by=by)
    row.save(update_fields=["document"])
    journal.record(
        "fieldwork.attach_deliverable",
        row,
        by=by,
        summary=f"Livrable « {row} » joint",
        data={"document": row.document.pk, "sha256": row.document.sha256},
        now=now,
    )
    return row
