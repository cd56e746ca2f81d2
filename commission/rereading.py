"""A fiche deposited again while it is being judged: its rapporteurs are told, and read what changed before going on."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.mailing import Mail, tell
from accounts.models import Membership
from applications.models import Deposit
from commission.enums import ReviewState
from commission.locks import ensure_examined, locked_assignment
from commission.models import Assignment, Review
from commission.moments import CORRECTED
from commission.permissions import may_score
from core.verdicts import OutOfTurn, ensure
from records import journal


def tell_rapporteurs(made: Deposit) -> None:
    """Those who have the fiche in hand, whatever they have written of it; within the deed that deposits."""
    project = made.application.project
    live = Assignment.objects.live().filter(application=made.application).exclude(has_conflict=True)
    for assignment in live.select_related("rapporteur__user", "review"):
        if assignment.done:
            todo = "Votre évaluation est remise : elle dit sur quel dépôt elle porte. Lisez ce qui a changé depuis."
        else:
            todo = "Lisez ce qui a changé, puis continuez votre évaluation sur ce dépôt."
        mail = Mail(
            project.mail_about,
            f"une fiche qui vous est confiée est corrigée, dépôt {made.number}",
            todo,
            reverse("commission:review", args=[assignment.pk]),
            [f"Fiche « {project.title} »."],
        )
        tell(CORRECTED, [assignment.rapporteur.user.email], mail, key=f"review-corrected:{made.pk}:{assignment.pk}")


def stale(review: Review, in_force: Deposit) -> bool:
    """Whether a review was begun on an earlier deposit than the one in force."""
    return review.deposit_id != in_force.pk


@transaction.atomic
def take_up(assignment: Assignment, *, rank: int, by: Membership, now: datetime | None = None) -> Review:
    """State that one has read what changed up to the deposit of this rank: the review goes on about that one."""
    now = now or timezone.now()
    locked = locked_assignment(assignment)
    ensure_examined(locked.application)
    ensure(may_score(by, locked))
    review = Review.objects.select_related("deposit").get(assignment=locked)
    if review.state == ReviewState.SUBMITTED:
        raise OutOfTurn("Vous avez remis cette évaluation : elle porte sur le dépôt que vous aviez lu.")
    in_force = locked.application.in_force
    if in_force.rank != rank:
        raise OutOfTurn("La fiche a encore été déposée depuis : relisez ce qui a changé.")
    if not stale(review, in_force):
        return review
    former, review.deposit = review.deposit, in_force
    review.save(update_fields=["deposit"])
    journal.record(
        "commission.take_up",
        review,
        by=by,
        summary=f"Évaluation reprise sur le dépôt {in_force} de la région {locked.application.project.region}",
        data={"from": former.number, "to": in_force.number},
        now=now,
    )
    return review
