"""The one list of themes that a project chooses from, and what figures bring back to the national one."""

import pytest
from django.core.exceptions import ValidationError

from calls.enums import SectionKind, Vocabulary
from calls.models import Term
from calls.reference.loading import load_terms
from core.verdicts import Refused
from records.reference_files import LoadReport
from regional_calls.forms.call import ThemeForm
from regional_calls.preparing import write_theme
from regions.content import table_content
from regions.forms.participants import ToolForm
from regions.themes import themes_for
from tests.factories import NOW, DigitalProjectFactory, ParticipationFactory, RegionalProjectFactory, RegionFactory
from tests.regional_calls.answering import Pair

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


@pytest.fixture
def project():
    load_terms(LoadReport())
    return RegionalProjectFactory(region=RegionFactory(code="93", name="Provence-Alpes-Côte d'Azur"))


def test_paca_chooses_each_theme_once_its_own_words_first(project):
    labels = [term.label for term in themes_for(project)]
    assert labels == [
        "Logiciel métier",
        "Téléconsultation, télémédecine",
        "M-santé ou mobile-santé",
        "Dossier médical partagé (DMP)",
        "Robotique",
        "Télésanté",
        "Autre sujet de e-santé",
    ]


def test_the_calls_themes_that_the_region_reworded_give_way(project):
    project.call.themes.set(Term.objects.of(Vocabulary.THEME).filter(code__in=["ROBOTIQUE", "TELESANTE"]))
    labels = [term.label for term in themes_for(project)]
    assert labels.count("Robotique") == 1
    assert "Télésanté" in labels


def test_a_retired_regional_theme_gives_its_national_one_back(project):
    Term.objects.filter(vocabulary=Vocabulary.THEME_PACA, code="ROBOTIQUE").update(retired=True)
    [robots] = [term for term in themes_for(project) if term.label == "Robotique"]
    assert robots.vocabulary == Vocabulary.THEME


def test_other_regions_have_the_national_list(project):
    elsewhere = RegionalProjectFactory(region=RegionFactory(code="53"))
    assert {term.vocabulary for term in themes_for(elsewhere)} == {Vocabulary.THEME}
    assert themes_for(elsewhere).count() == 7


def test_a_theme_chosen_before_is_shown_in_the_regions_words(project):
    national = Term.objects.get(vocabulary=Vocabulary.THEME, code="TELEMEDECINE")
    regional = Term.objects.get(vocabulary=Vocabulary.THEME_PACA, code="TELECONSULTATION_TELEMEDECINE")
    tool = DigitalProjectFactory(project=project, theme=national)
    assert ToolForm(project=project, tool=tool).initial["theme"] == regional
    assert regional in ThemeForm(project=project).fields["term"].queryset


def test_the_content_says_both_themes_and_figures_join_them(project):
    regional = Term.objects.get(vocabulary=Vocabulary.THEME_PACA, code="LOGICIEL_METIER")
    ParticipationFactory(project=project, digital_project__theme=regional, digital_project__project=project)
    [tool] = table_content(SectionKind.PARTICIPANTS, project)["digital_projects"]
    assert (tool["theme"], tool["national_theme"]) == ("Logiciel métier", "Logiciels métiers")


@pytest.mark.parametrize(("vocabulary", "code"), [(Vocabulary.THEME, "DMP"), (Vocabulary.THEME_PACA, "INCONNU")])
def test_a_theme_counts_with_a_national_one_alone(project, vocabulary, code):
    with pytest.raises(ValidationError, match="thème national"):
        Term(vocabulary=vocabulary, code="X", label="X", counts_as=code).full_clean()


def test_a_call_closed_to_themes_of_regions_offers_its_own_alone_in_its_words(project):
    own = themes_for(project).first()
    project.call.regional_themes = False
    project.call.save()
    national = themes_for(project)
    assert {term.vocabulary for term in national} == {Vocabulary.THEME}
    assert own not in ToolForm(project=project).fields["theme"].queryset
    form = ThemeForm({"term": national[0].pk}, project=project)
    assert list(form.fields) == ["term"]
    assert form.is_valid(), form.errors
    assert (form.cleaned_data["label"], form.cleaned_data["definition"]) == (national[0].label, national[0].definition)
    pair = Pair(project)
    with pytest.raises(Refused, match="ses propres thèmes"):
        write_theme(pair.draft(), label="Le nôtre", definition="À nous.", term=national[0], by=pair.ars, now=NOW)
