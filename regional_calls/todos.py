"""What waits for a pair because of its regional calls; constant queries."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from accounts.models import Membership
from core.watch import Followed, Todo
from core.wording import counted
from regional_calls.calendar import phase
from regional_calls.enums import ExpressionState, PairParty, RegionalPhase
from regional_calls.models import Expression, PartyView, RegionalCall
from regional_calls.permissions import may_announce

SOON = timedelta(days=7)


def todos(hat: Membership, now: datetime) -> list[Todo]:
    if not hat.regional:
        return []
    party = PairParty.ARS if hat.ars else PairParty.ARACT
    waiting = []
    for call in calls_at_work(hat, party):
        waiting += todos_of(call, party, now)
        if is_to_announce(call, now) and may_announce(hat, call):
            waiting.append(to_announce(call))
    return waiting


def calls_at_work(hat: Membership, party: PairParty) -> list[Any]:
    """The pair's calls not concluded, of projects not closed, each with what waits in it; one query."""
    handed_in = Expression.objects.handed_in().filter(call=OuterRef("pk"))
    viewed = PartyView.objects.filter(expression=OuterRef("pk"), party=party, submission=OuterRef("submission"))
    questions = Count("questions", filter=Q(questions__isnull=False, questions__answered_at=None), distinct=True)
    handed = Q(expressions__state=ExpressionState.SUBMITTED)
    unconfirmed = handed & Q(expressions__choice__isnull=False, expressions__choice__confirmed_at=None)
    return list(
        RegionalCall.objects.of_pair(hat)
        .filter(announced_at=None, project__award__closed_on=None)
        .select_related("project__region", "project__call")
        .annotate(
            question_count=questions,
            expression_count=Count("expressions", filter=handed, distinct=True),
            undecided_count=Count("expressions", filter=handed & Q(expressions__choice=None), distinct=True),
            unconfirmed_count=Count("expressions", filter=unconfirmed, distinct=True),
            to_confirm_count=Count(
                "expressions", filter=unconfirmed & ~Q(expressions__choice__proposed_party=party), distinct=True
            ),
            unviewed=Exists(handed_in.filter(~Exists(viewed))),
        )
    )


def todos_of(call: Any, party: PairParty, now: datetime) -> list[Todo]:
    subject = f"{call.project.region} – {call.title}"
    page = reverse("regional_calls:call", args=[call.project_id, call.pk])
    answers = reverse("regional_calls:expressions", args=[call.project_id, call.pk])
    received = counted(call.expression_count, "réponse reçue", "réponses reçues")
    waiting = []
    where = phase(call, now)
    if where == RegionalPhase.PREPARATION:
        due = call.closes_at if call.closes_at > now else None
        waiting.append(Todo("Publier l'appel régional", subject, page, due, "Il est en préparation."))
    if call.question_count:
        asked = counted(call.question_count, "question du public attend", "questions du public attendent")
        due = call.closes_at if where == RegionalPhase.OPEN else None
        waiting.append(Todo("Répondre au public", subject, f"{page}#questions", due, f"{asked} une réponse."))
    if where == RegionalPhase.OPEN and call.closes_at - now <= SOON:
        waiting.append(Todo("Suivre la fin de l'appel régional", subject, page, call.closes_at, f"{received}."))
    if call.unviewed:
        to_view = f"{answers}?avis=manquant"
        detail = f"{received} ; l'avis de l'{party.label} manque sur une au moins."
        waiting.append(Todo("Donner votre avis sur les réponses", subject, to_view, None, detail))
    if where == RegionalPhase.SORTING:
        waiting += choices_of(call, subject, answers)
    return waiting


def choices_of(call: Any, subject: str, answers: str) -> list[Todo]:
    """Once the call is closed: propose, confirm."""
    waiting = []
    if call.undecided_count:
        undecided = counted(call.undecided_count, "réponse")
        waiting.append(Todo("Proposer les choix", subject, f"{answers}?choix=sans", None, f"{undecided} sans choix."))
    if call.to_confirm_count:
        proposed = counted(call.to_confirm_count, "choix proposé", "choix proposés")
        detail = f"{proposed} par l'autre partie."
        waiting.append(Todo("Confirmer les choix", subject, f"{answers}?choix=proposee", None, detail))
    return waiting


def is_to_announce(call: Any, now: datetime) -> bool:
    return phase(call, now) == RegionalPhase.SORTING and not call.undecided_count and not call.unconfirmed_count


def to_announce(call: Any) -> Todo:
    """For who signs the decisions that structures receive."""
    return Todo(
        "Annoncer les choix",
        f"{call.project.region} – {call.title}",
        reverse("regional_calls:call", args=[call.project_id, call.pk]),
        None,
        "Les structures attendent votre décision." if call.expression_count else "Aucune réponse n'est reçue.",
        urgent=bool(call.expression_count),
    )


def followed(hat: Membership) -> list[Followed]:
    """For the pair: expressions handed in meanwhile."""
    if not hat.regional:
        return []
    received = Expression.objects.filter(call__in=RegionalCall.objects.of_pair(hat))
    return [Followed("regional_calls.expression", received, ["regional_calls.submit"], expression_pages)]


def expression_pages(keys: Sequence[str]) -> dict[str, str]:
    """One query, when there is any; one that was taken back since has no page any more."""
    there = Expression.objects.handed_in().filter(pk__in=keys) if keys else Expression.objects.none()
    return {
        str(pk): reverse("regional_calls:read_expression", args=[project, call, pk])
        for pk, project, call in there.values_list("pk", "call__project", "call")
    }
