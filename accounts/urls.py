"""Addresses of accounts."""

from django.urls import path

from accounts.views import accepting, batches, hats, invitations, mails, memberships, people, saved_views

app_name = "accounts"
urlpatterns = [
    path("mon-compte/", hats.account, name="account"),
    path("mon-compte/casquette/", hats.choose_hat, name="choose_hat"),
    path("mon-compte/courriels/", mails.mails, name="mails"),
    path("mon-compte/courriels/<int:pk>/", mails.mail, name="mail"),
    path("mon-compte/courriels/choix/", mails.mail_choices, name="mail_choices"),
    path("courriels/arret/<str:token>/", mails.leave_digests, name="leave_digests"),
    path("mon-compte/sessions/", hats.close_sessions, name="close_sessions"),
    path("invitation/<str:token>/", accepting.accept_invitation, name="accept_invitation"),
    path("lots/", batches.ask_batch, name="ask_batch"),
    path("lots/<uuid:key>/", batches.batch, name="batch"),
    path("vues/nouvelle/", saved_views.keep_view, name="keep_view"),
    path("vues/<int:view_pk>/", saved_views.change_view, name="change_view"),
    path("vues/<int:view_pk>/retrait/", saved_views.remove_view, name="remove_view"),
    path("administration/comptes/", people.people, name="people"),
    path("administration/comptes/<int:pk>/", people.person, name="person"),
    path("administration/comptes/<int:pk>/desactivation/", people.deactivate, name="deactivate"),
    path("administration/comptes/<int:pk>/reactivation/", people.reactivate, name="reactivate"),
    path("administration/comptes/<int:pk>/anonymisation/", people.anonymise, name="anonymise"),
    path("administration/comptes/<int:pk>/roles/", memberships.add_membership, name="add_membership"),
    path(
        "administration/comptes/<int:pk>/roles/<int:membership_pk>/",
        memberships.edit_membership,
        name="edit_membership",
    ),
    path(
        "administration/comptes/<int:pk>/roles/<int:membership_pk>/fin/",
        memberships.end_membership,
        name="end_membership",
    ),
    path("administration/invitations/", invitations.invitations, name="invitations"),
    path("administration/invitations/nouvelle/", invitations.invite, name="invite"),
    path("administration/invitations/<int:pk>/renvoi/", invitations.resend_invitation, name="resend_invitation"),
    path("administration/invitations/<int:pk>/annulation/", invitations.revoke_invitation, name="revoke_invitation"),
]
