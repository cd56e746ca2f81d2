"""A structure's pages, from its link alone."""

from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from calls.enums import QuestionKind
from regional_calls.answers_view import Reader
from regional_calls.enums import ExpressionState
from regional_calls.exporting import sheet
from regional_calls.models import AccessLink, Attachment, Expression, RegionalCall
from regional_calls.models.expression import digest
from regional_calls.progress import sections_of_call
from tests.autosaving import save_one
from tests.factories import NOW
from tests.regional_calls.answering import Pair, described, link_to

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def pair():
    pair = Pair()
    pair.published()
    return pair


def url(name: str, token: str, *args) -> str:
    return reverse(f"regional_calls:{name}", args=[token, *args])


def typed(pair: Pair, **changed) -> dict[str, object]:
    values = described(pair.call)
    return {name: getattr(value, "pk", value) for name, value in values.items()} | changed


def close() -> None:
    RegionalCall.objects.update(opens_at=NOW - timedelta(days=9), closes_at=NOW - timedelta(days=1))


def test_the_whole_way_from_the_link_to_the_number(pair, as_hat):
    client = as_hat(None)
    token = "jeton-neuf"
    AccessLink.objects.create(call=pair.call, email="neuve@exemple.test", token_digest=digest(token), sent_at=NOW)
    assert "Commencer votre réponse" in client.get(url("expression", token)).content.decode()
    assert client.get(url("submit", token)).status_code == 302
    client.post(url("expression", token))
    structure = pair.establishment()
    client.post(url("structure", token), {"etablissement": structure.pk})
    page = client.post(url("digital_project", token), typed(pair, suite="1"))
    assert page.url == url("expression_section", token, 1)
    client.post(url("expression_section", token, 1), {"effectif": "1 250"})
    client.post(url("expression_section", token, 2), {"instances": "Information du CSE."})
    reading = client.get(url("submit", token)).content.decode()
    assert structure.name in reading
    assert "Télémédecine" in reading
    assert client.post(url("submit", token), {}).status_code == 422
    client.post(url("submit", token), {"attested": "on"})
    done = Expression.objects.get()
    assert (done.state, done.answers["effectif"]) == (ExpressionState.SUBMITTED, 1250)
    assert done.number in client.get(url("expression", token)).content.decode()


def test_what_a_structure_is_asked_follows_its_answers(pair, as_hat):
    """Not asked, then not required, not read, not handed in; what was written before stays in the draft."""
    first, second = pair.call.questionnaire.sections.order_by("number")
    first.questions.create(code="chef", label="Un chef de projet ?", kind=QuestionKind.YES_NO, position=2)
    first.questions.create(
        code="duree", label="Formé quand ?", position=3, condition={"question": "chef", "one_of": ["oui"]}
    )
    second.questions.create(
        code="lieu", label="Formé où ?", position=3, condition={"question": "chef", "one_of": ["oui"]}
    )
    answer = pair.written()
    token, client = link_to(answer), as_hat(None)
    page = client.get(url("expression_section", token, 1)).content.decode()
    assert 'data-shown-if="{&quot;question&quot;:&quot;chef&quot;,&quot;one_of&quot;:[&quot;oui&quot;]}"' in page
    assert "Formé où" not in client.get(url("expression_section", token, 2)).content.decode()
    client.post(url("expression_section", token, 1), {"effectif": "84", "chef": "oui", "duree": "En mai."})
    assert "Formé où" in client.get(url("expression_section", token, 2)).content.decode()
    assert "«\N{NO-BREAK SPACE}Formé où ?\N{NO-BREAK SPACE}» n'est pas rempli." in unescape(
        client.get(url("submit", token)).content.decode()
    )
    client.post(url("expression_section", token, 1), {"effectif": "84", "chef": "non", "duree": "En mai."})
    assert "Formé quand" not in client.get(url("submit", token)).content.decode()
    assert client.post(url("submit", token), {"attested": "on"}).status_code == 302
    answer.refresh_from_db()
    assert answer.draft["answers"]["duree"] == "En mai."
    assert answer.answers == {
        "effectif": 84,
        "chef": False,
        "instances": "Information du CSE, puis un point chaque mois.",
    }
    sections = sections_of_call(pair.call)
    assert "Formé quand" not in str(Reader(sections).read(answer.draft["answers"]))
    assert "En mai." not in str(sheet(pair.call, sections, party=None).rows)


def test_valid_answers_are_kept_though_another_is_refused(pair, as_hat):
    token = link_to(pair.expression())
    page = as_hat(None).post(url("digital_project", token), typed(pair, contact_function="M. Untel", title="Gardé"))
    assert page.status_code == 422
    assert "M. Untel" in page.content.decode()
    assert Expression.objects.get().draft["project"]["title"] == "Gardé"


def test_an_answer_is_saved_as_one_types_and_two_people_of_one_link_lose_nothing(pair, as_hat):
    """Case 5: without account, nobody has a name; when it was saved is said."""
    token = link_to(pair.expression())
    client, section = as_hat(None), url("expression_section", token, 2)
    told = save_one(client, section, "instances", "Information du CSE.")
    assert told.json()["message"].startswith("Enregistré à ")
    late = save_one(client, section, "instances", "Autre chose.")
    assert late.status_code == 409
    assert "depuis une autre page" in late.json()["clash"]
    project = save_one(client, url("digital_project", token), "title", "Téléconsultation")
    assert project.status_code == 200
    refused = save_one(client, url("digital_project", token), "contact_function", "M. Untel")
    assert refused.status_code == 422
    draft = Expression.objects.get().draft
    assert draft["answers"] == {"instances": "Information du CSE."}
    assert draft["project"]["title"] == "Téléconsultation"


def test_the_secret_of_the_link_names_nothing_that_the_browser_keeps(pair, as_hat):
    token = link_to(pair.expression())
    page = as_hat(None).get(url("expression_section", token, 2)).content.decode()
    kept_under = page.split('data-page="')[1].split('"')[0]
    assert kept_under
    assert token not in kept_under


@pytest.mark.parametrize("text", ["Avis de la CGT", "Élus FO", "Syndicat Solidaires"])
def test_no_answer_names_a_union(pair, as_hat, text):
    """C7."""
    token = link_to(pair.expression())
    page = as_hat(None).post(url("expression_section", token, 2), {"instances": text})
    assert page.status_code == 422
    assert "organisation syndicale" in page.content.decode()
    assert "instances" not in Expression.objects.get().draft.get("answers", {})


def test_after_the_closing_what_is_typed_comes_back_and_the_draft_stays(pair, as_hat):
    """Case 3."""
    token = link_to(pair.written())
    draft = Expression.objects.get().draft
    close()
    page = as_hat(None).post(url("expression_section", token, 2), {"instances": "Arrivé trop tard."})
    assert page.status_code == 409
    assert "Arrivé trop tard." in page.content.decode()
    assert "à l'instant de la clôture" in page.content.decode().replace("&#x27;", "'")
    assert as_hat(None).post(url("submit", token), {"attested": "on"}).status_code == 409
    assert Expression.objects.get().draft == draft
    home = as_hat(None).get(url("expression", token)).content.decode()
    assert "pas été remise avant la clôture" in home


def test_an_impossible_choice_is_explained_on_the_page(pair, as_hat):
    done = pair.handed_in()
    token = link_to(pair.expression("autre@exemple.test"))
    page = as_hat(None).post(url("structure", token), {"etablissement": done.establishment.pk})
    assert page.status_code == 422
    assert "a déjà remis une réponse" in page.content.decode()


@pytest.mark.parametrize("key", ["", "abc", "0", "9" * 30, "-1", "٣", "1\x00"])
def test_a_hostile_key_is_not_found(pair, as_hat, key):
    token = link_to(pair.expression())
    assert as_hat(None).post(url("structure", token), {"etablissement": key}).status_code == 404
    assert as_hat(None).get(url("expression_section", token, 99)).status_code == 404


@pytest.mark.parametrize("text", ["%", "_", "\\", "'; DROP TABLE", "\x00", "\u202e", "é" * 500])
def test_searched_signs_are_literals(pair, as_hat, text):
    """Case 41."""
    pair.establishment()
    token = link_to(pair.expression())
    page = as_hat(None).get(url("search_structure", token), {"q": text}, headers={"HX-Request": "true"})
    assert page.status_code == 200
    assert "Choisir" not in page.content.decode()


def test_a_form_changes_nothing_but_its_fields(pair, as_hat):
    """Case 34."""
    token = link_to(pair.written())
    hostile = {"state": "submitted", "number": "EI-1", "call": "1", "email": "pirate@exemple.test", "submission": "9"}
    as_hat(None).post(url("expression_section", token, 1), {"effectif": "3", **hostile})
    kept = Expression.objects.get()
    assert (kept.state, kept.number, kept.submission) == (ExpressionState.DRAFT, None, 0)
    assert kept.email == "direction@structure.exemple.test"
    assert set(kept.draft["answers"]) == {"effectif", "instances"}
    theirs = Pair().draft().themes.first().pk
    for theme in (theirs, "9" * 30, "-1", "٣", "\x00"):
        page = as_hat(None).post(url("digital_project", token), typed(pair, theme=theme))
        assert page.status_code == 422, theme
        assert Expression.objects.get().draft["project"]["theme"] == pair.call.themes.get().pk


def test_pieces_are_the_links_own(pair, as_hat):
    """Case 33."""
    mine, other = link_to(pair.expression()), link_to(pair.expression("b@exemple.test"), "autre-jeton")
    client = as_hat(None)
    upload = SimpleUploadedFile("lettre.pdf", PDF, "application/pdf")
    client.post(url("pieces", mine), {"kind": "engagement", "file": upload})
    piece = Attachment.objects.get()
    served = client.get(url("own_piece", mine, piece.pk))
    assert served["X-Content-Type-Options"] == "nosniff"
    assert served["Content-Disposition"].startswith("attachment")
    assert client.get(url("own_piece", other, piece.pk)).status_code == 404
    assert client.post(url("remove_piece", other, piece.pk)).status_code == 404
    assert client.post(url("restore_piece", other, piece.pk)).status_code == 404
    client.post(url("remove_piece", mine, piece.pk))
    assert client.get(url("own_piece", mine, piece.pk)).status_code == 404


def test_a_piece_is_removed_once_asked_and_comes_back(pair, as_hat):
    """Case 49: two people may hold the link."""
    token, client = link_to(pair.expression()), as_hat(None)
    upload = SimpleUploadedFile("lettre.pdf", PDF, "application/pdf")
    client.post(url("pieces", token), {"kind": "engagement", "file": upload})
    piece = Attachment.objects.get()
    remove, back = url("remove_piece", token, piece.pk), url("restore_piece", token, piece.pk)
    assert "Retirer « lettre.pdf » ?" in told(client.get(remove))
    assert Attachment.objects.of_author().exists()
    assert back in told(client.post(remove, follow=True))
    assert not Attachment.objects.of_author().exists()
    late = client.post(remove)
    assert late.status_code == 409
    assert "a été retirée le" in told(late)
    assert client.post(back).status_code == 302
    assert Attachment.objects.of_author().get() == piece
    assert client.post(back).status_code == 409
    Attachment.objects.update(removed_at=NOW - timedelta(days=2))
    assert client.post(back).status_code == 409
    close()
    Attachment.objects.update(removed_at=NOW)
    assert client.post(back).status_code == 409


def test_a_file_sent_too_late_is_named_and_told(pair, as_hat):
    token, client = link_to(pair.expression()), as_hat(None)
    close()
    upload = SimpleUploadedFile("lettre.pdf", PDF, "application/pdf")
    refused = client.post(url("pieces", token), {"kind": "engagement", "file": upload})
    assert refused.status_code == 409
    assert "à l'instant de la clôture" in told(refused)


def test_a_grouping_typed_too_late_comes_back(pair, as_hat):
    """Case 3."""
    token, client = link_to(pair.expression()), as_hat(None)
    close()
    named = {
        "kind": "grouping", "name": "GHT des Monts", "city": "Guéret", "sector": "sanitaire", "legal_status": "public",
    }  # fmt: skip
    refused = client.post(url("grouping", token), named)
    assert refused.status_code in {409, 422}
    assert "GHT des Monts" in told(refused)


def test_what_is_typed_on_a_link_that_expired_comes_back(pair, as_hat):
    token, client = link_to(pair.written()), as_hat(None)
    RegionalCall.objects.update(announced_at=NOW - timedelta(days=31))
    refused = client.post(url("expression_section", token, 2), {"instances": "Bien trop tard."})
    assert refused.status_code == 410
    assert "Bien trop tard." in told(refused)


def told(page) -> str:
    return unescape(page.content.decode()).replace("\xa0", " ")


def test_a_refused_file_says_why_and_keeps_nothing(pair, as_hat):
    token = link_to(pair.expression())
    upload = SimpleUploadedFile("lettre.pdf", b"MZ\x90\x00", "application/pdf")
    page = as_hat(None).post(url("pieces", token), {"kind": "engagement", "file": upload})
    assert "ne correspond pas à son nom" in page.content.decode()
    assert not Attachment.objects.exists()


def test_nobody_fills_the_store_by_joining_and_removing(pair, as_hat, settings):
    settings.ACCOUNT_RATE_LIMITS = {"regional_calls.piece": "2/h/key"}
    token, client = link_to(pair.expression()), as_hat(None)

    def joined() -> int:
        upload = SimpleUploadedFile("lettre.pdf", PDF, "application/pdf")
        answer = client.post(url("pieces", token), {"kind": "engagement", "file": upload})
        for piece in Attachment.objects.all():
            client.post(url("remove_piece", token, piece.pk))
        return answer.status_code

    assert [joined() for _ in range(3)] == [302, 302, 429]


def test_withdrawing_asks_once(pair, as_hat):
    token = link_to(pair.handed_in())
    client = as_hat(None)
    assert "Retirer la réponse" in client.get(url("withdraw", token)).content.decode()
    assert Expression.objects.get().state == ExpressionState.SUBMITTED
    client.post(url("withdraw", token))
    assert Expression.objects.get().state == ExpressionState.WITHDRAWN
    assert "conservée ici" in client.get(url("expression", token)).content.decode()


def test_the_choice_shows_once_announced(pair, as_hat):
    expression = pair.handed_in()
    token = link_to(expression)
    pair.choose(expression)
    home = url("expression", token)
    assert "Votre structure est retenue" not in as_hat(None).get(home).content.decode()
    RegionalCall.objects.update(announced_at=NOW)
    assert "Votre structure est retenue" in as_hat(None).get(home).content.decode()
