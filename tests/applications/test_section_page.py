"""The page of a section: saving by the button and as one types."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.answers import digest
from calls.enums import QuestionKind, Vocabulary
from calls.models import Question
from tests.applications.fiches import complete, deposited, draft
from tests.applications.tables import live_signature
from tests.factories import CallFactory, TermFactory

pytestmark = pytest.mark.django_db
EMPTY = digest("")


@pytest.fixture
def fiche():
    now = timezone.now()
    return draft(project__call=CallFactory(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=10)))


def page(fiche, number=1):
    return reverse("applications:section", args=[fiche.application.pk, number])


def autosave(fiche, number=1):
    return reverse("applications:autosave", args=[fiche.application.pk, number])


def answers(fiche):
    return fiche.application.sections.get(section__number=1).answers


def test_the_page_draws_the_questions_the_menu_and_the_table(fiche, as_hat):
    client = as_hat(fiche.ars_writer)
    first = client.get(page(fiche)).content.decode()
    assert "Contexte régional" in first
    assert f'name="base-contexte" value="{EMPTY}"' in first
    assert first.count("fiche-menu__link--") == 2
    assert 'id="tableau-participants"' in client.get(page(fiche, 2)).content.decode()


def test_the_save_button_works_without_script(fiche, as_hat):
    client = as_hat(fiche.aract_writer)
    response = client.post(page(fiche), {"contexte": "Écrit\r\nsur deux lignes", "base-contexte": EMPTY})
    assert response.url == page(fiche)
    assert answers(fiche) == {"contexte": "Écrit\nsur deux lignes"}


def test_the_page_warns_that_the_fiche_is_signed_and_says_what_an_edit_voided(fiche, as_hat):
    client = as_hat(fiche.ars_writer)
    assert "Cette fiche est signée" not in client.get(page(fiche)).content.decode()
    live_signature(fiche)
    assert "Cette fiche est signée par l&#x27;ARS" in client.get(page(fiche)).content.decode()
    saved = client.post(autosave(fiche), {"contexte": "Autre chose", "base-contexte": EMPTY}).json()
    assert saved["voided"] == "La signature de l'ARS est annulée."
    assert "Cette fiche est signée" not in client.get(page(fiche)).content.decode()
    again = client.post(autosave(fiche), {"contexte": "Encore", "base-contexte": digest("Autre chose")}).json()
    assert again["voided"] == ""


def test_the_button_also_says_what_it_voided(fiche, as_hat):
    live_signature(fiche)
    sent = {"contexte": "Autre chose", "base-contexte": EMPTY}
    told = as_hat(fiche.ars_writer).post(page(fiche), sent, follow=True).content.decode()
    assert "est enregistrée. La signature de l&#x27;ARS est annulée." in told


def test_a_too_long_text_comes_back_as_typed_and_the_rest_is_saved(fiche, as_hat):
    long = "a" * 4001
    sent = {"contexte": long, "base-contexte": EMPTY, "lien": "Bref", "base-lien": EMPTY}
    response = as_hat(fiche.ars_writer).post(page(fiche), sent)
    assert response.status_code == 422
    assert long in response.content.decode()
    assert "4000" in str(response.context["form"].errors["contexte"])
    assert answers(fiche) == {"lien": "Bref"}


def test_the_same_field_shows_both_texts_and_lets_one_choose(fiche, as_hat):
    as_hat(fiche.ars_writer).post(page(fiche), {"contexte": "De l'ARS", "base-contexte": EMPTY})
    client = as_hat(fiche.aract_writer)
    mine = {"contexte": "De l'Aract", "base-contexte": EMPTY}
    response = client.post(page(fiche), mine)
    shown = response.content.decode()
    assert response.status_code == 409
    assert "De l&#x27;ARS" in shown
    assert "De l&#x27;Aract" in shown
    # Pressing the button again without choosing changes nothing.
    assert client.post(page(fiche), mine).status_code == 409
    assert answers(fiche) == {"contexte": "De l'ARS"}
    seen = {**mine, "vu-contexte": digest("De l'ARS")}
    assert client.post(page(fiche), {**seen, "choix-contexte": "autre"}).status_code == 302
    assert answers(fiche) == {"contexte": "De l'ARS"}
    assert client.post(page(fiche), {**seen, "choix-contexte": "mien"}).status_code == 302
    assert answers(fiche) == {"contexte": "De l'Aract"}


def test_an_error_beside_does_not_bring_back_an_old_text(fiche, as_hat):
    """The page redrawn for one refused answer shows what another author saved in the others meanwhile."""
    as_hat(fiche.ars_writer).post(page(fiche), {"lien": "Nouveau", "base-lien": EMPTY})
    sent = {"contexte": "a" * 4001, "base-contexte": EMPTY, "lien": "", "base-lien": EMPTY}
    response = as_hat(fiche.aract_writer).post(page(fiche), sent)
    row = next(row for row in response.context["rows"] if row["code"] == "lien")
    assert row["field"].value() == "Nouveau"
    assert row["base"] == digest("Nouveau")


def test_autosave_answers_with_the_new_base_and_the_state(fiche, as_hat):
    response = as_hat(fiche.ars_writer).post(
        autosave(fiche), {"contexte": "Au fil de la frappe", "base-contexte": EMPTY}
    )
    data = response.json()
    assert data["base"] == digest("Au fil de la frappe")
    assert data["message"].startswith("Enregistré à ")
    assert (data["state"], data["missing"], data["done"]) == ("Complète", [], 1)
    assert answers(fiche) == {"contexte": "Au fil de la frappe"}


def test_autosave_of_a_changed_answer_shows_both(fiche, as_hat):
    as_hat(fiche.ars_writer).post(autosave(fiche), {"contexte": "De l'ARS", "base-contexte": EMPTY})
    response = as_hat(fiche.aract_writer).post(autosave(fiche), {"contexte": "De l'Aract", "base-contexte": EMPTY})
    assert response.status_code == 409
    assert "De l&#x27;ARS" in response.json()["conflict"]


def test_autosave_refuses_an_invalid_answer_in_words(fiche, as_hat):
    response = as_hat(fiche.ars_writer).post(autosave(fiche), {"contexte": "a\x00b", "base-contexte": EMPTY})
    assert response.status_code == 422
    assert "invisible" in response.json()["errors"][0]


def test_autosave_after_closing_says_so_and_keeps_the_fiche(fiche, as_hat):
    fiche.call.closes_at = timezone.now() - timedelta(seconds=1)
    fiche.call.save()
    response = as_hat(fiche.ars_writer).post(autosave(fiche), {"contexte": "Trop tard", "base-contexte": EMPTY})
    assert response.status_code == 409
    assert "clos depuis" in response.json()["refused"]


def test_autosave_takes_one_answer_of_this_section(fiche, as_hat):
    client = as_hat(fiche.ars_writer)
    assert client.post(autosave(fiche), {"intrus": "x", "base-intrus": EMPTY}).status_code == 404
    both = {"contexte": "a", "base-contexte": EMPTY, "lien": "b", "base-lien": EMPTY}
    assert client.post(autosave(fiche), both).status_code == 404
    assert client.get(autosave(fiche)).status_code == 405


def test_each_kind_of_question_keeps_its_value(fiche, as_hat):
    section = fiche.call.questionnaire.sections.get(number=1)
    TermFactory(vocabulary=Vocabulary.ISSUE, code="ETHIQUE", label="Éthique")
    for code, kind in (
        ("quand", QuestionKind.DATE),
        ("combien", QuestionKind.NUMBER),
        ("publie", QuestionKind.YES_NO),
        ("enjeux", QuestionKind.TERMS),
    ):
        Question.objects.create(section=section, code=code, label=code, kind=kind, vocabulary=Vocabulary.ISSUE)
    sent = {"quand": "2027-01-15", "combien": "1 250", "publie": "non", "enjeux": ["ETHIQUE"]}
    bases = {f"base-{code}": EMPTY for code in sent}
    client = as_hat(fiche.ars_writer)
    assert client.post(page(fiche), sent | bases).status_code == 302
    assert answers(fiche) == {"quand": "2027-01-15", "combien": 1250, "publie": False, "enjeux": ["ETHIQUE"]}
    again = client.get(page(fiche)).content.decode()
    assert 'value="2027-01-15"' in again
    assert 'value="1\u00a0250"' in again
    for code, wrong in (("combien", "1e9"), ("combien", "NaN"), ("quand", "31/02/2027"), ("enjeux", "INTRUS")):
        answer = client.post(autosave(fiche), {code: wrong, f"base-{code}": EMPTY})
        assert answer.status_code == 422, (code, wrong)
    reading = client.get(reverse("applications:read", args=[fiche.application.pk])).content.decode()
    for words in ("15\xa0janvier\xa02027", "1\xa0250", "Non", "Éthique"):
        assert words in reading


def test_another_region_finds_nothing(fiche, as_hat):
    stranger = as_hat(draft(project__call=fiche.call).ars_writer)
    assert stranger.get(page(fiche)).status_code == 404
    assert stranger.post(autosave(fiche), {"contexte": "x", "base-contexte": EMPTY}).status_code == 404


def test_a_section_that_does_not_exist_is_not_found(fiche, as_hat):
    assert as_hat(fiche.ars_writer).get(page(fiche, 15)).status_code == 404


def test_once_deposited_the_section_leads_to_the_reading(as_hat, now):
    fiche = deposited()
    response = as_hat(fiche.ars_writer).get(page(fiche))
    assert response.url == reverse("applications:read", args=[fiche.application.pk])


def test_the_page_costs_the_same_for_more_participants(as_hat, django_assert_max_num_queries):
    fiche = complete()
    client = as_hat(fiche.ars_writer)
    with django_assert_max_num_queries(45):
        client.get(page(fiche))
