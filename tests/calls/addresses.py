"""What the tests of the routes must know of calls: the questionnaire that secretaries compose in the demonstration."""

from calls.models import Question, Questionnaire

PUBLIC: set[str] = set()
OWN_PAGE: set[str] = set()
PREPARATION = {
    f"calls:{deed}"
    for deed in (
        "begin_questionnaire", "studio", "add_section", "edit_section", "section_condition", "remove_section",
        "move_section", "add_question", "edit_question", "edit_answer", "edit_list", "edit_column",
        "question_condition", "remove_question", "move_question", "preview", "try_section",
        "preview_pdf", "forget_rehearsal",
    )
}  # fmt: skip


def known(project) -> dict[str, object]:
    composed = Questionnaire.objects.get(calls__slug="experimentation-a-venir")
    table = Question.objects.get(section__questionnaire=composed, code="depenses-qui-demeurent")
    return {
        "questionnaire_pk": composed.pk,
        "section_pk": table.section_id,
        "question_pk": table.pk,
        "setting": "rows",
        "column": "intitule",
        "persona": "ars",
    }


def in_turn(project) -> dict[str, dict[str, object]]:
    return {"calls:begin_questionnaire": {"slug": "experimentation-a-venir"}}
