"""The page behind an invitation's link."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts import inviting
from accounts.enums import Role
from accounts.models import User
from tests.accounts.conftest import GOOD_PASSWORD
from tests.factories import MembershipFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db
ANSWER = {"full_name": "Nouvelle venue", "password": GOOD_PASSWORD, "password_again": GOOD_PASSWORD}


def page_of(token):
    return reverse("accounts:accept_invitation", args=[token])


def test_a_newcomer_chooses_a_password_and_lands_on_their_tasks(client, invited):
    _, token = invited()
    page = client.get(page_of(token))
    assert "Créer votre compte et accepter" in page.text
    assert "ARS fictive" in page.text
    before = client.session.session_key
    response = client.post(page_of(token), ANSWER)
    assert response.url == reverse("todos")
    assert client.session.session_key != before
    assert client.get(reverse("accounts:account")).context["hat"].job_title == "Chargée de mission"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"password": "court", "password_again": "court"}, "au minimum 12"),
        ({"password": "nouvelle@exemple.test", "password_again": "nouvelle@exemple.test"}, "trop semblable"),
        ({"password": "password1234", "password_again": "password1234"}, "trop courant"),
        ({"password_again": "autre chose encore"}, "Les deux mots de passe diffèrent"),
        ({"full_name": ""}, "obligatoire"),
        ({"full_name": "Nom\u202einversé"}, "invisible"),
    ],
)
def test_a_bad_answer_is_told_at_its_field_and_the_name_is_kept(client, invited, typed, sentence):
    _, token = invited()
    response = client.post(page_of(token), {**ANSWER, **typed})
    assert response.status_code == 422
    assert sentence in response.text
    assert not User.objects.filter(email="nouvelle@exemple.test").exists()
    if "full_name" not in typed:
        assert "Nouvelle venue" in response.text
    assert GOOD_PASSWORD not in response.text


def test_a_known_address_is_asked_to_sign_in_and_comes_back(client, invited):
    UserFactory(email="nouvelle@exemple.test")
    _, token = invited()
    response = client.get(page_of(token))
    assert f"{reverse('account_login')}?next={page_of(token)}" in response.text
    refused = client.post(page_of(token), ANSWER)
    assert refused.status_code == 409
    assert "Se connecter pour accepter" in refused.text
    assert User.objects.get(email="nouvelle@exemple.test").full_name != "Nouvelle venue"


def test_the_invited_person_signed_in_accepts(as_hat, invited, ars):
    hat = MembershipFactory()
    _, token = invited(hat.user.email)
    client = as_hat(hat)
    assert "Accepter l'invitation" in client.get(page_of(token)).text
    assert hat.user.memberships.count() == 1, "a GET writes nothing"
    assert client.post(page_of(token)).url == reverse("todos")
    assert client.get(reverse("accounts:account")).context["hat"].organisation == ars


def test_a_role_given_meanwhile_is_told_on_the_page(as_hat, invited, ars):
    hat = MembershipFactory()
    _, token = invited(hat.user.email)
    member_of(ars, Role.WRITER, user=hat.user)
    response = as_hat(hat).post(page_of(token))
    assert response.status_code == 409
    assert "déjà ce rôle" in response.text
    assert "Accepter l'invitation" in response.text


def test_someone_else_signed_in_is_told(as_hat, invited):
    hat = MembershipFactory()
    _, token = invited()
    client = as_hat(hat)
    for response, status in ((client.get(page_of(token)), 200), (client.post(page_of(token)), 403)):
        assert response.status_code == status
        assert "adressée à une autre personne" in response.text
    assert hat.user.memberships.count() == 1


@pytest.mark.parametrize(
    ("ending", "told"),
    [
        ("unknown", (404, "ne correspond à aucune invitation")),
        ("expired", (410, "a expiré")),
        ("revoked", (410, "a été annulée")),
        ("accepted", (410, "déjà été acceptée")),
    ],
)
def test_a_dead_link_says_why(client, invited, admin, ending, told):
    invitation, token = invited(age=timedelta(days=15 if ending == "expired" else 0))
    match ending:
        case "unknown":
            token = f"{token}x"
        case "revoked":
            inviting.revoke_invitation(invitation, by=admin)
        case "accepted":
            inviting.accept_as_newcomer(invitation, full_name="Première", password=GOOD_PASSWORD)
    for response in (client.get(page_of(token)), client.post(page_of(token), ANSWER)):
        assert response.status_code == told[0]
        assert told[1] in response.text


def test_a_deactivated_account_cannot_accept(as_hat, invited):
    person = UserFactory(email="nouvelle@exemple.test", is_active=False)
    _, token = invited()
    assert "Se connecter pour accepter" in Client().get(page_of(token)).text
    assert not person.memberships.exists()
