"""Grids: the library, one grid with its criteria, and the forms by which it is built."""

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.middleware import HatRequest
from calls import grids as deeds
from calls.forms.grids import CriterionForm, GridTitleForm, NewGridForm
from calls.models import Call, Criterion, Grid
from calls.permissions import may_edit_grid, may_prepare_calls
from calls.revising import next_grid
from core.form_page import FormPage, answer_form, redirect_saying
from core.list_page import ListPage, Nothing, show_list
from core.verdicts import OutOfTurn, ensure
from records.journal import last_edit
from records.views.removing import ask_to_remove, row_or_gone

ABOVE = ("Appels à projets", "calls:calls")


def library_crumbs() -> list[tuple[str, str]]:
    return [(ABOVE[0], reverse(ABOVE[1])), ("Grilles d'examen", reverse("calls:grids"))]


@require_safe
def grids(request: HatRequest) -> HttpResponse:
    """Every grid, each revision, with the calls that it judges."""
    ensure(may_prepare_calls(request.hat))
    calls = Prefetch("calls", Call.objects.order_by("-opens_at", "-pk"))
    new = ("Nouvelle grille", reverse("calls:create_grid"))
    return show_list(
        request,
        Grid.objects.prefetch_related(calls, "criteria").order_by("title", "code", "-revision"),
        ListPage(
            "calls/grids.html",
            "Grilles d'examen",
            counted="grille",
            crumbs=[(ABOVE[0], reverse(ABOVE[1]))],
            intro="Les critères sur lesquels les rapporteurs notent les fiches. Une grille ne change plus dès qu'un "
            "appel publié l'utilise ; sa révision suivante sert à l'appel d'après.",
            nothing=Nothing("Aucune grille", "Commencez la première.", *new),
            action=new,
        ),
    )


@require_safe
def grid(request: HatRequest, grid_pk: int) -> HttpResponse:
    ensure(may_prepare_calls(request.hat))
    shown = get_object_or_404(Grid, pk=grid_pk)
    criteria = list(shown.criteria.prefetch_related("levels"))
    may_edit = may_edit_grid(request.hat, shown)
    wanted = [
        (fault.text, criterion_url(fault.criterion) if fault.criterion else "#ajouter")
        for fault in (deeds.faults(shown) if may_edit else ())
    ]
    last = Grid.objects.filter(code=shown.code).order_by("-revision").first()
    context = {
        "grid": shown,
        "criteria": criteria,
        "total_weight": sum(criterion.weight for criterion in criteria),
        "top_score": Criterion.TOP_SCORE,
        "most_points": Criterion.TOP_SCORE * sum(criterion.weight for criterion in criteria),
        "faults": wanted,
        "may_edit": may_edit,
        "next": last if last != shown else None,
        "calls": shown.calls.order_by("-opens_at", "-pk"),
    }
    return render(request, "calls/grid.html", context)


def criterion_url(criterion: Criterion) -> str:
    return reverse("calls:edit_criterion", args=[criterion.grid_id, criterion.pk])


def page_of(grid: Grid, title: str, submit: str, intro: str = "", **around: object) -> FormPage:
    back = reverse("calls:grid", args=[grid.pk])
    crumbs = [*library_crumbs(), (str(grid), back)]
    return FormPage(title, submit, back, crumbs=crumbs, intro=intro, **around)  # type: ignore[arg-type]


def create_grid(request: HatRequest) -> HttpResponse:
    return answer_form(
        request,
        lambda data, _: NewGridForm(data),
        page=FormPage(
            "Nouvelle grille",
            "Commencer la grille",
            reverse("calls:grids"),
            crumbs=library_crumbs(),
            intro="Elle servira aux appels que vous choisirez, une fois ses critères écrits.",
        ),
        right=may_prepare_calls(request.hat),
        deed=lambda form: deeds.create_grid(**form.cleaned_data, by=request.hat),
        done=lambda made: redirect_saying(request, f"{made} est commencée.", "calls:grid", made.pk),
    )


def rename_grid(request: HatRequest, grid_pk: int) -> HttpResponse:
    shown = get_object_or_404(Grid, pk=grid_pk)
    return answer_form(
        request,
        lambda data, _: GridTitleForm(data, initial={"title": shown.title}),
        page=page_of(shown, "Renommer la grille", "Enregistrer le titre"),
        right=may_edit_grid(request.hat, shown),
        edits=shown,
        last_edit=last_edit(shown, deed="calls.rename_grid"),
        deed=lambda form: deeds.rename_grid(shown, **form.cleaned_data, by=request.hat),
        done=lambda _: redirect_saying(request, "Le titre est enregistré.", "calls:grid", grid_pk),
    )


@require_POST
def prepare_next_grid(request: HatRequest, grid_pk: int) -> HttpResponse:
    """The next revision of a grid that is frozen; the one that exists when somebody just prepared it."""
    ensure(may_prepare_calls(request.hat))
    source = get_object_or_404(Grid, pk=grid_pk)
    try:
        made = next_grid(source, by=request.hat)
    except OutOfTurn:
        made = Grid.objects.filter(code=source.code).order_by("-revision")[0]
    return redirect_saying(request, f"{made} peut être modifiée.", "calls:grid", made.pk)


def add_criterion(request: HatRequest, grid_pk: int) -> HttpResponse:
    return criterion_page(request, get_object_or_404(Grid, pk=grid_pk), None, "Ajouter un critère")


def edit_criterion(request: HatRequest, grid_pk: int, criterion_pk: int) -> HttpResponse:
    shown = get_object_or_404(Grid, pk=grid_pk)
    criterion = criterion_of(shown, criterion_pk)
    return criterion_page(request, shown, criterion, f"Modifier le critère « {criterion} »")


def criterion_of(grid: Grid, pk: int) -> Criterion:
    criterion = row_or_gone(Criterion.objects.filter(grid=grid), pk, grid=grid.pk)
    criterion.grid = grid
    return criterion


def criterion_page(request: HatRequest, grid: Grid, criterion: Criterion | None, title: str) -> HttpResponse:
    return answer_form(
        request,
        lambda data, _: CriterionForm(data, criterion=criterion),
        page=page_of(grid, title, "Enregistrer le critère", f"{grid}."),
        right=may_edit_grid(request.hat, grid),
        edits=criterion,
        under=grid,
        last_edit=last_edit(criterion or grid),
        deed=lambda form: deeds.write_criterion(grid, criterion=criterion, **form.cleaned_data, by=request.hat),
        done=lambda row: redirect_saying(request, f"Le critère « {row} » est enregistré.", "calls:grid", grid.pk),
    )


@require_POST
def move_criterion(request: HatRequest, grid_pk: int, criterion_pk: int) -> HttpResponse:
    """To the place that the button names."""
    shown = get_object_or_404(Grid, pk=grid_pk)
    ensure(may_edit_grid(request.hat, shown))
    criterion = criterion_of(shown, criterion_pk)
    place = request.POST.get("rang", "")
    if place.isascii() and place.isdecimal():
        deeds.move_criterion(criterion, to=min(int(place[:4]), deeds.MOST_CRITERIA), by=request.hat)
    response = redirect("calls:grid", grid_pk)
    response["Location"] += f"#critere-{criterion_pk}"
    return response


def remove_criterion(request: HatRequest, grid_pk: int, criterion_pk: int) -> HttpResponse:
    shown = get_object_or_404(Grid, pk=grid_pk)
    criterion = criterion_of(shown, criterion_pk)
    return ask_to_remove(
        request,
        page_of(
            shown,
            f"Retirer le critère « {criterion} » ?",
            "Retirer le critère",
            f"{shown}.",
            keep="Garder le critère",
            consequences=["Le critère, son poids et ses niveaux quittent la grille."],
        ),
        right=may_edit_grid(request.hat, shown),
        deed=lambda: deeds.remove_criterion(criterion, by=request.hat),
        done=f"Le critère « {criterion} » est retiré.",
        to=("calls:grid", grid_pk),
    )
