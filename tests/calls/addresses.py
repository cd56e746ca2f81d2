"""What the tests of the routes must know of calls."""

from calls.models import CallQuestion, Grid

PUBLIC = {"calls:ask_question", "calls:questions"}
OWN_PAGE: set[str] = set()


def known(project) -> dict[str, object]:
    """The question that waits, and the grid that no opened call uses."""
    grid = Grid.objects.filter(frozen_at=None).earliest("pk")
    return {
        "question_pk": CallQuestion.objects.waiting().earliest("pk").pk,
        "grid_pk": grid.pk,
        "criterion_pk": grid.criteria.earliest("pk").pk,
    }


def in_turn(project) -> dict[str, dict[str, object]]:
    """An answer is taken back once it is given; a grid that is frozen has a next revision."""
    answered = CallQuestion.objects.published().earliest("pk")
    frozen = Grid.objects.exclude(frozen_at=None).earliest("pk")
    return {
        "calls:take_back_answer": {"slug": answered.call.slug, "question_pk": answered.pk},
        "calls:prepare_next_grid": {"grid_pk": frozen.pk},
    }
