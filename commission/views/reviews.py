"""The rapporteur's pages: my reviews, declaring a conflict or none, scoring, submitting."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.middleware import HatRequest
from applications.fiche_view import readable, summary
from commission.comparison import compared
from commission.declaring import declare_conflict, declare_no_conflict
from commission.forms.reviews import DeclarationForm, ReviewForm, initial_of
from commission.models import Assignment, Review
from commission.permissions import may_declare, may_score
from commission.reviewing import Incomplete, criteria_of, next_to_do, running_total, save_draft, submit, to_do
from core.verdicts import Refused, ensure

PER_PAGE = 25


def own_assignment(request: HatRequest, pk: int) -> Assignment:
    """The rapporteur's assignment; another's does not exist for them (404)."""
    mine = Assignment.objects.visible_to(request.hat).filter(rapporteur=request.hat).with_fiche()
    return get_object_or_404(mine.select_related("application__project__ars", "application__project__aract"), pk=pk)


def reviews(request: HatRequest) -> HttpResponse:
    mine = Assignment.objects.visible_to(request.hat).filter(rapporteur=request.hat).live().with_fiche()
    lines = mine.order_by("-application__project__call__closes_at", "application__project__region__name", "pk")
    page = Paginator(lines, PER_PAGE).get_page(request.GET.get("page"))
    waiting = to_do(request.hat)
    return render(
        request, "commission/reviews.html", {"page": page, "next": waiting.first(), "waiting": waiting.count()}
    )


def declare(request: HatRequest, pk: int) -> HttpResponse:
    """The summary of the fiche, which is all that one reads of it before declaring, and the declaration."""
    assignment = own_assignment(request, pk)
    ensure(may_declare(request.hat, assignment))
    form = DeclarationForm(
        request.POST if request.method == "POST" else None,
        initial={"has_conflict": "no" if assignment.has_conflict is False else None},
    )
    if request.method == "POST" and form.is_valid():
        try:
            return declared(request, assignment, form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
    return render(
        request,
        "commission/declare.html",
        {
            "assignment": assignment,
            "summary": summary(assignment.application.deposit.content),
            "form": form,
        },
    )


def declared(request: HatRequest, assignment: Assignment, answer: dict[str, Any]) -> HttpResponse:
    if answer["has_conflict"] == "no":
        declare_no_conflict(assignment, by=request.hat)
        return redirect("commission:review", assignment.pk)
    declare_conflict(assignment, reason=answer["reason"], by=request.hat)
    messages.success(
        request, "Votre lien d'intérêt est enregistré. La fiche vous est fermée, le secrétariat est prévenu."
    )
    return redirect("commission:reviews")


def review(request: HatRequest, pk: int) -> HttpResponse:
    assignment = own_assignment(request, pk)
    if assignment.has_conflict is None and may_declare(request.hat, assignment):
        return redirect("commission:declare", pk)
    ensure(may_score(request.hat, assignment))
    return render(request, "commission/review.html", page_of(request, assignment))


def page_of(request: HatRequest, assignment: Assignment, form: ReviewForm | None = None) -> dict[str, Any]:
    """What the scoring page shows: the deposited fiche, the grid, and the other's review once one's own is in."""
    criteria = criteria_of(assignment)
    found = Review.objects.visible_to(request.hat).filter(assignment__application=assignment.application)
    by_assignment = {
        one.assignment_id: one
        for one in found.select_related(
            "assignment__rapporteur__user", "assignment__rapporteur__organisation"
        ).prefetch_related("scores")
    }
    own = by_assignment.get(assignment.pk)
    scores = list(own.scores.all()) if own else []
    total, scored = running_total(scores, criteria)
    return {
        "assignment": assignment,
        "deposit": assignment.application.deposit,
        **readable(assignment.application.deposit.content),
        "review": own,
        "form": form or ReviewForm(initial=initial_of(own, scores), criteria=criteria),
        "total": total,
        "scored": scored,
        "comparison": compared(criteria, by_assignment.values()) if assignment.done else None,
        "has_next": next_to_do(request.hat, assignment) is not None,
    }


@require_POST
def save_review(request: HatRequest, pk: int) -> HttpResponse:
    """Save what is typed; answers htmx with the state of the draft, and the button with the next review."""
    assignment = own_assignment(request, pk)
    ensure(may_score(request.hat, assignment))
    criteria = criteria_of(assignment)
    form = ReviewForm(request.POST, criteria=criteria)
    valid = form.is_valid()
    saved = save_draft(assignment, form.typed, by=request.hat)
    if request.htmx:
        total, scored = running_total(saved.scores.all(), criteria)
        context = {"at": timezone.now(), "total": total, "scored": scored, "criteria": criteria, "form": form}
        return render(request, "commission/_saved.html", context)
    if not valid:
        return render(request, "commission/review.html", page_of(request, assignment, form))
    messages.success(request, f"Brouillon enregistré pour la région {assignment.application.project.region}.")
    following = next_to_do(request.hat, assignment) if "next" in request.POST else None
    return redirect("commission:review", following.pk if following else pk)


@require_POST
def submit_review(request: HatRequest, pk: int) -> HttpResponse:
    """Save what the page holds, then hand the review in; what is missing is said at its place."""
    assignment = own_assignment(request, pk)
    ensure(may_score(request.hat, assignment))
    form = ReviewForm(request.POST, criteria=criteria_of(assignment))
    if form.is_valid():
        save_draft(assignment, form.typed, by=request.hat)
        try:
            submit(assignment, by=request.hat)
        except Incomplete as refusal:
            form.tell(refusal.gaps)
    if form.errors:
        return render(request, "commission/review.html", page_of(request, assignment, form))
    messages.success(request, f"Évaluation remise pour la région {assignment.application.project.region}.")
    return redirect("commission:review", pk)
