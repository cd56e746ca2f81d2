"""Arguments of this room's addresses, for tests/house/test_routes.py."""

from regional_calls.models import RegionalCall
from regions.models import RegionalProject

PUBLIC = {
    f"regional_calls:{name}"
    for name in (
        "public_calls", "public_call", "public_document", "ask_question", "ask_link", "expression", "structure",
        "search_structure", "address", "grouping", "expression_receipt", "expression_decision", "digital_project",
        "expression_section", "pieces", "own_piece", "remove_piece", "restore_piece", "submit", "withdraw",
    )
}  # fmt: skip
OWN_PAGE: set[str] = set()


def known(project: RegionalProject) -> dict[str, object]:
    """The rows of the project's concluded call."""
    call = RegionalCall.objects.get(project=project)
    return {
        "regional_call_pk": call.pk,
        "regional_call_slug": call.slug,
        "regional_theme_pk": call.themes.first().pk,
        "regional_document_pk": 1,
        "regional_question_pk": call.questions.first().pk,
        "expression_pk": call.expressions.first().pk,
        "attachment_pk": 1,
    }
