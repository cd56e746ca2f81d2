"""The rapporteur's pages: my reviews, declaring a conflict or none, scoring, submitting."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.middleware import HatRequest
from accounts.models import Membership
from accounts.views.telling import refusals_told
from applications.comparing import compare_contents
from applications.fiche_view import known_to, readable_by, summary
from applications.joined import address_of_files
from commission.comparison import compared
from commission.declaring import declare_conflict, declare_no_conflict
from commission.forms.reviews import DeclarationForm, ReviewForm, initial_of
from commission.locks import held_assignment
from commission.models import Assignment, Convening, Review
from commission.permissions import may_declare, may_score
from commission.rereading import stale, take_up
from commission.reviewing import IncompleteReview, criteria_of, next_to_do, running_total, save_draft, submit, to_do
from core.autosave import Around, answer_draft
from core.form_page import FormPage, answer_form, redirect_saying
from core.verdicts import ensure

PER_PAGE = 25
FEW = 5


def own_assignment(request: HatRequest, pk: int) -> Assignment:
    """The rapporteur's assignment; another's does not exist for them (404)."""
    mine = Assignment.objects.visible_to(request.hat).filter(rapporteur=request.hat).with_fiche()
    return get_object_or_404(mine.select_related("application__project__ars", "application__project__aract"), pk=pk)


def reviews(request: HatRequest) -> HttpResponse:
    mine = Assignment.objects.visible_to(request.hat).filter(rapporteur=request.hat).live().with_fiche()
    lines = mine.order_by("-application__project__call__closes_at", "application__project__region__slug", "pk")
    page = Paginator(lines, PER_PAGE).get_page(request.GET.get("page"))
    waiting = to_do(request.hat)
    convened = Convening.objects.visible_to(request.hat).coming(timezone.now()).with_acts().order_by("starts_at")
    context = {"page": page, "next": waiting.first(), "waiting": waiting.count(), "convened": convened[:FEW]}
    return render(request, "commission/reviews.html", context)


def declare(request: HatRequest, pk: int) -> HttpResponse:
    """The summary of the fiche, which is all that one reads of it before declaring, and the declaration."""
    assignment = own_assignment(request, pk)
    back = reverse("commission:reviews")
    return answer_form(
        request,
        lambda data, _: DeclarationForm(
            data, initial={"has_conflict": "no" if assignment.has_conflict is False else None}
        ),
        page=FormPage(
            "Déclarer un lien d'intérêt, ou aucun",
            "Enregistrer votre déclaration",
            back,
            crumbs=[("Vos évaluations", back)],
            template="commission/declare.html",
            context={
                "assignment": assignment,
                "summary": summary(assignment.application.in_force.content),
                "styles": "css/commission.css",
            },
        ),
        right=may_declare(request.hat, assignment),
        deed=lambda form: declare_as_typed(assignment, request.hat, **form.cleaned_data),
        done=lambda tied: declared(request, pk, tied),
    )


def declared(request: HatRequest, pk: int, tied: object) -> HttpResponse:
    if isinstance(tied, Review):
        return redirect("commission:review", pk)
    told = "Votre lien d'intérêt est enregistré. La fiche vous est fermée, le secrétariat est prévenu."
    return redirect_saying(request, told, "commission:reviews")


def declare_as_typed(assignment: Assignment, by: Membership, *, has_conflict: str, reason: str) -> Review | Assignment:
    if has_conflict == "no":
        return declare_no_conflict(assignment, by=by)
    return declare_conflict(assignment, reason=reason, by=by)


def review(request: HatRequest, pk: int) -> HttpResponse:
    assignment = own_assignment(request, pk)
    if assignment.has_conflict is None and may_declare(request.hat, assignment):
        return redirect("commission:declare", pk)
    ensure(may_score(request.hat, assignment))
    form = review_form(assignment, None)
    form.edit()
    return review_page(request, assignment, form)


def review_form(assignment: Assignment, data: Any) -> ReviewForm:
    """The grid over what is saved of one's own review."""
    own = Review.objects.filter(assignment=assignment).prefetch_related("scores").first()
    return ReviewForm(data, initial=initial_of(own, own.scores.all() if own else []), criteria=criteria_of(assignment))


def review_page(request: HatRequest, assignment: Assignment, form: ReviewForm, status: int = 200) -> HttpResponse:
    """The scoring page: the deposited fiche, the grid, and the other's review once one's own is in."""
    found = Review.objects.visible_to(request.hat).filter(assignment__application=assignment.application)
    by_assignment = {
        review.assignment_id: review
        for review in found.select_related(
            "deposit", "assignment__rapporteur__user", "assignment__rapporteur__organisation"
        ).prefetch_related("scores")
    }
    own, in_force = by_assignment.get(assignment.pk), assignment.application.in_force
    begun_on = own.deposit if own is not None and stale(own, in_force) else None
    known = partial(known_to, request.hat, assignment.application)
    context = {
        "begun_on": begun_on,
        "changes": compare_contents(*(known(made.content) for made in (begun_on, in_force))) if begun_on else [],
        "assignment": assignment,
        "deposit": in_force,
        **readable_by(request.hat, assignment.application, in_force.content),
        "files_at": address_of_files(assignment.application),
        "review": own,
        "form": form,
        **totals(own, form),
        "comparison": compared(form.criteria, by_assignment.values(), in_force.pk) if assignment.done else None,
        "has_next": next_to_do(request.hat, assignment) is not None,
    }
    return render(request, "commission/review.html", context, status=status)


@require_POST
def take_up_review(request: HatRequest, pk: int, rank: int) -> HttpResponse:
    """«J'ai lu ce qui a changé»: the review goes on about the deposit that was shown."""
    assignment = own_assignment(request, pk)
    with refusals_told(request):
        review = take_up(assignment, rank=rank, by=request.hat)
        messages.success(request, f"Votre évaluation porte maintenant sur le dépôt {review.deposit}.")
    return redirect("commission:review", pk)


def totals(review: Review | None, form: ReviewForm) -> dict[str, Any]:
    """The total so far and how many criteria it is of, as the server counts them."""
    total, scored = running_total(review.scores.all() if review else [], form.criteria)
    return {"total": total, "scored": scored, "form": form}


@require_POST
def save_review(request: HatRequest, pk: int) -> HttpResponse:
    """Save what is typed, a field as one types or all by the button, which leads to the next review."""

    def onward(assignment: Assignment) -> HttpResponse:
        messages.success(request, f"Brouillon enregistré pour la région {assignment.application.project.region}.")
        following = next_to_do(request.hat, assignment) if "next" in request.POST else None
        return redirect("commission:review", following.pk if following else pk)

    return answer_review(request, pk, lambda form, held: save_draft(held, form.typed, by=request.hat), onward)


@require_POST
def submit_review(request: HatRequest, pk: int) -> HttpResponse:
    """Save what the page holds, then hand the review in; what is missing is said at its place."""

    def save(form: ReviewForm, held: Assignment) -> None:
        save_draft(held, form.typed, by=request.hat)
        if form.errors:
            return
        try:
            submit(held, by=request.hat)
        except IncompleteReview as refusal:
            form.tell(refusal.gaps)

    def onward(assignment: Assignment) -> HttpResponse:
        messages.success(request, f"Évaluation remise pour la région {assignment.application.project.region}.")
        return redirect("commission:review", pk)

    return answer_review(request, pk, save, onward)


def answer_review(
    request: HatRequest,
    pk: int,
    save: Callable[[ReviewForm, Assignment], Any],
    onward: Callable[[Assignment], HttpResponse],
) -> HttpResponse:
    assignment = own_assignment(request, pk)

    def around(form: ReviewForm, held: Assignment) -> Around:
        saved = Review.objects.filter(assignment=held).prefetch_related("scores").first()
        return Around(fragments=render_to_string("commission/_total.html", totals(saved, form)))

    return answer_draft(
        request,
        assignment,
        review_form,
        right=may_score(request.hat, assignment),
        hold=lambda: held_assignment(assignment),
        last_edit=lambda: "dans une autre page",
        save=save,
        around=around,
        page=lambda form, status: review_page(request, assignment, form, status),
        done=lambda _: onward(assignment),
    )
