"""Addresses of a project's regional calls, for its pair."""

from django.urls import path

from regional_calls.views import attachments, calls, selection

ROOT = "projets/<int:project_pk>/appel-regional/"
CALL = f"{ROOT}<int:regional_call_pk>/"
EXPRESSION = f"{CALL}reponses/<int:expression_pk>/"

urlpatterns = [
    path(ROOT, calls.calls, name="calls"),
    path(f"{ROOT}nouveau/", calls.create, name="create"),
    path(CALL, calls.call, name="call"),
    path(f"{CALL}modifier/", calls.edit, name="edit"),
    path(f"{CALL}apercu/", calls.preview, name="preview"),
    path(f"{CALL}publication/", calls.publish, name="publish"),
    path(f"{CALL}report/", calls.postpone, name="postpone"),
    path(f"{CALL}themes/ajouter/", attachments.add_theme, name="add_theme"),
    path(f"{CALL}themes/<int:regional_theme_pk>/", attachments.edit_theme, name="edit_theme"),
    path(f"{CALL}themes/<int:regional_theme_pk>/retrait/", attachments.remove_theme, name="remove_theme"),
    path(f"{CALL}documents/ajouter/", attachments.add_document, name="add_document"),
    path(f"{CALL}documents/<int:regional_document_pk>/retrait/", attachments.remove_document, name="remove_document"),
    path(f"{CALL}questions/<int:regional_question_pk>/", attachments.answer_question, name="answer_question"),
    path(
        f"{CALL}questions/<int:regional_question_pk>/reponse/retrait/",
        attachments.take_back_answer,
        name="take_back_answer",
    ),
    path(
        f"{CALL}questions/<int:regional_question_pk>/ecarter/",
        attachments.set_question_aside,
        name="set_question_aside",
    ),
    path(f"{CALL}reponses/", selection.expressions, name="expressions"),
    path(f"{CALL}reponses/comparaison/", selection.compare, name="compare"),
    path(f"{CALL}reponses/export.xlsx", selection.export, name="export"),
    path(EXPRESSION, selection.read_expression, name="read_expression"),
    path(f"{EXPRESSION}avis/", selection.give_view, name="give_view"),
    path(f"{EXPRESSION}choix/", selection.propose_choice, name="propose_choice"),
    path(f"{EXPRESSION}confirmation/", selection.confirm_choice, name="confirm_choice"),
    path(f"{EXPRESSION}liste-d-attente/", selection.call_up, name="call_up"),
    path(f"{EXPRESSION}decision.pdf", selection.choice_letter, name="choice_letter"),
    path(f"{EXPRESSION}pieces/<int:attachment_pk>/", selection.attachment, name="attachment"),
    path(f"{CALL}annonce/", selection.announce, name="announce"),
    path(f"{CALL}participants/", selection.take_in, name="take_in"),
]
