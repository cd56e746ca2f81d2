"""Addresses of the tables that some sections of a fiche hold."""

from django.urls import path

from applications.views import budget, collective, participants, stages

urlpatterns = [
    path("fiches/<int:pk>/participants/ajouter/", participants.add_participant, name="add_participant"),
    path("fiches/<int:pk>/participants/groupement/", participants.add_grouping, name="add_grouping"),
    path("fiches/<int:pk>/participants/retenues/", participants.take_in_retained, name="take_in_retained"),
    path(
        "fiches/<int:pk>/participants/<int:participation_pk>/",
        participants.edit_participant,
        name="edit_participant",
    ),
    path(
        "fiches/<int:pk>/participants/<int:participation_pk>/retrait/",
        participants.remove_participant,
        name="remove_participant",
    ),
    path("fiches/<int:pk>/projets-numeriques/<int:tool_pk>/", participants.edit_tool, name="edit_tool"),
    path("fiches/<int:pk>/collectif/<slug:group>/ajouter/", collective.add_member, name="add_member"),
    path("fiches/<int:pk>/collectif/<int:member_pk>/", collective.edit_member, name="edit_member"),
    path("fiches/<int:pk>/collectif/<int:member_pk>/retrait/", collective.remove_member, name="remove_member"),
    path("fiches/<int:pk>/etapes/", stages.stages_page, name="stages"),
    path("fiches/<int:pk>/budget/", budget.budget_page, name="budget"),
    path("fiches/<int:pk>/budget/cofinancements/ajouter/", budget.add_cofunding, name="add_cofunding"),
    path("fiches/<int:pk>/budget/cofinancements/<int:cofunding_pk>/", budget.edit_cofunding, name="edit_cofunding"),
    path(
        "fiches/<int:pk>/budget/cofinancements/<int:cofunding_pk>/retrait/",
        budget.remove_cofunding,
        name="remove_cofunding",
    ),
]
