"""Questions asked according to an earlier answer: which are, and what keeps their questionnaire from publication."""

import pytest
from django.core.exceptions import ValidationError

from calls.conditions import asked, asked_on_page, wordings
from calls.enums import QuestionKind, Vocabulary
from calls.forms.questions import question_fields
from calls.kinds import NO_TERMS
from calls.models import Question, Questionnaire, Section, Term
from calls.opening import open_call
from calls.reference.loading import QUESTIONNAIRES, load_questionnaire
from calls.revising import next_questionnaire
from calls.terms import terms_in
from core.verdicts import Refused
from records.reference_files import LoadReport
from tests.calls.drafting import ready_call
from tests.factories import NOW, QuestionnaireFactory, TermFactory, administrator, secretary

CALL = Question(code="appel", label="Un appel a-t-il été lancé ?", kind=QuestionKind.YES_NO)
DATE = Question(code="date", label="Quand ?", condition={"question": "appel", "one_of": ["oui"]})
HOW = Question(code="comment", label="Comment ?", condition={"question": "appel", "one_of": ["non"]})
TOOLS = Question(
    code="outils",
    label="Quels outils ?",
    kind=QuestionKind.CHOICES,
    settings={"vocabulary": Vocabulary.METHOD},
    condition={"question": "appel", "one_of": ["oui", "non"]},
)
SURVEY = Question(
    code="enquete", label="Quelle enquête ?", condition={"question": "outils", "one_of": ["ENQUETE", "ENTRETIEN"]}
)
EVERY = [CALL, DATE, HOW, TOOLS, SURVEY]


@pytest.mark.parametrize(
    ("answers", "codes"),
    [
        ({}, ["appel"]),
        ({"appel": None, "date": "2026-01-01"}, ["appel"]),
        ({"appel": True}, ["appel", "date", "outils"]),
        ({"appel": False}, ["appel", "comment", "outils"]),
        ({"appel": False, "outils": ["ENTRETIEN", "AUTRE"]}, ["appel", "comment", "outils", "enquete"]),
        ({"appel": False, "outils": ["AUTRE"]}, ["appel", "comment", "outils"]),
        ({"outils": ["ENQUETE"]}, ["appel"]),
    ],
)
def test_a_question_is_asked_for_the_answers_that_it_names(answers, codes):
    assert [question.code for question in asked(EVERY, answers)] == codes


def test_a_page_draws_what_its_own_answers_may_still_call_for():
    assert asked_on_page([CALL, DATE, HOW], EVERY, {"appel": False}) == [CALL, DATE, HOW]
    assert asked_on_page([TOOLS, SURVEY], EVERY, {"appel": True}) == [TOOLS, SURVEY]
    assert asked_on_page([TOOLS, SURVEY], EVERY, {}) == []
    assert asked_on_page([DATE], EVERY, {"appel": False}) == []


def test_the_field_says_when_it_is_asked_and_how_the_page_knows():
    fields = question_fields([CALL, DATE], NO_TERMS)
    assert fields["date"].help_text == "Seulement si vous répondez « Oui » à « Un appel a-t-il été lancé ? »."
    assert fields["date"].shown_if == {"question": "appel", "one_of": ["oui"]}
    assert not hasattr(fields["appel"], "shown_if")
    term = Term(vocabulary=Vocabulary.METHOD, code="ENQUETE", label="Enquête par questionnaire")
    said = wordings([TOOLS, SURVEY], terms_in([term]))["enquete"]
    assert said == "Seulement si vous répondez « Enquête par questionnaire » ou « Entretien » à « Quels outils ? »."


@pytest.mark.django_db
class TestPublishing:
    @pytest.fixture
    def section(self):
        return QuestionnaireFactory().sections.get(number=1)

    @pytest.mark.parametrize(
        ("condition", "fault"),
        [
            (
                ("inconnue", "oui"),
                "La question « Date » dépend d'une question « inconnue » qui n'est pas posée avant elle",
            ),
            (("date", "oui"), "La question « Date » dépend d'une question « date » qui n'est pas posée avant elle"),
            (("suite", "oui"), "La question « Date » dépend d'une question « suite » qui n'est pas posée avant elle"),
            (("contexte", "oui"), "La question « Date » dépend d'une réponse que « Contexte régional » n'a pas : oui"),
            (("appel", "peut-être"), "dépend d'une réponse que « Appel ? » n'a pas : peut-être"),
            (("methodes", "INCONNU"), "dépend d'une réponse que « Méthodes » n'a pas : INCONNU"),
            (("methodes", "VIEUX"), "dépend d'une réponse que « Méthodes » n'a pas : VIEUX"),
        ],
    )
    def test_a_condition_that_never_holds_is_named(self, section, condition, fault):
        """Case 55: earlier, existing, not circular, and answered so."""
        TermFactory(vocabulary=Vocabulary.METHOD, code="ENQUETE")
        TermFactory(vocabulary=Vocabulary.METHOD, code="VIEUX", retired=True)
        make = section.questions.create
        make(code="appel", label="Appel ?", kind=QuestionKind.YES_NO, position=3)
        make(
            code="methodes",
            label="Méthodes",
            kind=QuestionKind.CHOICES,
            settings={"vocabulary": Vocabulary.METHOD},
            position=4,
        )
        make(code="date", label="Date", position=5, condition={"question": condition[0], "one_of": [condition[1]]})
        make(
            code="suite",
            label="Suite",
            kind=QuestionKind.YES_NO,
            position=6,
            condition={"question": "appel", "one_of": ["non"]},
        )
        by = secretary()
        call = ready_call(by, questionnaire=section.questionnaire)
        with pytest.raises(Refused, match=fault.replace("?", r"\?")):
            open_call(call, by=by, now=NOW)
        section.questions.filter(code="date").update(condition={"question": "methodes", "one_of": ["ENQUETE"]})
        open_call(call, by=by, now=NOW)

    @pytest.mark.parametrize(
        ("condition", "fault"),
        [
            (["appel"], "un test ou un groupe de tests"),
            ({"question": "appel"}, "Un test nomme une question"),
            ({"question": "appel", "one_of": []}, "suivi d'une liste de réponses"),
            ({"question": "appel", "one_of": [1]}, "un code écrit entre guillemets"),
            ({"question": "appel", "at_least": "1 000"}, "un nombre écrit sans espace"),
            ({"question": "appel", "at_most": "NaN"}, "un nombre écrit sans espace"),
            ({"question": "appel", "answered": "oui"}, "avec la valeur « true »"),
            ({"all": []}, "en contient au moins un"),
            ({"all": [{"any": [{"all": [{"question": "appel", "answered": True}]}]}]}, "qu'un niveau d'autres"),
            ({"any": [{"question": "appel", "answered": True}] * 21}, "20 tests au plus"),
        ],
    )
    def test_a_condition_is_well_formed(self, section, condition, fault):
        with pytest.raises(ValidationError, match=fault):
            Question(section=section, code="x", label="X", condition=condition).full_clean()

    def test_the_next_revision_keeps_conditions(self, section):
        section.questions.create(code="date", label="Date", condition={"question": "lien", "answered": True})
        Questionnaire.objects.update(frozen_at=NOW)
        section.questionnaire.refresh_from_db()
        copy = next_questionnaire(section.questionnaire, by=administrator())
        kept = Question.objects.get(section__questionnaire=copy, code="date")
        assert kept.condition == {"question": "lien", "answered": True}

    def test_the_fiche_of_an_exploration_asks_about_a_call_that_took_place(self):
        load_questionnaire(QUESTIONNAIRES / "exploration.toml", LoadReport())
        about = list(Section.objects.get(title="Appel régional aux structures").questions.all())
        none, one = ({question.code for question in asked(about, {"appel_regional": said})} for said in (False, True))
        assert one - none == {"appel_ouverture", "appel_cloture", "appel_publicite", "candidatures_recues"}
        assert none - one == {"structures_reunies"}
