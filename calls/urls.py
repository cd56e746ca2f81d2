"""Addresses of calls."""

from django.urls import path

from calls.views import attachments, grids, preparing, public, questions, revising

app_name = "calls"
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
]
