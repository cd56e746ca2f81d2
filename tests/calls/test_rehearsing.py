"""Trying a questionnaire: what each reader meets, what would be lacking, and that nothing of it counts."""

import pytest
from django.urls import reverse

from accounts.enums import OrganisationKind
from applications.models import Application
from calls import studio
from calls.enums import QuestionKind
from calls.models import Rehearsal
from calls.rehearsing import SeenAs, rehearse, start_over, trial
from core.verdicts import NotAllowed
from records.models import JournalEntry
from regions.models import RegionalProject
from tests.calls.drafting import outsiders
from tests.calls.test_studio import of_question, of_section
from tests.factories import QuestionnaireFactory, secretary
from tests.printed import text_of
from tests.two_people import typed_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return secretary()


@pytest.fixture
def questionnaire(by):
    """«Contexte», «Structures» (a table), then «Suite», asked when the first says yes, with a question of the ARS."""
    made = QuestionnaireFactory()
    first = made.sections.get(code="contexte")
    studio.add_question(first, of_question(label="Appel lancé", kind=QuestionKind.YES_NO), by=by)
    after = studio.add_section(made, of_section(title="Suite"), by=by)
    studio.edit_condition(after, {"question": "appel-lance", "one_of": ["oui"]}, by=by)
    studio.add_question(after, of_question(label="Avis de l'ARS", owner="ars", for_reviewers=False), by=by)
    studio.add_question(after, of_question(label="Dépenses", kind=QuestionKind.TABLE, required=False), by=by)
    return made


def address(questionnaire, persona, code) -> str:
    return reverse("calls:try_section", args=[questionnaire.pk, persona, questionnaire.sections.get(code=code).pk])


def test_answers_try_conditions_and_completeness_and_count_nowhere(questionnaire, by, as_hat):
    client, told = as_hat(by), JournalEntry.objects.count()
    first, suite = address(questionnaire, "ars", "contexte"), address(questionnaire, "ars", "suite")
    empty = client.get(first)
    assert empty.context["lacking"] == 2
    assert "sans objet" in client.get(suite).content.decode()
    assert not Rehearsal.objects.exists()
    sent = typed_on(empty) | {"contexte": "Un contexte", "appel-lance": "oui"}
    assert client.post(first, sent).status_code == 302
    assert client.get(first).context["lacking"] == 1
    drawn = client.get(suite)
    assert "n&#x27;est pas demandée" not in drawn.content.decode()
    assert {"avis-de-l-ars"} <= typed_on(drawn).keys()
    more = client.post(suite, typed_on(drawn) | {"ajouter": "depenses"})
    assert more.status_code == 200
    cells = [name for name in typed_on(more) if name.startswith("depenses.") and name.endswith(".intitule")]
    assert client.post(suite, typed_on(more) | {cells[0]: "Train", "avis-de-l-ars": "Favorable"}).status_code == 302
    assert client.get(suite).context["lacking"] == 0
    assert "Favorable" in client.get(address(questionnaire, "aract", "suite")).content.decode()
    assert "avis-de-l-ars" not in typed_on(client.get(address(questionnaire, "aract", "suite")))
    read = client.get(reverse("calls:preview", args=[questionnaire.pk, "rapporteur"])).content.decode()
    assert "Train" in read
    assert "Un contexte" in read
    assert "Favorable" not in read
    assert "Appel lancé" in client.get(reverse("calls:preview", args=[questionnaire.pk, "public"])).content.decode()
    printed = text_of(client.get(reverse("calls:preview_pdf", args=[questionnaire.pk])).content)
    assert "sans valeur de dépôt" in printed
    assert "Favorable" in printed
    assert (Application.objects.count(), RegionalProject.objects.count()) == (0, 0)
    assert JournalEntry.objects.count() == told


def test_a_rehearsal_is_its_secretarys_alone(questionnaire, by, as_hat):
    rehearse(questionnaire, {"contexte": "Le mien"}, by=by)
    other = secretary(OrganisationKind.ANACT)
    assert trial(questionnaire, other).answers == {}
    assert "Le mien" not in as_hat(other).get(address(questionnaire, "ars", "contexte")).content.decode()
    rehearse(questionnaire, {"contexte": "Le leur"}, by=other)
    as_hat(by).post(reverse("calls:forget_rehearsal", args=[questionnaire.pk, "ars"]))
    assert [row.answers["contexte"]["said"] for row in Rehearsal.objects.all()] == ["Le leur"]
    for hat in outsiders():
        with pytest.raises(NotAllowed):
            rehearse(questionnaire, {}, by=hat)
        with pytest.raises(NotAllowed):
            start_over(questionnaire, by=hat)


def test_what_is_tried_may_be_removed_since(questionnaire, by, as_hat):
    rehearse(questionnaire, {"contexte": "Un contexte", "inconnue": 3}, by=by)
    studio.remove_question(questionnaire.sections.first().questions.get(code="contexte"), by=by)
    client = as_hat(by)
    for persona in SeenAs:
        page = client.get(reverse("calls:preview", args=[questionnaire.pk, persona.value]), follow=True)
        assert page.status_code == 200
    assert client.get(reverse("calls:preview", args=[questionnaire.pk, "inconnu"])).status_code == 404
    studio.remove_section(questionnaire.sections.get(code="contexte"), by=by)
    assert client.get(reverse("calls:preview", args=[questionnaire.pk, "ars"]), follow=True).status_code == 200


@pytest.mark.one_engine
def test_what_is_tried_answers_no_question_that_became_another(questionnaire, by, as_hat):
    section = questionnaire.sections.get(code="contexte")
    rehearse(questionnaire, {"contexte": "Un contexte"}, by=by)
    client = as_hat(by)
    for kind in (QuestionKind.TABLE, QuestionKind.FILE, QuestionKind.AMOUNT):
        studio.edit_question(section.questions.get(code="contexte"), of_question(kind=kind, section=section), by=by)
        for persona in SeenAs:
            page = client.get(reverse("calls:preview", args=[questionnaire.pk, persona.value]), follow=True)
            assert page.status_code == 200
        assert trial(questionnaire, by).answers == {}
        drawn = client.get(address(questionnaire, "ars", "contexte")).content.decode()
        assert ("y reste à remplir" in drawn) == (kind == QuestionKind.FILE)
    studio.edit_question(
        section.questions.get(code="contexte"), of_question(kind=QuestionKind.LONG_TEXT, section=section), by=by
    )
    assert trial(questionnaire, by).answers == {"contexte": "Un contexte"}


@pytest.mark.one_engine
def test_a_page_of_the_rehearsal_asks_the_same_number_of_queries(questionnaire, by, as_hat, django_assert_num_queries):
    client, page = as_hat(by), address(questionnaire, "ars", "contexte")
    client.get(page)
    with django_assert_num_queries(10) as few:
        client.get(page)
    for number in range(12):
        studio.add_question(questionnaire.sections.first(), of_question(label=f"Question {number}"), by=by)
    with django_assert_num_queries(len(few)):
        client.get(page)
