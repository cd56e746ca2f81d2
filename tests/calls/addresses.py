"""What the tests of the routes must know of calls: what secretaries compose in the demonstration, and what is asked."""

from calls.models import CallQuestion, Grid, Phase, Question, Questionnaire

PUBLIC = {"calls:ask_question", "calls:questions"}
OWN_PAGE: set[str] = set()
PREPARATION = {
    f"calls:{deed}"
    for deed in (
        "begin_questionnaire", "studio", "add_section", "edit_section", "section_condition", "remove_section",
        "move_section", "add_question", "edit_question", "edit_answer", "edit_list", "edit_column",
        "question_condition", "remove_question", "move_question", "preview", "try_section",
        "preview_pdf", "forget_rehearsal", "programmes", "create_programme", "programme",
        "edit_programme", "remove_programme", "add_phase", "edit_phase", "remove_phase",
        "add_term", "edit_term", "offer_term", "remove_term",
    )
}  # fmt: skip


def known(project) -> dict[str, object]:
    """The questionnaire that is being composed, the grid and the programme that no opened call uses."""
    composed = Questionnaire.objects.get(calls__slug="experimentation-a-venir")
    table = Question.objects.get(section__questionnaire=composed, code="depenses-qui-demeurent")
    phase = Phase.objects.get(code="diffusion")
    grid = Grid.objects.filter(frozen_at=None).earliest("pk")
    return {
        "questionnaire_pk": composed.pk,
        "section_pk": table.section_id,
        "question_pk": table.pk,
        "setting": "rows",
        "column": "intitule",
        "persona": "ars",
        "programme_pk": phase.programme_id,
        "phase_pk": phase.pk,
        "term_pk": phase.programme.terms.earliest("pk").pk,
        "grid_pk": grid.pk,
        "criterion_pk": grid.criteria.earliest("pk").pk,
    }


def in_turn(project) -> dict[str, dict[str, object]]:
    """An answer is taken back once it is given; a grid that is frozen has a next revision."""
    waiting = CallQuestion.objects.waiting().earliest("pk")
    answered = CallQuestion.objects.published().earliest("pk")
    frozen = Grid.objects.exclude(frozen_at=None).earliest("pk")
    asked = {"slug": waiting.call.slug, "question_pk": waiting.pk}
    return {
        "calls:answer_question": asked,
        "calls:set_question_aside": asked,
        "calls:take_back_answer": {"slug": answered.call.slug, "question_pk": answered.pk},
        "calls:prepare_next_grid": {"grid_pk": frozen.pk},
        "calls:begin_questionnaire": {"slug": "experimentation-a-venir"},
    }
