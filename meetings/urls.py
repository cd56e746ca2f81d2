"""Addresses of meetings."""

from django.urls import path

from meetings.views import attending, complement, convening, decisions, inviting, meetings, minutes, replying

app_name = "meetings"
HERE = "projets/<int:project_pk>/reunions/"
MEETING = f"{HERE}<int:meeting_pk>/"
urlpatterns = [
    path(HERE, meetings.meetings, name="meetings"),
    path(f"{HERE}nouvelle/", meetings.prepare, name="prepare"),
    path(f"{HERE}decisions/", decisions.decisions, name="decisions"),
    path(f"{HERE}decisions/<int:meeting_decision_pk>/", decisions.reword, name="reword"),
    path(f"{HERE}decisions/<int:meeting_decision_pk>/suite/", decisions.settle, name="settle"),
    path(f"{HERE}decisions/<int:meeting_decision_pk>/retirer/", decisions.strike, name="strike"),
    path(f"{HERE}complement/", complement.complement, name="complement"),
    path(MEETING, meetings.meeting, name="meeting"),
    path(f"{MEETING}modifier/", meetings.edit, name="edit"),
    path(f"{MEETING}presidence/", meetings.chair, name="chair"),
    path(f"{MEETING}ordre-du-jour/", meetings.agenda, name="agenda"),
    path(f"{MEETING}annulation/", meetings.cancel, name="cancel"),
    path(f"{MEETING}agenda.ics", meetings.calendar, name="calendar"),
    path(f"{MEETING}invitations/", inviting.invitees, name="invitees"),
    path(f"{MEETING}invitations/cercles/", inviting.circles, name="circles"),
    path(f"{MEETING}invitations/ajouter/", inviting.add_invitee, name="add_invitee"),
    path(f"{MEETING}invitations/<int:invitee_pk>/", inviting.edit_invitee, name="edit_invitee"),
    path(f"{MEETING}invitations/<int:invitee_pk>/retirer/", inviting.remove_invitee, name="remove_invitee"),
    path(f"{MEETING}convocation/", convening.convene, name="convene"),
    path(f"{MEETING}relance/", convening.remind, name="remind"),
    path(f"{MEETING}reponses/", convening.replies, name="replies"),
    path(f"{MEETING}presences/", attending.attendance, name="attendance"),
    path(f"{MEETING}presences/feuille/", attending.attendance_sheet, name="attendance_sheet"),
    path(f"{MEETING}compte-rendu/", minutes.minutes, name="minutes"),
    path(f"{MEETING}compte-rendu/approbation/", minutes.approve, name="approve"),
    path(f"{MEETING}compte-rendu/correction/", minutes.correct, name="correct"),
    path(f"{MEETING}compte-rendu/<int:minutes_pk>/envoi/", minutes.send_minutes, name="send_minutes"),
    path(f"{MEETING}compte-rendu/<int:minutes_pk>/pdf/", minutes.minutes_pdf, name="minutes_pdf"),
    path(f"{MEETING}decisions/", decisions.decide, name="decide"),
    path(f"{MEETING}complement/", complement.decide_complement, name="decide_complement"),
    path("reunions/reponse/<str:token>/", replying.reply, name="reply"),
]
