"""Addresses of calls."""

from django.urls import path

from calls.views import (
    attachments,
    beginning,
    conditions,
    grids,
    preparing,
    public,
    questions,
    rehearsing,
    revising,
    studio,
)

app_name = "calls"
IN_STUDIO = "questionnaires/<int:questionnaire_pk>/"
SECTION = f"{IN_STUDIO}sections/<int:section_pk>/"
QUESTION = f"{IN_STUDIO}questions/<int:question_pk>/"
TRIAL = f"{IN_STUDIO}apercu/<slug:persona>/"
urlpatterns = [
    path("appels/", public.calls, name="calls"),
    path("appels/nouveau/", preparing.create, name="create"),
    path("appels/grilles/", grids.grids, name="grids"),
    path("appels/grilles/nouvelle/", grids.create_grid, name="create_grid"),
    path("appels/grilles/<int:grid_pk>/", grids.grid, name="grid"),
    path("appels/grilles/<int:grid_pk>/titre/", grids.rename_grid, name="rename_grid"),
    path("appels/grilles/<int:grid_pk>/revision/", grids.prepare_next_grid, name="prepare_next_grid"),
    path("appels/grilles/<int:grid_pk>/criteres/ajouter/", grids.add_criterion, name="add_criterion"),
    path("appels/grilles/<int:grid_pk>/criteres/<int:criterion_pk>/", grids.edit_criterion, name="edit_criterion"),
    path("appels/grilles/<int:grid_pk>/criteres/<int:criterion_pk>/rang/", grids.move_criterion, name="move_criterion"),
    path(
        "appels/grilles/<int:grid_pk>/criteres/<int:criterion_pk>/retrait/",
        grids.remove_criterion,
        name="remove_criterion",
    ),
    path("appels/<slug:slug>/", public.call, name="call"),
    path("appels/<slug:slug>/questionnaire/", public.questionnaire, name="questionnaire"),
    path("appels/<slug:slug>/documents/<int:pk>/", public.document, name="document"),
    path("appels/<slug:slug>/question/", questions.ask_question, name="ask_question"),
    path("appels/<slug:slug>/questions/", questions.questions, name="questions"),
    path("appels/<slug:slug>/questions/<int:question_pk>/", questions.answer_question, name="answer_question"),
    path(
        "appels/<slug:slug>/questions/<int:question_pk>/reponse/retrait/",
        questions.take_back_answer,
        name="take_back_answer",
    ),
    path(
        "appels/<slug:slug>/questions/<int:question_pk>/ecarter/",
        questions.set_question_aside,
        name="set_question_aside",
    ),
    path("appels/<slug:slug>/modifier/", preparing.edit, name="edit"),
    path("appels/<slug:slug>/preparation/", preparing.prepare, name="prepare"),
    path("appels/<slug:slug>/ouverture/", preparing.open_to_regions, name="open_to_regions"),
    path("appels/<slug:slug>/report/", preparing.postpone, name="postpone"),
    path("appels/<slug:slug>/revision/", revising.revise, name="revise"),
    path("appels/<slug:slug>/revision/preparation/", revising.prepare_revision, name="prepare_revision"),
    path("appels/<slug:slug>/revisions/<int:pk>/", revising.revision, name="revision"),
    path("appels/<slug:slug>/documents/ajouter/", attachments.add_document, name="add_document"),
    path("appels/<slug:slug>/documents/<int:pk>/retrait/", attachments.remove_document, name="remove_document"),
    path("appels/<slug:slug>/contacts/ajouter/", attachments.add_contact, name="add_contact"),
    path("appels/<slug:slug>/contacts/<int:pk>/retrait/", attachments.remove_contact, name="remove_contact"),
    path("appels/<slug:slug>/jalons/ajouter/", attachments.add_milestone, name="add_milestone"),
    path("appels/<slug:slug>/jalons/<int:pk>/retrait/", attachments.remove_milestone, name="remove_milestone"),
    path("appels/<slug:slug>/questionnaire/composer/", beginning.begin_questionnaire, name="begin_questionnaire"),
    path(IN_STUDIO, studio.studio, name="studio"),
    path(f"{IN_STUDIO}sections/ajouter/", studio.add_section, name="add_section"),
    path(SECTION, studio.edit_section, name="edit_section"),
    path(f"{SECTION}condition/", conditions.section_condition, name="section_condition"),
    path(f"{SECTION}retrait/", studio.remove_section, name="remove_section"),
    path(f"{SECTION}place/", conditions.move_section, name="move_section"),
    path(f"{SECTION}questions/ajouter/", studio.add_question, name="add_question"),
    path(QUESTION, studio.edit_question, name="edit_question"),
    path(f"{QUESTION}reponse/", studio.edit_answer, name="edit_answer"),
    path(f"{QUESTION}reponse/<slug:setting>/", studio.edit_list, name="edit_list"),
    path(f"{QUESTION}colonnes/<slug:column>/", studio.edit_column, name="edit_column"),
    path(f"{QUESTION}condition/", conditions.question_condition, name="question_condition"),
    path(f"{QUESTION}retrait/", studio.remove_question, name="remove_question"),
    path(f"{QUESTION}place/", conditions.move_question, name="move_question"),
    path(f"{IN_STUDIO}apercu.pdf", rehearsing.preview_pdf, name="preview_pdf"),
    path(TRIAL, rehearsing.preview, name="preview"),
    path(f"{TRIAL}sections/<int:section_pk>/", rehearsing.try_section, name="try_section"),
    path(f"{TRIAL}recommencer/", rehearsing.forget, name="forget_rehearsal"),
]
