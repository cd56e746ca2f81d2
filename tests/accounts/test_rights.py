"""Who reaches these pages, by role and by method; and no POST without its token (cases 32 and 40)."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import OrganisationKind, Role
from accounts.models import Invitation, User
from tests.factories import (
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
    administrator,
    member_of,
    national,
)

pytestmark = pytest.mark.django_db

PAGES = ["people", "person", "invitations", "invite", "add_membership", "edit_membership"]
DEEDS = [
    "deactivate",
    "reactivate",
    "anonymise",
    "end_membership",
    "resend_invitation",
    "revoke_invitation",
    "add_membership",
    "edit_membership",
    "invite",
]
OTHERS = {
    "secretary": lambda: national(OrganisationKind.DGOS, Role.SECRETARY),
    "president": lambda: national(OrganisationKind.ANACT, Role.PRESIDENT),
    "rapporteur": lambda: national(OrganisationKind.ANACT, Role.RAPPORTEUR),
    "signatory": lambda: national(OrganisationKind.DGOS, Role.SIGNATORY),
    "writer": lambda: MembershipFactory(role=Role.WRITER),
    "aract": lambda: MembershipFactory(
        role=Role.SIGNATORY, organisation=OrganisationFactory(kind=OrganisationKind.ARACT)
    ),
    "contact": lambda: MembershipFactory(
        role=Role.CONTACT, organisation=OrganisationFactory(kind=OrganisationKind.ESTABLISHMENT)
    ),
}


@pytest.fixture
def urls(ars, invited):
    hat = member_of(ars, user__email="cible@exemple.test")
    invitation, _ = invited()
    arguments = {
        "person": [hat.user.pk],
        "add_membership": [hat.user.pk],
        "deactivate": [hat.user.pk],
        "reactivate": [hat.user.pk],
        "anonymise": [hat.user.pk],
        "edit_membership": [hat.user.pk, hat.pk],
        "end_membership": [hat.user.pk, hat.pk],
        "resend_invitation": [invitation.pk],
        "revoke_invitation": [invitation.pk],
    }
    return {name: reverse(f"accounts:{name}", args=arguments.get(name, [])) for name in {*PAGES, *DEEDS}}


def untouched():
    target = User.objects.get(email="cible@exemple.test")
    return target.is_active and target.memberships.current().count() == 1 and Invitation.objects.pending().count() == 1


@pytest.mark.parametrize("role", OTHERS)
def test_other_roles_are_told_why_and_change_nothing(as_hat, urls, role):
    browser = as_hat(OTHERS[role]())
    for name in PAGES:
        response = browser.get(urls[name])
        assert response.status_code == 403, name
        assert "réservées à l&#x27;équipe du portail" in response.text, name
    for name in DEEDS:
        assert browser.post(urls[name]).status_code == 403, name
    assert untouched()


def test_someone_without_a_hat_has_no_right(as_hat, urls):
    person = UserFactory()
    browser = Client()
    browser.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    for name in PAGES:
        assert browser.get(urls[name]).status_code == 403, name


def test_the_public_is_sent_to_sign_in(client, urls):
    for name in PAGES:
        assert client.get(urls[name]).url.startswith(reverse("account_login")), name
    for address in [*(urls[name] for name in DEEDS), reverse("accounts:account"), reverse("accounts:choose_hat")]:
        answer = client.post(address, {"note": "Écrit avant la fin de la session"})
        assert answer.status_code == 401, address
        shown = answer.content.decode()
        assert f'href="{reverse("account_login")}?next={address}"' in shown
        assert "Votre session est terminée" in shown
        assert "Écrit avant la fin de la session" in shown
    assert untouched()


def test_administrators_reach_every_page(as_hat, urls):
    browser = as_hat(administrator())
    for name in PAGES:
        assert browser.get(urls[name]).status_code == 200, name


def test_deeds_are_not_done_by_get(as_hat, urls, admin):
    browser = as_hat(admin)
    for name in set(DEEDS) - set(PAGES):
        assert browser.get(urls[name]).status_code == 405, name
    for name in ("choose_hat", "close_sessions"):
        assert browser.get(reverse(f"accounts:{name}")).status_code == 405, name
    assert untouched()


def test_rows_that_do_not_exist_are_404(as_hat, admin, ars):
    browser = as_hat(admin)
    stranger = member_of(ars)
    for url in (
        reverse("accounts:person", args=[999_999]),
        reverse("accounts:edit_membership", args=[admin.user.pk, stranger.pk]),
    ):
        assert browser.get(url).status_code == 404, url
    assert browser.post(reverse("accounts:resend_invitation", args=[999_999])).status_code == 404


def test_no_post_without_its_token(urls, admin, invited):
    browser = Client(enforce_csrf_checks=True)
    _, token = invited("autre@exemple.test")
    public = [
        "account_login",
        "account_logout",
        "account_reset_password",
        "demo:sign_in",
    ]
    for name in public:
        assert browser.post(reverse(name)).status_code == 403, name
    assert browser.post(reverse("accounts:accept_invitation", args=[token])).status_code == 403
    browser.force_login(admin.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    for name in DEEDS:
        assert browser.post(urls[name]).status_code == 403, name
    for name in ("accounts:choose_hat", "accounts:close_sessions", "account_change_password", "account_logout"):
        assert browser.post(reverse(name)).status_code == 403, name
    assert "_auth_user_id" in browser.session
    assert Invitation.objects.pending().count() == 2


def test_what_is_not_asked_for_is_ignored(as_hat, admin, urls, ars):
    """Mass assignment (case 34): a form writes its own fields only."""
    browser = as_hat(admin)
    typed = {"job_title": "Cadre", "delegation": "", "role": Role.ADMINISTRATOR, "organisation": 1, "user": 1}
    assert browser.post(urls["edit_membership"], typed).status_code == 302
    hat = User.objects.get(email="cible@exemple.test").memberships.get()
    assert (hat.role, hat.organisation, hat.job_title) == (Role.WRITER, ars, "Cadre")
