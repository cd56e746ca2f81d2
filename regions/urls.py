"""Addresses of regions."""

from django.urls import path

from regions.views import collective, establishments, participants, participations, priority, structures

app_name = "regions"
PARTICIPANTS = "projets/<int:project_pk>/participants"
PRIORITY = f"{PARTICIPANTS}/<int:participant_pk>/priorite"
COLLECTIVE = "projets/<int:project_pk>/collectif"
urlpatterns = [
    path("etablissements/recherche/", structures.search, name="search"),
    path("etablissements/<int:establishment_pk>/", establishments.establishment, name="establishment"),
    path("mes-participations/", participations.participations, name="participations"),
    path("mes-participations/<int:pk>/engagement/", participations.confirm, name="confirm"),
    path(f"{PARTICIPANTS}/", participants.participants, name="participants"),
    path(f"{PARTICIPANTS}/ajouter/", participants.join, name="join"),
    path(f"{PARTICIPANTS}/ajouter/groupement/", participants.join_grouping, name="join_grouping"),
    path(f"{PARTICIPANTS}/<int:participant_pk>/modifier/", participants.describe, name="describe"),
    path(f"{PARTICIPANTS}/<int:participant_pk>/depart/", participants.depart, name="depart"),
    path(f"{PARTICIPANTS}/<int:participant_pk>/lettre/", participants.letter, name="letter"),
    path(f"{PARTICIPANTS}/<int:participant_pk>/lettre/joindre/", participants.receive_letter, name="receive_letter"),
    path(f"{PRIORITY}/contester/", priority.contest_priority, name="contest_priority"),
    path(f"{PRIORITY}/retirer/", priority.withdraw_contest, name="withdraw_contest"),
    path(f"{PRIORITY}/repondre/", priority.answer_contest, name="answer_contest"),
    path(
        "projets/<int:project_pk>/outils/<int:explored_tool_pk>/avancement/",
        participants.move_maturity,
        name="move_maturity",
    ),
    path(f"{COLLECTIVE}/", collective.collective, name="collective"),
    path(f"{COLLECTIVE}/<slug:seat_group>/ajouter/", collective.give_seat, name="give_seat"),
    path(f"{COLLECTIVE}/membres/<int:seat_pk>/modifier/", collective.change_seat, name="change_seat"),
    path(f"{COLLECTIVE}/membres/<int:seat_pk>/retrait/", collective.withdraw_seat, name="withdraw_seat"),
    path("appels/<slug:slug>/priorite/", priority.set_priority_rule, name="set_priority_rule"),
]
