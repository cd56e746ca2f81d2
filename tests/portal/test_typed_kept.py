"""Whatever refuses a form, what was typed in it is shown once more (case 54)."""

import re

import pytest
from django.conf import settings
from django.http import QueryDict
from django.test import Client, RequestFactory

from core.templatetags.typed import NOT_TYPED, typed_texts
from tests.factories import MembershipFactory
from tests.regions.lives import upload

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.portal.failing_urls")]
LONG = "Première ligne\nseconde ligne <b>grasse</b>"
SENT = {
    "reason": LONG,
    "title": "Bilan de l'hiver",
    "initial-title": "Bilan",
    "place": "Tours",
    "initial-place": "Tours",
    "agreed": "on",
    "vu": "jeton-vu",
    "vu-a2": "autre-vu",
    "csrfmiddlewaretoken": "jeton-csrf",
    "password": "sésame",
    "oldpassword": "sésame-ancien",
    "password1": "sésame-neuf",
    "form-TOTAL_FORMS": "7654",
    "trancher": "title:mine:0f",
}
SECRETS = ("sésame", "jeton-", "0f", "7654")


@pytest.fixture
def client(as_hat):
    return as_hat(MembershipFactory())


@pytest.mark.parametrize("failure", ["refused", "not-allowed", "too-late", "denied", "absent"])
def test_what_was_typed_is_shown_and_nothing_else(client, failure):
    page = client.post(f"/echec/{failure}/", SENT | {"piece": upload("bilan.pdf")}).content.decode()
    kept = page[page.index("Ce que vous aviez saisi") : page.index("Nous écrire")]
    assert "Première ligne\nseconde ligne &lt;b&gt;grasse&lt;/b&gt;</textarea>" in kept
    assert "Bilan de l&#x27;hiver" in kept
    assert "À choisir de nouveau : bilan.pdf" in kept
    assert not [word for word in (*SECRETS, "Tours", "<b>") if word in kept]


def test_nothing_is_said_when_nothing_was_typed(client):
    for answer in (client.get("/echec/too-late/?reason=x"), client.post("/echec/too-late/", {"encore": "1"})):
        assert "Ce que vous aviez saisi" not in answer.content.decode()


def test_another_site_does_not_make_us_show_its_words():
    strict = Client(enforce_csrf_checks=True)
    for page in ("/contact/", "/nulle-part/"):
        for sent_from in ("cross-site", "same-site", None):
            headers = {"Sec-Fetch-Site": sent_from} if sent_from else {}
            assert "Perdu" not in strict.post(page, {"reason": "Perdu"}, headers=headers).content.decode()


def test_a_page_left_open_too_long_keeps_the_text():
    answer = Client(enforce_csrf_checks=True).post(
        "/contact/", {"reason": "Gardé"}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert answer.status_code == 403
    assert "Gardé" in answer.content.decode()


def test_what_pages_send_by_themselves_is_no_text():
    """Hidden inputs and buttons of the templates: their names are known to the tag."""
    tags = re.compile(r"<(?:button\b[^>]*|input\b[^>]*type=\"hidden\"[^>]*)\bname=\"([^\"]+)\"")
    names = {
        re.sub(r"{{.*?}}", "1", name)
        for path in (settings.BASE_DIR / "templates").rglob("*.html")
        for name in tags.findall(path.read_text(encoding="utf-8"))
    }
    cells = {name for name in names if re.match(r"j-", name)}
    assert len(names) > 20
    assert not [name for name in names - cells if name != "1" and not NOT_TYPED.search(name)]


def test_a_text_sent_twice_under_a_name_is_there_twice():
    request = RequestFactory().post("/")
    request.POST = QueryDict("a=un&a=deux&b=%20")
    request.csrf_processing_done = True
    assert typed_texts(request) == ["un", "deux"]
