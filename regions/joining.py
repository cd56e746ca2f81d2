"""Who joins and leaves a project after its award, and what is known of those who take part (R32–R33, R52).

What the award weighed is counted as of its day: a structure joins or leaves after it, and keeps the digital
project that it came with. Before the award, the fiche's tables are the only door (`regions.participating`).
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from calls.enums import Vocabulary
from calls.models import Term
from core.verdicts import OutOfTurn, Refused
from core.wording import day, listed
from directory.models import Establishment
from directory.registering import register_grouping
from records import documents, journal
from records.removing import keep
from regions.awarding import ensure_lived, running_award
from regions.designating import ensure_designates
from regions.models import Award, DigitalProject, Participation, RegionalProject
from regions.participating import Tool, ensure_eligible, ensure_of_project


def ensure_after_award(granted: Award, on: date, now: datetime) -> None:
    ensure_lived(granted, on, now)
    if on == granted.awarded_on:
        raise Refused(
            f"L'attribution a compté les structures présentes le {day(on)} : "
            "une arrivée ou un départ date au plus tôt du lendemain."
        )


@transaction.atomic
def join(
    project: RegionalProject,
    establishment: Establishment,
    tool: DigitalProject | Tool,
    *,
    on: date,
    contact_function: str = "",
    contact_email: str = "",
    dimensions: Collection[Term] = (),
    by: Membership,
    now: datetime | None = None,
) -> Participation:
    """Let a structure of the region take part from a day on, with a tool of the project or one described here."""
    now = now or timezone.now()
    granted = running_award(project, by=by)
    ensure_after_award(granted, on, now)
    ensure_eligible(project, establishment)
    ensure_designates(contact_function)
    last = project.participations.filter(establishment=establishment).order_by("-left_on").first()
    if last is not None and last.left_on is not None and on < last.left_on:
        raise Refused(f"{establishment} participait encore au projet jusqu'au {day(last.left_on)}.")
    participation = Participation.objects.create(
        project=project,
        establishment=establishment,
        digital_project=explored(project, tool),
        contact_function=contact_function,
        contact_email=contact_email,
        joined_on=on,
    )
    participation.dimensions.set(ensure_dimensions(dimensions))
    journal.record(
        "regions.join",
        participation,
        by=by,
        summary=f"{establishment} rejoint le projet le {day(on)}",
        data={"project": project.pk, "on": on},
        now=now,
    )
    return participation


@transaction.atomic
def join_grouping(
    project: RegionalProject,
    named: dict[str, Any],
    tool: DigitalProject | Tool,
    *,
    by: Membership,
    now: datetime | None = None,
    **about: Any,
) -> Participation:
    """The same for a grouping or a territory, which has no FINESS number and is `named` here (R32)."""
    now = now or timezone.now()
    running_award(project, by=by)
    structure = register_grouping(project.region, **named, by=by, now=now)
    return join(project, structure, tool, **about, by=by, now=now)


def explored(project: RegionalProject, tool: DigitalProject | Tool) -> DigitalProject:
    """The digital project named, or a new one; what an earlier one says is never rewritten."""
    if isinstance(tool, DigitalProject):
        ensure_of_project(project, tool)
        return tool
    if project.digital_projects.filter(title=tool["title"]).exists():
        raise Refused(f"Le projet a déjà un projet numérique « {tool['title']} » : choisissez-le dans la liste.")
    return DigitalProject.objects.create(project=project, **tool)


def ensure_dimensions(dimensions: Collection[Term]) -> list[Term]:
    if any(term.vocabulary != Vocabulary.DIMENSION for term in dimensions):
        raise Refused("Cette dimension n'existe pas.")
    return list(dimensions)


def present(participation: Participation) -> Participation:
    """The row as it is once the award is held; `OutOfTurn` when the structure has left meanwhile."""
    row = Participation.objects.in_full().get(pk=participation.pk)
    if row.left_on is not None:
        raise OutOfTurn(f"{row.establishment} ne participe plus au projet depuis le {day(row.left_on)}.")
    return row


@transaction.atomic
def depart(
    participation: Participation, *, on: date, reason: str, by: Membership, now: datetime | None = None
) -> Participation:
    """End a participation on a day, and free its seats; the structure stays in the project's history."""
    now = now or timezone.now()
    granted = running_award(participation.project, by=by)
    row = present(participation)
    ensure_after_award(granted, on, now)
    if on < row.joined_on:
        raise Refused(f"{row.establishment} n'a rejoint le projet que le {day(row.joined_on)}.")
    if not reason.strip():
        raise Refused("Dites pourquoi la structure quitte le projet.")
    freed = list(row.members.select_related("profile"))
    row.members.all().delete()
    row.left_on, row.left_reason = on, reason.strip()
    row.save(update_fields=["left_on", "left_reason"])
    seats = f" ; places libérées : {listed([str(member) for member in freed])}" if freed else ""
    entry = journal.record(
        "regions.depart",
        row,
        by=by,
        summary=f"{row.establishment} quitte le projet le {day(on)} : {row.left_reason}{seats}",
        data={"project": row.project_id, "on": on},
        now=now,
    )
    keep(entry, freed)
    return row


@transaction.atomic
def describe(
    participation: Participation,
    *,
    contact_function: str,
    contact_email: str,
    dimensions: Collection[Term],
    by: Membership,
    now: datetime | None = None,
) -> Participation:
    """Say whom to write to in a structure, and which dimensions are questioned there (R52)."""
    running_award(participation.project, by=by)
    row = present(participation)
    ensure_designates(contact_function)
    row.contact_function, row.contact_email = contact_function, contact_email
    row.save(update_fields=["contact_function", "contact_email"])
    row.dimensions.set(ensure_dimensions(dimensions))
    journal.record(
        "regions.describe",
        row,
        by=by,
        summary=f"Référent et dimensions mis à jour : {row.establishment}",
        data={"dimensions": sorted(term.code for term in dimensions)},
        now=now,
    )
    return row


@transaction.atomic
def receive_letter(
    participation: Participation, upload: Any, *, by: Membership, now: datetime | None = None, seen: str | None = None
) -> Participation:
    """Keep the letter by which a structure's director commits it; a new one takes the place of the one `seen`."""
    running_award(participation.project, by=by)
    row = present(participation)
    documents.ensure_seen(row, row.letter, seen)
    row.letter = documents.store_upload(upload, by=by)
    row.save(update_fields=["letter"])
    journal.record(
        "regions.receive_letter",
        row,
        by=by,
        summary=f"Lettre d'engagement reçue : {row.establishment}",
        data={"document": row.letter.pk, "sha256": row.letter.sha256},
        now=now,
    )
    return row
