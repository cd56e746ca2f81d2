"""The page of a section: saving by the button and as one types."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from applications.sealing import seal_whole
from calls.enums import QuestionKind, SectionKind, Vocabulary
from calls.models import Question
from directory.models import Establishment
from tests.applications.fiches import complete, deposited, draft
from tests.applications.tables import live_signature
from tests.autosaving import LIVE, choice, save_one
from tests.factories import CallFactory, TermFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def fiche():
    now = timezone.now()
    return draft(project__call=CallFactory(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=10)))


def page(fiche, number=1):
    return reverse("applications:section", args=[fiche.application.pk, number])


def answers(fiche):
    return fiche.application.sections.get(section__number=1).answers


def test_the_page_draws_the_questions_the_menu_and_the_table(fiche, as_hat):
    client = as_hat(fiche.ars_writer)
    first = client.get(page(fiche)).content.decode()
    assert "Contexte régional" in first
    assert 'name="initial-contexte"' in first
    assert first.count("fiche-menu__state--") == 2
    assert 'id="tableau-participants"' in client.get(page(fiche, 2)).content.decode()


def test_the_save_button_works_without_script(fiche, as_hat):
    client = as_hat(fiche.aract_writer)
    response = client.post(page(fiche), {"contexte": "Écrit\r\nsur deux lignes", "initial-contexte": ""})
    assert response.url == page(fiche)
    assert answers(fiche) == {"contexte": "Écrit\nsur deux lignes"}


def test_the_page_warns_that_the_fiche_is_signed_and_says_what_an_edit_voided(fiche, as_hat):
    client = as_hat(fiche.ars_writer)
    assert "Cette fiche est signée" not in client.get(page(fiche)).content.decode()
    live_signature(fiche)
    assert "Cette fiche est signée par l&#x27;ARS" in client.get(page(fiche)).content.decode()
    saved = save_one(client, page(fiche), "contexte", "Autre chose").json()
    assert "La signature de l’ARS est annulée." in saved["message"]
    assert 'id="fiche-signee"' in saved["fragments"]
    assert "Cette fiche est signée" not in client.get(page(fiche)).content.decode()
    again = save_one(client, page(fiche), "contexte", "Encore", seen="Autre chose").json()
    assert "annulée" not in again["message"]


def test_the_button_also_says_what_it_voided(fiche, as_hat):
    live_signature(fiche)
    sent = {"contexte": "Autre chose", "initial-contexte": ""}
    told = as_hat(fiche.ars_writer).post(page(fiche), sent, follow=True).content.decode()
    assert "est enregistrée. La signature de l&#x27;ARS est annulée." in told


def test_a_too_long_text_comes_back_as_typed_and_the_rest_is_saved(fiche, as_hat):
    long = "a" * 4001
    sent = {"contexte": long, "initial-contexte": "", "lien": "Bref", "initial-lien": ""}
    response = as_hat(fiche.ars_writer).post(page(fiche), sent)
    assert response.status_code == 422
    assert long in response.content.decode()
    assert "4000" in str(response.context["form"].errors["contexte"])
    assert answers(fiche) == {"lien": "Bref"}


def test_the_same_field_shows_both_texts_and_lets_one_choose(fiche, as_hat):
    """Case 5: without script too, two buttons choose; pressing anything else changes nothing."""
    save_one(as_hat(fiche.ars_writer), page(fiche), "contexte", "De l'ARS")
    client = as_hat(fiche.aract_writer)
    mine = {"contexte": "De l'Aract", "initial-contexte": ""}
    response = client.post(page(fiche), mine)
    shown = response.content.decode()
    assert response.status_code == 409
    assert "De l&#x27;ARS" in shown
    assert "De l&#x27;Aract" in shown
    assert str(fiche.ars_writer).replace("'", "&#x27;") in shown
    assert client.post(page(fiche), mine).status_code == 409
    assert answers(fiche) == {"contexte": "De l'ARS"}
    kept = client.post(page(fiche), {**mine, "trancher": choice(shown, "theirs")}, follow=True)
    assert answers(fiche) == {"contexte": "De l'ARS"}
    assert "Voici le vôtre : « De l&#x27;Aract »" in kept.content.decode()
    replaced = client.post(page(fiche), {**mine, "trancher": choice(shown, "mine")}, follow=True)
    assert answers(fiche) == {"contexte": "De l'Aract"}
    assert "« De l&#x27;ARS »" in replaced.content.decode()


def test_a_third_text_is_a_choice_again(fiche, as_hat):
    """A choice is good for the text that it was made against."""
    client, mine = as_hat(fiche.aract_writer), {"contexte": "De l'Aract", "initial-contexte": ""}
    save_one(as_hat(fiche.ars_writer), page(fiche), "contexte", "De l'ARS")
    chosen = choice(client.post(page(fiche), mine).content.decode(), "mine")
    save_one(as_hat(fiche.ars_writer), page(fiche), "contexte", "De l'ARS, encore", seen="De l'ARS")
    again = client.post(page(fiche), {**mine, "trancher": chosen})
    assert again.status_code == 409
    assert "encore" in again.content.decode()
    assert answers(fiche) == {"contexte": "De l'ARS, encore"}


def test_an_error_beside_does_not_bring_back_an_old_text(fiche, as_hat):
    """The page redrawn for one refused answer shows what another author saved in the others meanwhile."""
    save_one(as_hat(fiche.ars_writer), page(fiche), "lien", "Nouveau")
    sent = {"contexte": "a" * 4001, "initial-contexte": "", "lien": "", "initial-lien": ""}
    field = as_hat(fiche.aract_writer).post(page(fiche), sent).context["form"]["lien"]
    assert field.value() == "Nouveau"
    assert 'value="Nouveau"' in field.seen


def test_an_answer_is_saved_as_one_types_and_the_page_told_so(fiche, as_hat):
    typed = "Au fil\r\nde la frappe"
    data = save_one(as_hat(fiche.ars_writer), page(fiche), "contexte", typed).json()
    assert data["message"].startswith("Enregistré à ")
    assert 'name="initial-contexte" value="Au fil' in data["seen"]
    assert "Complète" in data["fragments"]
    assert '<span id="fiche-completes">1</span>' in data["fragments"]
    assert 'id="fiche-manque" hidden' in data["fragments"]
    assert answers(fiche) == {"contexte": "Au fil\nde la frappe"}


def test_a_changed_answer_shows_both_and_the_button_chooses(fiche, as_hat):
    """Case 5."""
    client = as_hat(fiche.aract_writer)
    save_one(as_hat(fiche.ars_writer), page(fiche), "contexte", "De l'ARS")
    response = save_one(client, page(fiche), "contexte", "De l'Aract")
    assert response.status_code == 409
    clash = response.json()["clash"]
    assert "De l’ARS" in clash
    kept = save_one(client, page(fiche), "contexte", "De l'Aract", trancher=choice(clash, "theirs")).json()
    assert 'value="De l&#x27;ARS"' in kept["seen"]
    assert "De l’Aract" in kept["clash"], "the text that was not chosen stays readable"
    assert answers(fiche) == {"contexte": "De l'ARS"}
    mine = save_one(client, page(fiche), "contexte", "De l'Aract", trancher=choice(clash, "mine")).json()
    assert "De l’ARS" in mine["clash"]
    assert answers(fiche) == {"contexte": "De l'Aract"}


def test_an_invalid_answer_is_refused_in_words(fiche, as_hat):
    response = save_one(as_hat(fiche.ars_writer), page(fiche), "contexte", "a\x00b")
    assert response.status_code == 422
    assert "invisible" in response.json()["errors"][0]


def test_after_closing_a_field_is_told_so_and_the_fiche_stays(fiche, as_hat):
    fiche.call.closes_at = timezone.now() - timedelta(seconds=1)
    fiche.call.save()
    response = save_one(as_hat(fiche.ars_writer), page(fiche), "contexte", "Trop tard")
    assert response.status_code == 409
    assert "clos depuis" in response.json()["errors"][0]
    assert answers(fiche) == {}


def test_after_closing_the_button_brings_back_what_was_typed(fiche, as_hat):
    fiche.call.closes_at = timezone.now() - timedelta(seconds=1)
    fiche.call.save()
    response = as_hat(fiche.ars_writer).post(page(fiche), {"contexte": "Trop tard", "initial-contexte": ""})
    assert response.status_code == 409
    assert "Trop tard" in response.content.decode()


def test_a_fiche_withdrawn_meanwhile_is_told_to_the_field(fiche, as_hat):
    """Case 54."""
    client = as_hat(fiche.ars_writer)
    fiche.application.state = "withdrawn"
    fiche.application.save()
    response = save_one(client, page(fiche), "contexte", "Trop tard")
    assert response.status_code == 409
    assert "retirée" in response.json()["errors"][0]
    refused = client.post(page(fiche), {"contexte": "Trop tard", "initial-contexte": ""})
    assert refused.status_code == 409
    assert "Trop tard" in refused.content.decode()


def test_one_answer_of_this_section_is_saved_at_a_time(fiche, as_hat):
    client = as_hat(fiche.ars_writer)
    assert save_one(client, page(fiche), "intrus", "x").status_code == 404
    both = {"contexte": "a", "initial-contexte": "", "lien": "b", "initial-lien": ""}
    assert client.post(page(fiche), both, headers=LIVE).status_code == 404


def test_each_kind_of_question_keeps_its_value(fiche, as_hat):
    section = fiche.call.questionnaire.sections.get(number=1)
    TermFactory(vocabulary=Vocabulary.ISSUE, code="ETHIQUE", label="Éthique")
    for code, kind in (
        ("quand", QuestionKind.DATE),
        ("combien", QuestionKind.NUMBER),
        ("publie", QuestionKind.YES_NO),
        ("enjeux", QuestionKind.CHOICES),
    ):
        settings = {"vocabulary": Vocabulary.ISSUE} if kind == QuestionKind.CHOICES else {}
        Question.objects.create(section=section, code=code, label=code, kind=kind, settings=settings)
    sent = {"quand": "2027-01-15", "combien": "1 250", "publie": "non", "enjeux": ["ETHIQUE"]}
    seen = {f"initial-{code}": "" for code in sent if code != "enjeux"} | {"initial-enjeux_0": ""}
    client = as_hat(fiche.ars_writer)
    for code, wrong in (("combien", "1e9"), ("combien", "NaN"), ("quand", "31/02/2027"), ("enjeux", "INTRUS")):
        before = [] if code == "enjeux" else ""
        assert save_one(client, page(fiche), code, wrong, before).status_code == 422, (code, wrong)
    assert client.post(page(fiche), sent | seen).status_code == 302
    assert answers(fiche) == {"quand": "2027-01-15", "combien": 1250, "publie": False, "enjeux": ["ETHIQUE"]}
    again = client.get(page(fiche)).content.decode()
    assert 'value="2027-01-15"' in again
    assert 'value="1\u00a0250"' in again
    reading = client.get(reverse("applications:read", args=[fiche.application.pk])).content.decode()
    for words in ("15\xa0janvier\xa02027", "1\xa0250", "Non", "Éthique"):
        assert words in reading


def test_another_region_finds_nothing(fiche, as_hat):
    stranger = as_hat(draft(project__call=fiche.call).ars_writer)
    assert stranger.get(page(fiche)).status_code == 404
    assert save_one(stranger, page(fiche), "contexte", "x").status_code == 404


def test_a_section_that_does_not_exist_is_not_found(fiche, as_hat):
    assert as_hat(fiche.ars_writer).get(page(fiche, 15)).status_code == 404


def onward(client, fiche, number=1) -> str:
    return client.get(page(fiche, number)).context["onward"].label


def test_the_one_way_on_follows_what_is_left_to_do(fiche, as_hat):
    client = as_hat(fiche.ars_signatory)
    assert onward(client, fiche) == "Section suivante"
    assert onward(client, fiche, 2) == "Compléter la section 1"
    save_one(client, page(fiche), "contexte", "Écrit")
    assert onward(client, fiche, 2) == "Revenir à la fiche"


def test_a_complete_fiche_is_signed_or_read_and_left_once_signed(as_hat):
    now = timezone.now()
    fiche = complete(project__call=CallFactory(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=10)))
    assert onward(as_hat(fiche.ars_signatory), fiche) == "Lire et signer"
    assert onward(as_hat(fiche.ars_writer), fiche) == "Relire la fiche"
    fiche.sign(fiche.ars_signatory, now=now)
    assert onward(as_hat(fiche.ars_signatory), fiche) == "Revenir à la fiche"
    assert onward(as_hat(fiche.aract_signatory), fiche) == "Lire et signer"
    fiche.call.closes_at = now - timedelta(seconds=1)
    fiche.call.save()
    assert onward(as_hat(fiche.aract_signatory), fiche) == "Revenir à la fiche"


def test_once_deposited_the_section_leads_to_the_reading(as_hat, now):
    fiche = deposited()
    response = as_hat(fiche.ars_writer).get(page(fiche))
    assert response.url == reverse("applications:read", args=[fiche.application.pk])


def test_the_page_costs_the_same_for_more_participants(as_hat, django_assert_max_num_queries):
    fiche = complete()
    client = as_hat(fiche.ars_writer)
    with django_assert_max_num_queries(45):
        client.get(page(fiche))


def test_one_answer_costs_few_queries(as_hat, django_assert_max_num_queries):
    """The content, read whole once, is a third of them."""
    fiche = complete()
    client = as_hat(fiche.ars_writer)
    save_one(client, page(fiche), "lien", "Une première fois")
    with django_assert_max_num_queries(20):
        save_one(client, page(fiche), "lien", "Au fil de la frappe", seen="Une première fois")


@pytest.mark.parametrize("kind", SectionKind)
def test_a_field_that_saves_itself_costs_twenty_queries_at_most(as_hat, kind):
    """The whole request, session and person included, in a section of each kind, with a list, conditions and a row."""
    now = timezone.now()
    fiche = complete(project__call=CallFactory(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=10)))
    TermFactory(vocabulary=Vocabulary.ISSUE, code="ETHIQUE", label="Éthique")
    questionnaire = fiche.call.questionnaire
    part = questionnaire.sections.create(code="autre", number=3, title="Autre", kind=kind)
    part.questions.create(
        code="enjeux", label="Enjeux", kind=QuestionKind.CHOICES, settings={"vocabulary": Vocabulary.ISSUE}
    )
    later = questionnaire.sections.create(code="suite", number=4, title="Suite", kind=SectionKind.QUESTIONS)
    later.questions.create(code="detail", label="Détail", condition={"question": "enjeux", "one_of": ["ETHIQUE"]})
    seal_whole(fiche.application, now=now)
    client = as_hat(fiche.ars_writer)
    with CaptureQueriesContext(connection) as captured:
        assert save_one(client, page(fiche, 3), "enjeux", ["ETHIQUE"], []).status_code == 200
    asked = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    assert len(asked) <= 20, "\n".join(asked)
    contents = fiche.application.sections.filter(section__number__gte=3).values_list("content", flat=True)
    assert [[answer["value"] for answer in content["answers"]] for content in contents] == [
        [[{"code": "ETHIQUE", "label": "Éthique"}]],
        [None],
    ]


def test_an_answer_leaves_its_table_in_the_words_that_were_sealed(as_hat):
    """Case 53: who writes a sentence neither reads the table again nor changes it."""
    now = timezone.now()
    fiche = complete(project__call=CallFactory(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=10)))
    row = fiche.application.sections.get(section__number=2)
    fiche.application.project.participations.first().delete()
    seal_whole(fiche.application, now=now)
    Establishment.objects.update(name="Centre renommé")
    fiche.call.questionnaire.sections.get(number=2).questions.create(code="mot", label="Mot", required=True)
    client = as_hat(fiche.ars_writer)
    for text, missing in (("Un mot", 1), ("", 2)):
        former = fiche.application.sections.get(pk=row.pk)
        seen = former.answers.get("mot", "")
        assert save_one(client, page(fiche, 2), "mot", text, seen).status_code == 200
        row.refresh_from_db()
        assert row.content["table"] == former.content["table"]
        assert row.content["table"]["participants"][0]["name"] != "Centre renommé"
        assert row.content["answers"][0]["value"] == text
        assert len(row.missing) == missing
        assert row.missing[-1] == "Une action collective réunit au moins deux structures, il en manque 1."
