"""Declaring a conflict of interest, or none: what comes before reading and scoring a fiche."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.mailing import Mail, tell
from accounts.models import Membership
from commission.enums import ReviewState
from commission.locks import ensure_examined, locked_assignment
from commission.models import Assignment, Review
from commission.moments import CONFLICT
from commission.permissions import may_declare
from core.verdicts import Refused, ensure
from records import journal


@transaction.atomic
def declare_no_conflict(assignment: Assignment, *, by: Membership, now: datetime | None = None) -> Review:
    """State that nothing ties one to the project; scoring opens on the deposit."""
    now = now or timezone.now()
    locked = locked_assignment(assignment)
    ensure(may_declare(by, locked))
    ensure_examined(locked.application)
    review = Review.objects.filter(assignment=locked).first()
    if review is not None:
        return review
    locked.has_conflict, locked.conflict_reason, locked.declared_at = False, "", now
    locked.save(update_fields=["has_conflict", "conflict_reason", "declared_at"])
    review = Review.objects.create(assignment=locked, deposit=locked.application.in_force, edited_at=now)
    journal.record(
        "commission.declare_no_conflict",
        locked,
        by=by,
        summary=f"Aucun lien d'intérêt avec le projet de la région {locked.application.project.region}",
        now=now,
    )
    return review


@transaction.atomic
def declare_conflict(assignment: Assignment, *, reason: str, by: Membership, now: datetime | None = None) -> Assignment:
    """State a tie with the project: the file closes to the rapporteur, a draft is voided, the secretary is told.

    A tie found out after the review was submitted may still be declared: the review stays, and no longer counts.
    """
    now = now or timezone.now()
    locked = locked_assignment(assignment)
    ensure(may_declare(by, locked))
    if not reason.strip():
        raise Refused(
            "Décrivez le lien en une phrase : le secrétariat doit pouvoir confier la fiche à quelqu'un d'autre."
        )
    locked.has_conflict, locked.conflict_reason, locked.declared_at = True, reason, now
    locked.save(update_fields=["has_conflict", "conflict_reason", "declared_at"])
    voided, _ = Review.objects.filter(assignment=locked, state=ReviewState.DRAFT).delete()
    region = locked.application.project.region
    _tell_secretary(locked)
    journal.record(
        "commission.declare_conflict",
        locked,
        by=by,
        summary=f"Lien d'intérêt déclaré avec le projet de la région {region}",
        data={"reason": reason, "draft_voided": bool(voided)},
        now=now,
    )
    return locked


def _tell_secretary(assignment: Assignment) -> None:
    project = assignment.application.project
    mail = Mail(
        project.mail_about,
        "lien d'intérêt déclaré, fiche à confier de nouveau",
        f"Confiez à une autre personne la fiche « {project.title} ».",
        reverse("commission:assign", args=[project.call.slug]),
        [
            f"{assignment.rapporteur.subject} a déclaré un lien d'intérêt avec ce projet et ne lit plus la fiche.",
            f"Nature du lien : {assignment.conflict_reason}",
        ],
        reply_to=assignment.rapporteur.user.email,
    )
    tell(CONFLICT, [assignment.assigned_by.user.email], mail, key=f"conflict:{assignment.pk}")
