"""Opening a call: what it wants, what it freezes, and what can still move."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.enums import Role
from calls.enums import QuestionKind, SectionKind, Vocabulary
from calls.models import Call, Grid, Postponement, Question, Questionnaire, Section
from calls.opening import gaps, open_call
from calls.postponing import postpone_closing
from calls.preparing import create_call
from calls.revising import next_grid, next_questionnaire
from core.verdicts import NotAllowed, OutOfTurn, Refused
from records.models import JournalEntry
from tests.calls.drafting import outsiders, ready_call, values
from tests.factories import NOW, CallFactory, GridFactory, TermFactory, administrator, secretary

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


@pytest.fixture
def by():
    return secretary()


def test_everything_that_lacks_is_said_at_once(by):
    bare = {"reference": "", "summary": "", "themes": [], "commission_on": None, "funds_from": None}
    call = create_call(values(**bare), by=by)
    found = gaps(call, NOW)
    assert {(gap.place, gap.field) for gap in found} == {
        ("form", "reference"),
        ("form", "summary"),
        ("form", "themes"),
        ("form", "commission_on"),
        ("form", "funds_from"),
        ("documents", ""),
        ("contacts", ""),
    }
    with pytest.raises(Refused) as refused:
        open_call(call, by=by, now=NOW)
    assert all(gap.text in refused.value.reason for gap in found)
    assert "un contact de la DGOS et un contact de l'Anact" in refused.value.reason
    call.refresh_from_db()
    assert call.published_at is None


def test_dates_and_models_that_make_no_sense_are_gaps(by):
    call = ready_call(by, commission_on=datetime(2027, 3, 1, tzinfo=UTC).date())
    call.questionnaire.sections.all().delete()
    call.grid.criteria.first().levels.first().delete()
    assert [gap.field for gap in gaps(call, call.closes_at)] == ["closes_at", "commission_on", "questionnaire", "grid"]


def add(questionnaire, **question):
    section = questionnaire.sections.get(number=1)
    return Question.objects.create(section=section, **{"code": "ajout", "label": "Enjeux", "position": 9} | question)


@pytest.mark.parametrize(
    ("question", "fault"),
    [
        ({"kind": QuestionKind.CHOICES}, "La question « Enjeux » attend un choix, mais aucune liste"),
        (
            {"kind": QuestionKind.CHOICES, "settings": {"vocabulary": Vocabulary.ISSUE}},
            "La question « Enjeux » attend un choix dans la liste « enjeux », qui est vide.",
        ),
        (
            {"settings": {"max_length": 0}},
            "La question « Enjeux » a un réglage à corriger : Longueur maximale .* : Ce nombre est trop petit",
        ),
        ({"label": " "}, "Une question de la section « Contexte » n'a pas de libellé."),
    ],
)
def test_a_question_that_nobody_could_answer_is_named_before_publication(by, question, fault):
    """Case 55."""
    call = ready_call(by)
    TermFactory(vocabulary=Vocabulary.ISSUE, code="VIEUX", retired=True)
    add(call.questionnaire, **question)
    with pytest.raises(Refused, match=fault):
        open_call(call, by=by, now=NOW)
    call.questionnaire.refresh_from_db()
    assert call.questionnaire.frozen_at is None
    TermFactory(vocabulary=Vocabulary.ISSUE, code="NEUF")
    Question.objects.filter(code="ajout").update(
        kind=QuestionKind.CHOICES, settings={"vocabulary": Vocabulary.ISSUE}, label="Enjeux"
    )
    open_call(call, by=by, now=NOW)


def test_sections_that_nobody_could_fill_are_named_before_publication(by):
    """Case 55."""
    call = ready_call(by)
    for number, kind in ((3, SectionKind.PARTICIPANTS), (4, SectionKind.COLLECTIVE), (5, SectionKind.QUESTIONS)):
        Section.objects.create(
            questionnaire=call.questionnaire, code=f"partie{number}", number=number, title=f"Partie {number}", kind=kind
        )
    add(Questionnaire.objects.get(pk=call.questionnaire_id), code="structures")
    section = call.questionnaire.sections.get(number=2)
    Question.objects.create(section=section, code="structures", label="Diversité")
    assert [gap.text for gap in gaps(call, NOW)] == [
        "La section « Partie 3 » répète un tableau (structures participantes) qui est déjà dans une autre.",
        "La section « Partie 4 » puise dans la liste « profils du collectif », qui est vide.",
        "La section « Partie 5 » ne pose aucune question.",
        "Les questions « Enjeux » et « Diversité » portent le même code, structures.",
    ]


def test_the_last_value_of_a_list_stays_in_use():
    """Case 55: a published question could no longer be answered."""
    first, second = (TermFactory(vocabulary=Vocabulary.ISSUE, code=code) for code in ("UN", "DEUX"))
    second.retired = True
    second.full_clean()
    second.save()
    first.retired = True
    with pytest.raises(ValidationError, match="dernière valeur"):
        first.full_clean()


def test_opening_publishes_freezes_and_proves(by):
    call = open_call(ready_call(by), by=by, now=NOW)
    assert call.published_at == NOW
    assert Questionnaire.objects.get(pk=call.questionnaire_id).frozen_at == NOW
    assert Grid.objects.get(pk=call.grid_id).frozen_at == NOW
    proof = JournalEntry.objects.get(deed="calls.open").data
    assert (proof["envelope"], proof["fixed"]) == ("1000000.00", "70000.00")
    assert proof["closes_at"].startswith("2027-03-11T23:00")


def test_a_revision_already_frozen_keeps_its_date(by):
    before = NOW - timedelta(days=300)
    call = ready_call(by, grid=GridFactory(frozen_at=before))
    open_call(call, by=by, now=NOW)
    assert Grid.objects.get(pk=call.grid_id).frozen_at == before


def test_an_opening_typed_in_the_past_takes_place_now(by):
    call = ready_call(by, opens_at=NOW - timedelta(days=2))
    assert open_call(call, by=by, now=NOW).opens_at == NOW


def test_opening_happens_once_and_by_a_secretary(by):
    call = ready_call(by)
    for hat in outsiders():
        with pytest.raises(NotAllowed):
            open_call(call, by=hat, now=NOW)
    open_call(call, by=by, now=NOW)
    with pytest.raises(OutOfTurn, match="déjà ouvert"):
        open_call(call, by=by, now=NOW)
    assert JournalEntry.objects.filter(deed="calls.open").count() == 1


def test_the_database_refuses_a_rule_that_cannot_be_split(by):
    with pytest.raises(IntegrityError), transaction.atomic():
        create_call(values(fixed=Decimal(2_000_000)), by=by)


class TestPostponing:
    def test_the_closing_moves_later_and_says_why(self, by):
        call = CallFactory()
        before = call.closes_at
        later = before + timedelta(days=5)
        postpone_closing(call, closes_at=later, reason="Intempéries outre-mer.", by=by, now=NOW)
        call.refresh_from_db()
        assert call.closes_at == later
        row = Postponement.objects.get()
        assert (row.closed_before, row.reason, row.decided_by) == (before, "Intempéries outre-mer.", by)
        assert "Intempéries" in JournalEntry.objects.get(deed="calls.postpone").summary

    @pytest.mark.parametrize("shift", [timedelta(0), timedelta(days=-1)])
    def test_never_earlier(self, by, shift):
        call = CallFactory()
        with pytest.raises(Refused, match="doit suivre"):
            postpone_closing(call, closes_at=call.closes_at + shift, reason="Motif", by=by, now=NOW)

    def test_never_once_closed(self, by):
        call = CallFactory()
        with pytest.raises(OutOfTurn, match="ne se reporte plus"):
            postpone_closing(
                call, closes_at=call.closes_at + timedelta(days=5), reason="Motif", by=by, now=call.closes_at
            )

    def test_never_past_the_commission(self, by):
        call = CallFactory(commission_on=(NOW + timedelta(days=12)).date())
        with pytest.raises(Refused, match="commission"):
            postpone_closing(call, closes_at=NOW + timedelta(days=20), reason="Motif", by=by, now=NOW)

    def test_a_draft_has_nothing_to_postpone(self, by):
        with pytest.raises(OutOfTurn):
            postpone_closing(CallFactory(published_at=None), closes_at=NOW, reason="Motif", by=by, now=NOW)

    def test_only_by_secretaries(self):
        call = CallFactory()
        for hat in outsiders():
            with pytest.raises(NotAllowed):
                postpone_closing(call, closes_at=call.closes_at + timedelta(days=1), reason="M", by=hat, now=NOW)
        assert Call.objects.get().closes_at == call.closes_at


class TestRevising:
    def test_the_next_revision_copies_what_is_frozen(self):
        grid, questionnaire = GridFactory(frozen_at=NOW), CallFactory().questionnaire
        Questionnaire.objects.filter(pk=questionnaire.pk).update(frozen_at=NOW)
        questionnaire.refresh_from_db()
        by = administrator()
        new_grid, new_questionnaire = next_grid(grid, by=by), next_questionnaire(questionnaire, by=by)
        assert (new_grid.revision, new_grid.frozen_at) == (2, None)
        assert [(c.code, c.weight, c.levels.count()) for c in new_grid.criteria.all()] == [
            ("critere-1", 2, 5),
            ("critere-2", 1, 5),
        ]
        assert [(s.title, s.questions.count()) for s in new_questionnaire.sections.all()] == [
            ("Contexte", 2),
            ("Structures", 0),
        ]
        assert grid.criteria.count() == 2

    def test_an_open_revision_is_edited_rather_than_copied(self):
        with pytest.raises(OutOfTurn, match="peut encore être modifiée"):
            next_grid(GridFactory(), by=administrator())

    def test_only_by_secretaries_and_administrators(self):
        for hat in outsiders():
            if hat is not None and hat.role != Role.ADMINISTRATOR:
                with pytest.raises(NotAllowed):
                    next_grid(GridFactory(frozen_at=NOW), by=hat)


def test_a_section_that_no_page_could_send_is_named(by):
    """Case 55."""
    call = ready_call(by)
    columns = [{"code": f"c{place}", "label": f"Colonne {place}", "kind": "short_text"} for place in range(4)]
    for number in range(2):
        settings = {"columns": columns, "most": 40}
        add(call.questionnaire, code=f"tableau{number}", kind=QuestionKind.TABLE, settings=settings)
    assert [gap.text for gap in gaps(call, NOW)] == [
        "La section « Contexte » a trop de cases pour une seule page : répartissez-la en deux."
    ]
