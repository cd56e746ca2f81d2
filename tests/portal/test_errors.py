"""What goes wrong is said on a page of ours, in French, with a way out."""

import pytest
from django.template.loader import render_to_string
from django.test import Client

from tests.factories import MembershipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.portal.failing_urls")]


@pytest.fixture
def client_at_work(as_hat):
    client = as_hat(MembershipFactory())
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(
    ("failure", "status", "words"),
    [
        ("crash", 500, "Une erreur s'est produite"),
        ("denied", 403, "Ce dossier est celui d&#x27;une autre région."),
        ("mute", 403, "Votre rôle actuel ne donne pas accès à cette page."),
        ("suspicious", 400, "Demande illisible"),
        ("refused", 422, "Le montant dépasse l&#x27;enveloppe."),
        ("not-allowed", 403, "Seule l&#x27;ARS dépose la fiche."),
        ("too-late", 409, "L&#x27;appel est clos."),
    ],
)
def test_each_failure_has_its_page(client_at_work, failure, status, words):
    answer = client_at_work.get(f"/echec/{failure}/")
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert "– Portail ACIA</title>" in answer.content.decode()


@pytest.mark.parametrize(
    ("failure", "title"),
    [
        ("refused", "Cette demande ne peut pas aboutir"),
        ("not-allowed", "Vous ne pouvez pas faire cela"),
        ("too-late", "Ce n&#x27;est pas possible dans l&#x27;état actuel"),
    ],
)
def test_a_refusal_names_its_kind_and_changes_nothing(client_at_work, failure, title):
    page = client_at_work.get(f"/echec/{failure}/").content.decode()
    assert f"<h1>{title}</h1>" in page
    assert "Rien n'a été modifié." in page


def test_htmx_gets_the_reason_alone(client_at_work):
    answer = client_at_work.get("/echec/too-late/", headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode() == "L’appel est clos."


def test_an_unknown_address_has_its_page():
    answer = Client().get("/nulle-part/")
    assert answer.status_code == 404
    assert "Page introuvable" in answer.content.decode()
    assert "Revenir à l'accueil" in answer.content.decode()


def test_a_foreign_host_is_refused_on_a_page_of_ours():
    answer = Client().get("/", headers={"host": "pirate.example"})
    assert answer.status_code == 400
    assert "Demande illisible" in answer.content.decode()


def test_a_stale_form_says_what_to_do():
    answer = Client(enforce_csrf_checks=True).post("/contact/")
    assert answer.status_code == 403
    assert "La page était ouverte depuis trop longtemps" in answer.content.decode()


def test_the_page_of_last_resort_needs_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        page = render_to_string("500.html")
    assert "{%" not in page
    assert 'href="/"' in page


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "latin-1"])
def test_a_form_in_another_charset_is_refused_in_one_sentence(charset):
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    answer = Client().post("/compte/connexion/", b"login=a", content_type=kind)
    assert answer.status_code == 400
    assert "UTF-8" in answer.content.decode()
