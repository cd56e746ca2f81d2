"""The sections as tasks: their states, and each thing that is missing with the place where it is corrected."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.completeness import missing_sections, statuses
from applications.enums import SectionState
from applications.models import Application, SectionAnswers
from applications.sealing import seal_whole
from calls.enums import QuestionKind, Vocabulary
from calls.models import Question, Section
from regions.models import Participation
from tests.applications.fiches import complete
from tests.applications.tables import address, open_fiche, rows_of
from tests.autosaving import save_one
from tests.factories import NOW, DigitalProjectFactory, EstablishmentFactory, ParticipationFactory, TermFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def fiche():
    TermFactory(vocabulary=Vocabulary.STAGE, code="ENQUETE")
    return open_fiche()


def by_number(fiche):
    return {status.number: status for status in statuses(Application.objects.get(pk=fiche.application.pk))}


def resealed(fiche):
    seal_whole(fiche.reload(), now=NOW)
    return by_number(fiche)


def places(fiche, number):
    return [item.url for item in resealed(fiche)[number].lacking]


def test_a_blank_answer_is_linked_to_its_field(fiche, as_hat):
    (item,) = by_number(fiche)[1].lacking
    assert item.url == f"{address('section', fiche, 1)}#reponse-contexte"
    page = as_hat(fiche.ars_writer).get(address("section", fiche, 1)).content.decode()
    assert 'id="reponse-contexte"' in page
    assert f'href="{item.url}"' in page
    assert f'href="{item.url}"' in as_hat(fiche.ars_writer).get(address("application", fiche)).content.decode()


def test_each_place_is_on_the_page_that_it_names(fiche, as_hat):
    """Whatever the table: the field that the link names is there, or the form opens."""
    client = as_hat(fiche.ars_writer)
    rows_of(fiche)
    tool = DigitalProjectFactory(project=fiche.application.project, work_question="")
    ParticipationFactory(project=fiche.application.project, digital_project=tool, contact_function="")
    for status in resealed(fiche).values():
        for item in status.lacking:
            path, _, anchor = item.url.partition("#")
            answer = client.get(path)
            assert answer.status_code == 200, item
            assert not anchor or f'id="{anchor}"' in answer.content.decode(), item


def test_what_lacks_in_a_table_is_mended_by_its_own_form(fiche):
    assert places(fiche, 2) == [address("add_participant", fiche)]
    assert places(fiche, 3) == [address("add_member", fiche, "regional")] * 2
    assert places(fiche, 4) == [address("add_member", fiche, "elargi")]
    assert places(fiche, 5)[0].startswith(f"{address('section', fiche, 5)}#id_etape-")
    assert places(fiche, 6) == [f"{address('section', fiche, 6)}#id_budget-requested_complement"]
    tool = DigitalProjectFactory(project=fiche.application.project, work_question="")
    for _ in range(2):
        ParticipationFactory(project=fiche.application.project, digital_project=tool, contact_function="")
    first = Participation.objects.earliest("pk")
    assert places(fiche, 2) == [address("edit_tool", fiche, tool.pk), address("edit_participant", fiche, first.pk)]


def test_an_answer_saved_as_one_types_keeps_the_places_of_the_table(fiche, as_hat):
    part = Section.objects.get(number=6)
    Question.objects.create(section=part, code="usage", label="Usage", position=1)
    resealed(fiche)
    saved = save_one(as_hat(fiche.ars_writer), address("section", fiche, 6), "usage", "Ateliers").json()
    assert "#id_budget-requested_complement" in saved["fragments"]
    row = SectionAnswers.objects.get(section=part)
    assert len(row.missing) == len(row.places) == 1


def test_to_begin_begun_and_complete(fiche, as_hat):
    assert by_number(fiche)[1].state == SectionState.TO_START
    part = Section.objects.get(number=1)
    Question.objects.create(section=part, code="suite", label="Suite", position=9)
    client = as_hat(fiche.ars_writer)
    save_one(client, address("section", fiche, 1), "contexte", "Un")
    assert by_number(fiche)[1].state == SectionState.STARTED
    save_one(client, address("section", fiche, 1), "suite", "Deux")
    assert by_number(fiche)[1].state == SectionState.COMPLETE


def test_a_section_that_asks_nothing_is_not_concerned(fiche, as_hat):
    part = Section.objects.create(questionnaire=fiche.call.questionnaire, number=7, code="suites", title="Suites")
    Question.objects.create(section=part, code="deja", label="Déjà ?", kind=QuestionKind.YES_NO, position=1)
    asked = Question.objects.create(section=part, code="bilan", label="Bilan", position=2)
    first = Section.objects.get(number=1)
    Question.objects.filter(code="deja").update(section=first)
    Question.objects.filter(pk=asked.pk).update(condition={"question": "deja", "one_of": ["oui"]})
    states = resealed(fiche)
    assert states[7].state == SectionState.NOT_CONCERNED
    assert states[7].complete
    assert "sans objet" in as_hat(fiche.ars_writer).get(address("application", fiche)).content.decode().lower()
    save_one(as_hat(fiche.ars_writer), address("section", fiche, 1), "deja", "oui")
    assert by_number(fiche)[7].state == SectionState.TO_START


def test_a_section_sealed_before_places_were_kept_leads_to_its_page(fiche):
    SectionAnswers.objects.update(places=[])
    assert [item.url for item in by_number(fiche)[1].lacking] == [address("section", fiche, 1)]


def test_a_whole_fiche_lacks_nothing():
    fiche = complete()
    assert missing_sections(statuses(fiche.application)) == []


def test_the_fiche_s_page_costs_25_queries_at_most(fiche, as_hat):
    """With fourteen sections, 120 questions and 30 structures."""
    for number in range(7, 15):
        part = Section.objects.create(
            questionnaire=fiche.call.questionnaire, number=number, code=f"s{number}", title=f"Section {number}"
        )
        for rank in range(15):
            Question.objects.create(section=part, code=f"q{number}-{rank}", label=f"Question {rank}", position=rank)
    tool = DigitalProjectFactory(project=fiche.application.project)
    region = fiche.application.project.region
    for _ in range(30):
        structure = EstablishmentFactory(region=region)
        ParticipationFactory(project=fiche.application.project, establishment=structure, digital_project=tool)
    resealed(fiche)
    client = as_hat(fiche.ars_writer)
    client.get(address("application", fiche))
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address("application", fiche)).status_code == 200
    assert len(asked) <= 25
