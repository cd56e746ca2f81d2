"""The reference data: what it holds, and that loading it again changes nothing."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.enums import OrganisationKind
from accounts.models import Organisation, Region
from calls.answerable import faults
from calls.enums import SectionKind, Vocabulary
from calls.models import Criterion, Grid, Level, Programme, Question, Questionnaire, Section, Term
from calls.reference.loading import load_grid, load_questionnaire, load_terms
from knowledge.models import Proposition
from records.models import ReferenceFile
from records.reference_files import LoadReport

pytestmark = pytest.mark.django_db


def load() -> str:
    out = StringIO()
    call_command("load_reference", stdout=out)
    return out.getvalue()


@pytest.fixture
def loaded():
    load()


def test_counts(loaded):
    assert Region.objects.count() == 18
    kinds = Organisation.objects.values_list("kind", flat=True)
    assert [list(kinds).count(kind) for kind in ("ars", "aract", "operator", "dgos", "anact", "platform")] == [
        18,
        16,
        2,
        1,
        1,
        1,
    ]
    assert Proposition.objects.count() == 15
    assert Programme.objects.get(slug="acia").objectives
    assert {Vocabulary(name) for name in Term.objects.values_list("vocabulary", flat=True)} == set(Vocabulary)
    assert Term.objects.of(Vocabulary.STAGE).count() == 6
    assert Term.objects.of(Vocabulary.CONDITION).count() == 7
    assert Term.objects.of(Vocabulary.THEME_PACA).exclude(definition="").count() == 5


def test_guyane_and_mayotte_have_another_operator(loaded):
    operators = Organisation.objects.of_kind(OrganisationKind.OPERATOR)
    assert set(operators.values_list("region__name", flat=True)) == {"Guyane", "Mayotte"}
    assert not operators.filter(in_anact_network=True).exists()
    assert Organisation.objects.standing_for_aract().values("region").distinct().count() == 18


def test_each_region_has_its_own_tile_and_zone(loaded):
    assert len(set(Region.objects.values_list("row", "column"))) == 18
    overseas = Region.objects.filter(overseas=True)
    assert overseas.count() == 5
    assert not overseas.filter(time_zone="Europe/Paris").exists()
    assert not Region.objects.filter(overseas=False).exclude(time_zone="Europe/Paris").exists()


def test_letterheads_name_functions_and_example_addresses_alone(loaded):
    dgos = Organisation.objects.get(kind=OrganisationKind.DGOS)
    assert dgos.authority == "Ministère chargé de la santé"
    assert "(RH3)" in dgos.office
    assert dgos.case_officer
    assert not Organisation.objects.exclude(email__endswith=".example").exists()


@pytest.mark.parametrize("code", ["exploration", "experimentation"])
def test_fiche_has_fourteen_guided_sections(loaded, code):
    sections = Section.objects.filter(questionnaire__code=code)
    kinds = dict(sections.exclude(kind=SectionKind.QUESTIONS).values_list("number", "kind"))
    assert list(sections.values_list("number", flat=True)) == list(range(1, 15))
    assert kinds == {6: "participants", 7: "collective", 8: "extended_group", 10: "stages", 12: "budget"}
    assert not sections.filter(guidance="").exists()
    assert not sections.filter(questions=None).exists()


def test_every_list_that_a_question_offers_has_values(loaded):
    questions = Question.objects.filter(kind="choices")
    vocabularies = {vocabulary for question in questions for vocabulary in question.asks.vocabularies()}
    assert len(vocabularies) > 3
    for vocabulary in vocabularies:
        assert Term.objects.of(vocabulary).exists(), vocabulary


@pytest.mark.parametrize("code", ["exploration", "experimentation", "regional"])
def test_each_model_can_be_answered(loaded, code):
    """Case 55."""
    questionnaire = Questionnaire.objects.get(code=code)
    assert faults(questionnaire, tables=code != "regional") == []


def test_experimentation_adds_hypotheses_indicators_and_the_link_with_phase_1(loaded):
    codes = set(Question.objects.filter(section__questionnaire__code="experimentation").values_list("code", flat=True))
    assert {"hypotheses", "indicateurs_suivis", "exploration_enseignements"} <= codes
    assert codes.isdisjoint({"effets_attendus"})


def test_grid_has_eight_criteria_with_five_levels_of_their_own(loaded):
    criteria = Criterion.objects.filter(grid__code="acia").prefetch_related("levels")
    assert [criterion.weight for criterion in criteria] == [4, 4, 3, 2, 2, 2, 2, 1]
    assert all([level.score for level in criterion.levels.all()] == [0, 1, 2, 3, 4] for criterion in criteria)
    wordings = list(Level.objects.values_list("wording", flat=True))
    assert len(set(wordings)) == len(wordings) == 40


def test_second_load_changes_nothing_and_says_so(loaded, django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        said = load()
    assert said == "Données de référence : rien à changer.\n"
    assert Questionnaire.objects.count() == 3
    assert Section.objects.count() == 33


def test_an_administrators_edit_survives_until_the_file_changes(loaded):
    Term.objects.filter(code="TELESANTE").update(label="Santé à distance")
    Region.objects.filter(code="11").update(seat="Ailleurs")
    load()
    assert Term.objects.get(code="TELESANTE").label == "Santé à distance"
    ReferenceFile.objects.filter(name__endswith="terms.csv").update(sha256="autre contenu")
    load_terms(LoadReport())
    assert Term.objects.get(code="TELESANTE").label == "Télésanté"
    assert Region.objects.get(code="11").seat == "Ailleurs"


def test_a_missing_row_comes_back(loaded):
    Term.objects.filter(code="ROBOTIQUE", vocabulary=Vocabulary.THEME).delete()
    assert load().replace("\N{NO-BREAK SPACE}", " ") == "Termes : 1 création, 0 mise à jour\n"


def test_a_renamed_organisation_is_not_made_twice(loaded):
    Organisation.objects.filter(kind="ars", region__code="11").update(name="Agence d'Île-de-France")
    assert load() == "Données de référence : rien à changer.\n"


@pytest.fixture
def model_file(tmp_path):
    """A questionnaire of the repository's shape, that a test may rewrite."""
    path = tmp_path / "modele.toml"

    def write(title: str):
        path.write_text(
            f'code = "modele"\ntitle = "Modèle"\n[[sections]]\ncode = "partie"\ntitle = "{title}"\n'
            'guidance = "Conseil."\n'
            'questions = [{ code = "q", label = "Question ?" }]\n',
            encoding="utf-8",
        )
        return path

    return write


def test_a_changed_model_rewrites_the_open_revision(model_file):
    load_questionnaire(model_file("Avant"), LoadReport())
    load_questionnaire(model_file("Après"), LoadReport())
    questionnaire = Questionnaire.objects.get(code="modele")
    assert questionnaire.revision == 1
    assert [section.title for section in questionnaire.sections.all()] == ["Après"]


def test_a_changed_model_leaves_the_frozen_revision_and_makes_the_next(model_file):
    load_questionnaire(model_file("Avant"), LoadReport())
    Questionnaire.objects.filter(code="modele").update(frozen_at=timezone.now())
    load_questionnaire(model_file("Après"), LoadReport())
    titles = Section.objects.filter(questionnaire__code="modele").values_list("questionnaire__revision", "title")
    assert set(titles) == {(1, "Avant"), (2, "Après")}


def test_a_changed_grid_leaves_the_frozen_revision(tmp_path):
    path = tmp_path / "grille.toml"
    text = 'code = "g"\ntitle = "G"\n[[criteria]]\ncode = "c"\ntitle = "{}"\nquestion = "?"\nweight = 1\nlevels = []\n'
    path.write_text(text.format("Avant"), encoding="utf-8")
    load_grid(path, LoadReport())
    Grid.objects.filter(code="g").update(frozen_at=timezone.now())
    path.write_text(text.format("Après"), encoding="utf-8")
    load_grid(path, LoadReport())
    titles = Criterion.objects.filter(grid__code="g").values_list("grid__revision", "title")
    assert set(titles) == {(1, "Avant"), (2, "Après")}
