"""The pages of allauth that make sense here, under French addresses and allauth's own names.

Sign-up answers that it is closed; addresses, social accounts and codes have no page at all.
"""

from allauth.account import views
from django.contrib.auth.decorators import login_not_required
from django.urls import path, re_path
from django.views.generic import RedirectView

from accounts.views.signing_out import SignOutView

urlpatterns = [
    path("connexion/", views.login, name="account_login"),
    path("deconnexion/", SignOutView.as_view(), name="account_logout"),
    path("inscription/", views.signup, name="account_signup"),
    path("compte-desactive/", views.account_inactive, name="account_inactive"),
    path("confirmation/", views.reauthenticate, name="account_reauthenticate"),
    path("mot-de-passe/", views.password_change, name="account_change_password"),
    # Where allauth sends someone who has no password yet (demonstration): they receive a link instead.
    path(
        "mot-de-passe/creation/",
        login_not_required(RedirectView.as_view(pattern_name="account_reset_password")),
        name="account_set_password",
    ),
    path("mot-de-passe/oubli/", views.password_reset, name="account_reset_password"),
    path("mot-de-passe/oubli/envoi/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^mot-de-passe/oubli/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "mot-de-passe/oubli/fin/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
