"""French typography: what it changes, what it leaves, and how long it takes on what somebody hostile typed."""

import io

import pytest
from django.http import FileResponse, HttpResponse, JsonResponse
from django.test import Client
from django.urls import reverse

from acia_portal.middleware import TypographyMiddleware
from core.typography import typeset, typeset_text
from core.wording import NBSP

WRITTEN = {
    # Punctuation, its space ordinary, narrow, doubled or forgotten.
    "Région : Bretagne": "Région_: Bretagne",
    "Vrai\u202f?": "Vrai_?",
    "Vrai  ?": "Vrai_?",
    "Bonjour!": "Bonjour_!",
    "Nom:": "Nom_:",
    "oui;\nnon": "oui_;\nnon",
    "Quoi ?! (le 5):": "Quoi_?! (le 5)_:",
    "« mot » et «mot»": "«_mot_» et «_mot_»",
    # Apostrophes.
    "l'ARS d'aujourd'hui": "l’ARS d’aujourd’hui",
    "l'« usage », l'1": "l’«_usage_», l’1",
    "il dit 'non'": "il dit 'non'",
    # What keeps together.
    "70 000 € en 2021, 12 j, 5 %": "70_000_€ en 2021, 12_j, 5_%",
    "1 234 567 lignes à 12 h 30": "1_234_567 lignes à 12_h_30",
    "n° 5 et n°6": "n°_5 et n°_6",
    "art. L. 112-3, article 10, articles": "art._L._112-3, article_10, articles",
    "M. Dupont et Mme Durand": "M._Dupont et Mme_Durand",
    # What is no prose.
    "à 12:30, 1:2": "à 12:30, 1:2",
    "d'arc@exemple.fr : voir https://exemple.fr/l'a?b=c;d": "d'arc@exemple.fr_: voir https://exemple.fr/l'a?b=c;d",
    "clef:valeur, std::x": "clef:valeur, std::x",
    "ligne\n: suite": "ligne\n: suite",
    "01 23 45 67 89": "01 23 45 67 89",
}


@pytest.mark.parametrize(("text", "expected"), WRITTEN.items())
def test_a_text_is_typeset_alone_and_within_a_page_and_once_for_all(text, expected):
    expected = expected.replace("_", NBSP)
    assert typeset_text(text) == expected
    assert typeset_text(expected) == expected
    assert typeset(f"<p>{text}</p>") == f"<p>{expected}</p>"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<b>Nom</b> : l'<i>ARS</i>", "<b>Nom</b>_: l’<i>ARS</i>"),
        ("<p>l&#x27;ARS &amp; l&#39;Aract&nbsp;; R&amp;D</p>", "<p>l’ARS &amp; l’Aract_; R&amp;D</p>"),
        ("<p>&lt;script&gt; : x</p>", "<p>&lt;script&gt;_: x</p>"),
        ("<title>Qui ? Quoi ?</title>", "<title>Qui_? Quoi_?</title>"),
        ("""<option value="l'un">l'un</option>""", """<option value="l'un">l’un</option>"""),
        ("<p>«<i>mot</i>»</p>", "<p>«_<i>mot</i>_»</p>"),
    ],
)  # fmt: skip
def test_a_page_is_read_as_a_browser_does(page, expected):
    assert typeset(page) == expected.replace("_", NBSP)
    assert typeset(typeset(page)) == typeset(page)


@pytest.mark.parametrize(
    "kept",
    [
        "<!-- l'a : b -->",
        """<input value="l'a : b > c ?" title='"l : d" > e'>""",
        "<textarea name=x>l'a : b\n &lt;i&gt; &#x27; ?</textarea>",
        "<TEXTAREA>l'a : b</TEXTAREA>",
        "<script>if (a < b) x = 'l : a' ? 1 : 2</script>",
        "<style>p : x { content: 'l'a ?' }</style>",
        "<pre>l'a : b</pre>",
        "<code>l'a : <b>b ?</b></code>",
        "<kbd>l'a : b</kbd>",
    ],
)
def test_what_is_no_prose_stays_byte_for_byte(kept):
    assert typeset(kept) == kept
    assert typeset(f"<p>c'est : {kept}</p>") == f"<p>c’est{NBSP}: {kept}</p>"


HOSTILE = ["«   :::'''", *" «<@&", "'a", "a@b ", '<a "', "<a b='c", "<script", "<!--", "<p>", "&#", "1 ", "://", "\0\1"]


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_long_hostile_text_is_typeset_once_and_for_all(piece):
    """Twice over 200 000 signs: a pattern that looked back at each of them would not end."""
    written = typeset((piece * 200_000)[:200_000])
    assert typeset(written) == written


@pytest.fixture
def _typeset(settings):
    place = settings.MIDDLEWARE.index("django.middleware.common.CommonMiddleware") + 1
    settings.MIDDLEWARE = [
        *settings.MIDDLEWARE[:place],
        "acia_portal.middleware.TypographyMiddleware",
        *settings.MIDDLEWARE[place:],
    ]


@pytest.mark.django_db
@pytest.mark.usefixtures("_typeset")
@pytest.mark.parametrize(("path", "status"), [("/", 200), ("/nulle-part/", 404), ("/taches/", 302)])
def test_every_page_leaves_typeset_with_its_true_length(client, path, status):
    answer = client.get(path)
    page = answer.content.decode()
    assert answer.status_code == status
    assert ("’" in page) == (status != 302)
    assert typeset(page) == page
    assert int(answer.headers["Content-Length"]) == len(answer.content)


@pytest.mark.django_db
@pytest.mark.usefixtures("_typeset")
def test_a_refusal_leaves_typeset():
    answer = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": "x"})
    assert answer.status_code == 403
    assert f"recommencez{NBSP}: le formulaire n’était plus valable." in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.usefixtures("_typeset")
def test_what_was_typed_comes_back_as_it_was(client):
    page = client.post(reverse("account_login"), {"login": "l'a : b ?", "password": "x"}).content.decode()
    assert 'value="l&#x27;a : b ?"' in page


@pytest.mark.parametrize(
    "response",
    [
        lambda: HttpResponse("l'a : b", content_type="text/plain; charset=utf-8"),
        lambda: JsonResponse({"page": "l'a : b"}),
        lambda: FileResponse(io.BytesIO(b"l'a : b"), content_type="text/html"),
    ],
    ids=["text", "json", "file"],
)
def test_what_is_no_page_leaves_as_it_is(rf, response):
    answer = TypographyMiddleware(lambda _: response())(rf.get("/"))
    assert b"l'a : b" in b"".join(answer)
