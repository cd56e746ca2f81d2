"""A grid is built by secretaries, from another or from nothing, until an opened call freezes it."""

from html import unescape

import pytest
from django.urls import reverse

from calls import grids
from calls.grids import create_grid, faults, move_criterion, remove_criterion, write_criterion
from calls.models import Call, Criterion, Grid, Level
from calls.opening import open_call
from commission.models.review import total_on_20
from core.verdicts import NotAllowed, OutOfTurn, Refused
from tests.calls.drafting import outsiders, ready_call
from tests.factories import NOW, CallFactory, GridFactory, secretary
from tests.filling import sent
from tests.two_people import check_a_removal_is_asked_told_and_undone

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
TYPED = {
    "title": "Dialogue social",
    "question": "Qui décide ?",
    "weight": "3",
    **{f"level_{score}": f"Niveau {score}" for score in range(5)},
}


@pytest.fixture
def by():
    return secretary()


def url(name: str, *keys: int) -> str:
    return reverse(f"calls:{name}", args=keys)


def order(grid: Grid) -> list[str]:
    return list(grid.criteria.values_list("title", flat=True))


def test_from_nothing_to_a_grid_that_a_call_opens_with(as_hat, by):
    client = as_hat(by)
    client.post(url("create_grid"), {"title": "Grille neuve", "after": ""})
    grid = Grid.objects.get()
    assert "La grille n'a aucun critère." in unescape(client.get(url("grid", grid.pk)).content.decode())
    short = TYPED | {"level_3": ""}
    assert client.post(url("add_criterion", grid.pk), short).status_code == 302
    criterion = Criterion.objects.get()
    call = ready_call(by, grid=grid)
    prepare = unescape(client.get(reverse("calls:prepare", args=[call.slug])).content.decode())
    words = "Le critère « Dialogue social » n'a pas de libellé au niveau 3."
    for page in (prepare, unescape(client.get(url("grid", grid.pk)).content.decode())):
        assert words in page.replace("\N{NO-BREAK SPACE}", " ")
        assert f'href="{url("edit_criterion", grid.pk, criterion.pk)}"' in page
    with pytest.raises(Refused, match="niveau 3"):
        open_call(call, by=by, now=NOW)
    page = client.get(url("edit_criterion", grid.pk, criterion.pk))
    assert client.post(url("edit_criterion", grid.pk, criterion.pk), sent(page, level_3="Bien")).status_code == 302
    assert list(faults(grid)) == []
    open_call(call, by=by, now=NOW)
    for name, keys in (("edit_criterion", (grid.pk, criterion.pk)), ("rename_grid", (grid.pk,))):
        assert client.get(url(name, *keys)).status_code == 409
    with pytest.raises(OutOfTurn, match="révision suivante"):
        remove_criterion(criterion, by=by)
    client.post(url("prepare_next_grid", grid.pk))
    client.post(url("prepare_next_grid", grid.pk))
    assert Grid.objects.filter(code=grid.code, frozen_at=None).get().criteria.count() == 1
    weights = [(Criterion.TOP_SCORE, row.weight) for row in grid.criteria.all()]
    assert total_on_20(weights) == 20


def test_a_grid_made_after_another_has_its_criteria_and_leaves_it_alone(by):
    source = GridFactory(frozen_at=NOW)
    copy = create_grid(title=source.title, after=source, by=by)
    assert order(copy) == order(source)
    assert Level.objects.filter(criterion__grid=copy).count() == 10
    write_criterion(copy, title="Autre", question="Quoi ?", weight=1, levels={0: "Rien"}, by=by)
    assert copy.code != source.code
    assert source.criteria.count() == 2
    with pytest.raises(Refused, match="déjà dans la grille"):
        write_criterion(copy, title="autre", question="Quoi ?", weight=1, levels={}, by=by)


def test_criteria_move_by_buttons_and_a_place_sent_twice_is_kept(as_hat, by):
    grid = GridFactory()
    third = write_criterion(grid, title="Critère 3", question="Quoi ?", weight=1, levels={}, by=by)
    for _ in range(2):
        as_hat(by).post(url("move_criterion", grid.pk, third.pk), {"rang": "1"})
        assert order(grid) == ["Critère 3", "Critère 1", "Critère 2"]
    for nonsense in ("", "-1", "²", "x" * 50):
        as_hat(by).post(url("move_criterion", grid.pk, third.pk), {"rang": nonsense})
    move_criterion(third, to=9999, by=by)
    assert order(grid) == ["Critère 1", "Critère 2", "Critère 3"]


def test_a_criterion_removed_comes_back_with_its_levels(as_hat, by):
    grid, other = GridFactory(), secretary()
    criterion = grid.criteria.first()
    address = url("remove_criterion", grid.pk, criterion.pk)
    check_a_removal_is_asked_told_and_undone(address, as_hat(by), as_hat(other), by=str(other))
    assert criterion.levels.count() == 5


def test_two_secretaries_on_one_criterion_and_bad_input_lose_nothing(as_hat, by):
    grid = GridFactory()
    criterion = grid.criteria.first()
    address = url("edit_criterion", grid.pk, criterion.pk)
    mine, other = as_hat(by), as_hat(secretary(job_title="Autre secrétariat"))
    page = mine.get(address)
    other.post(address, sent(other.get(address), level_2="Le leur", title="Leur titre"))
    refused = mine.post(address, sent(page, level_2="Le mien"))
    assert refused.status_code == 409
    for words in ("Le leur", "Le mien", "Autre secrétariat"):
        assert words in refused.content.decode()
    assert mine.post(address, sent(page, level_4="Excellent")).status_code == 302
    criterion.refresh_from_db()
    wording = dict(criterion.levels.values_list("score", "wording"))
    assert (criterion.title, wording[2], wording[4]) == ("Leur titre", "Le leur", "Excellent")
    wrong = mine.post(address, sent(mine.get(address), weight="0", title="À garder"))
    assert wrong.status_code == 422
    assert "À garder" in wrong.content.decode()


def test_nobody_else_builds_grids(as_hat):
    grid = GridFactory()
    criterion = grid.criteria.first()
    for hat in outsiders():
        with pytest.raises(NotAllowed):
            create_grid(title="Intruse", by=hat)
        with pytest.raises(NotAllowed):
            move_criterion(criterion, to=2, by=hat)
        with pytest.raises(NotAllowed):
            grids.rename_grid(grid, title="Truquée", by=hat)
        if hat is not None:
            assert as_hat(hat).get(url("grids")).status_code == 403


def test_the_library_costs_the_same_for_one_and_three(as_hat, by, django_assert_num_queries):
    client = as_hat(by)
    CallFactory()
    client.get(url("grids"))
    with django_assert_num_queries(8):
        client.get(url("grids"))
    for _ in range(2):
        CallFactory()
    assert Call.objects.count() == 3
    with django_assert_num_queries(8):
        client.get(url("grids"))
