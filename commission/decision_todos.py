"""What waits about decisions and notices, and what moved there; `commission.todos` asks it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership
from applications.enums import ApplicationState
from calls.models import Call
from commission.approving import party_of
from commission.enums import DecisionState, NationalParty, ReviewState
from commission.models import Approval, Assignment, Decision, Notice, NoticeReading
from core.watch import Move, Todo, once
from core.wording import counted


def todos(hat: Membership, now: datetime) -> list[Todo]:  # noqa: ARG001 - what waits here has no date
    if hat.is_national(Role.SIGNATORY):
        return [*to_approve(hat), *to_issue()]
    if hat.is_national(Role.SECRETARY):
        return [*to_propose(), *to_issue()]
    if hat.is_national(Role.PRESIDENT):
        return list(to_propose())
    return list(to_read(hat)) if hat.regional else []


def moves(hat: Membership, since: datetime, now: datetime) -> list[Move]:  # noqa: ARG001 - the desk asks every room alike
    if hat.is_national(Role.SECRETARY, Role.PRESIDENT):
        return [*approved(since), *returned(since), *opened(since)]
    return list(issued(hat, since)) if hat.regional else []


def to_approve(hat: Membership) -> Iterator[Todo]:
    """Per call, the decisions that await this authority."""
    party = party_of(hat)
    if party is None:
        return
    waiting = Decision.objects.awaiting(party).values("application__project__call").annotate(n=Count("pk")).order_by()
    counts = {row["application__project__call"]: row["n"] for row in waiting}
    for call in Call.objects.filter(pk__in=counts):
        yield todo_of(call, f"Valider {counted(counts[call.pk], 'décision')}", f"Pour {party.article}.")


def to_propose() -> Iterator[Todo]:
    """Per call, the fiches heard by both authorities that have no decision, and the decisions sent back."""
    heard = Q(projects__application__state=ApplicationState.ADMISSIBLE)
    for party in NationalParty:
        submitted = Assignment.objects.live().filter(
            application=OuterRef("projects__application"),
            party=party,
            has_conflict=False,
            review__state=ReviewState.SUBMITTED,
        )
        heard &= Q(Exists(submitted))
    new = heard & Q(projects__application__decision=None)
    back = Q(projects__application__decision__state=DecisionState.RETURNED)
    calls: Any = Call.objects.annotate(
        new=Count("projects", filter=new, distinct=True), back=Count("projects", filter=back, distinct=True)
    )
    for call in calls.filter(Q(new__gt=0) | Q(back__gt=0)):
        if call.back:
            words = counted(call.back, "décision renvoyée", "décisions renvoyées")
            yield todo_of(call, f"Revoir {words}", "Un signataire dit ce qui est à revoir.", urgent=True)
        if call.new:
            detail = "Les deux évaluations de chaque fiche sont remises."
            yield todo_of(call, f"Proposer {counted(call.new, 'décision')}", detail)


def to_issue() -> Iterator[Todo]:
    waiting = Decision.objects.to_notify().values("application__project__call").annotate(n=Count("pk")).order_by()
    counts = {row["application__project__call"]: row["n"] for row in waiting}
    for call in Call.objects.filter(pk__in=counts):
        yield todo_of(call, f"Émettre {counted(counts[call.pk], 'notification')}", "Validées par les deux autorités.")


def todo_of(call: Call, label: str, detail: str, *, urgent: bool = False) -> Todo:
    return Todo(label, f"{call}", reverse("commission:decisions", args=[call.slug]), detail=detail, urgent=urgent)


def to_read(hat: Membership) -> Iterator[Todo]:
    """Letters that nobody of the organisation has opened."""
    for notice in once(letters, hat):
        if notice.opened_here:
            continue
        project = notice.decision.application.project
        yield Todo(
            "Lire votre lettre de décision",
            f"{project.region} – {project.call}",
            reverse("commission:notices"),
            detail=f"Lettre {notice.act.number}.",
        )


def letters(hat: Membership) -> list[Any]:
    """The pair's letters, at most one in force a call, each with `opened_here`: whether its organisation opened it."""
    opened_here = NoticeReading.objects.filter(notice=OuterRef("pk"), organisation=hat.organisation)
    return list(Notice.objects.visible_to(hat).with_parties().annotate(opened_here=Exists(opened_here)))


def approved(since: datetime) -> Iterator[Move]:
    given = Approval.objects.filter(approved_at__gt=since).select_related(
        "decision__application__project__region", "decision__application__project__call"
    )
    for approval in given:
        project = approval.decision.application.project
        authority = NationalParty(approval.party).article
        text = f"Décision validée pour {authority} : région {project.region}."
        yield Move(approval.approved_at, text, reverse("commission:decisions", args=[project.call.slug]))


def returned(since: datetime) -> Iterator[Move]:
    for decision in Decision.objects.filter(returned_at__gt=since).with_parties().select_related("returned_by"):
        text = f"Décision renvoyée : région {decision.application.project.region}."
        yield Move(decision.returned_at or since, text, reverse("commission:preview", args=[decision.pk]))


def opened(since: datetime) -> Iterator[Move]:
    for reading in NoticeReading.objects.filter(read_at__gt=since).select_related("notice__act", "organisation"):
        text = f"{reading.organisation} a ouvert la lettre {reading.notice}."
        yield Move(reading.read_at, text, reverse("commission:notices"))


def issued(hat: Membership, since: datetime) -> Iterator[Move]:
    for notice in once(letters, hat):
        if notice.act.issued_at > since:
            text = f"La décision sur votre projet est notifiée ({notice.act.number})."
            yield Move(notice.act.issued_at, text, reverse("commission:notices"))
