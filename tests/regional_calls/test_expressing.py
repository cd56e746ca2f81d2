"""Writing, handing in, changing and withdrawing an expression."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from core.verdicts import OutOfTurn, Refused
from directory.enums import EntityKind, LegalStatus, Sector
from records.models import JournalEntry, Message
from regional_calls.choosing import structures_found
from regional_calls.enums import ExpressionState, PieceKind
from regional_calls.models import Expression, RegionalCall
from regional_calls.posting import issue_receipt
from regional_calls.submitting import submit, withdraw
from regional_calls.writing import (
    MOST_PIECES,
    attach,
    choose_establishment,
    describe_project,
    detach,
    give_address,
    name_structure,
    save_answers,
)
from tests.factories import NOW, EstablishmentFactory, ParticipationFactory
from tests.regional_calls.answering import AFTER, ANSWERS, CLOSES, Pair, described

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
A_SECOND = timedelta(seconds=1)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def pair():
    pair = Pair()
    pair.published()
    return pair


def pdf(name: str = "lettre.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, "application/pdf")


def test_handing_in_gives_a_number_a_receipt_and_the_registers_identity(pair):
    done = submit(pair.written(), now=NOW)
    assert done.number == f"EI-{pair.project.region.short_name}-2026-001"
    assert done.finess == done.establishment.finess
    assert (done.sector, done.legal_status) == (done.establishment.sector, done.establishment.legal_status)
    issue_receipt(done.pk, now=NOW)
    receipt = Message.objects.get(key=f"expression-receipt:{done.pk}:1:{done.email}")
    assert done.number in receipt.body
    assert JournalEntry.objects.get(deed="regional_calls.submit").actor is None


def test_the_journal_names_nobody(pair):
    done = pair.handed_in()
    for entry in JournalEntry.objects.all():
        assert done.email not in f"{entry.summary} {entry.subject_label} {entry.data}"


@pytest.mark.parametrize(("at", "accepted"), [(CLOSES - A_SECOND, True), (CLOSES, False), (CLOSES + A_SECOND, False)])
def test_the_closing_is_exclusive_and_leaves_the_draft_intact(pair, at, accepted):
    """Cases 2 and 3."""
    written = pair.written()
    draft = written.draft
    if accepted:
        assert submit(written, now=at).submitted_at == at
        return
    with pytest.raises(OutOfTurn, match="Ce qui est reçu à l'instant de la clôture"):
        submit(written, now=at)
    with pytest.raises(OutOfTurn):
        save_answers(written, {"instances": "Trop tard."}, now=at)
    kept = Expression.objects.get(pk=written.pk)
    assert (kept.state, kept.draft) == (ExpressionState.DRAFT, draft)


def test_an_incomplete_draft_says_all_that_it_lacks(pair):
    blank = pair.expression()
    save_answers(blank, {"effectif": 0}, now=NOW)
    with pytest.raises(Refused) as refusal:
        submit(blank, now=NOW)
    for words in ("structure n'est pas choisie", "thème", "question de travail", "Instances associées"):
        assert words in refusal.value.reason
    assert "« Effectif »" not in refusal.value.reason


def test_twice_the_same_hands_in_once(pair):
    written = pair.written()
    first, second = submit(written, now=NOW + A_SECOND), submit(written, now=NOW + 2 * A_SECOND)
    assert (first.number, first.submission) == (second.number, second.submission)
    for _ in range(2):
        issue_receipt(first.pk, now=NOW)
    assert Message.objects.filter(key__startswith="expression-receipt").count() == 1


def test_changes_stay_private_until_handed_in_again(pair):
    done = pair.handed_in()
    describe_project(done, described(pair.call, title="Titre changé"), now=NOW + timedelta(hours=1))
    assert Expression.objects.get().title == "Projet 1"
    again = submit(done, now=NOW + timedelta(hours=2))
    assert (again.title, again.submission, again.number) == ("Titre changé", 2, done.number)


def test_an_establishment_answers_once(pair):
    first = pair.handed_in()
    other = pair.expression("autre@structure.exemple.test")
    with pytest.raises(Refused, match="a déjà remis une réponse"):
        choose_establishment(other, first.establishment, now=NOW)
    describe_project(other, described(pair.call), now=NOW)
    save_answers(other, ANSWERS, now=NOW)
    other.refresh_from_db()
    other.draft["structure"] = {"establishment": first.establishment.pk}
    other.save()
    with pytest.raises(Refused, match="a déjà remis"):
        submit(other, now=NOW)


def test_the_database_refuses_a_twin(pair):
    first = pair.handed_in()
    first.pk, first.email, first.number = None, "jumelle@exemple.test", "EI-2"
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)


def test_a_structure_that_cannot_answer_is_explained(pair):
    expression = pair.expression()
    cases = [
        (EstablishmentFactory(), "région"),
        (pair.establishment(closed_on=NOW.date()), "fermé depuis"),
        (ParticipationFactory(project=pair.project).establishment, "participe déjà"),
    ]
    for row, words in cases:
        with pytest.raises(Refused, match=words):
            choose_establishment(expression, row, now=NOW)
    assert Expression.objects.get().draft == {}


def test_the_search_keeps_to_the_region_and_says_who_answered(pair, django_assert_num_queries):
    done = pair.handed_in()
    expression = pair.expression("autre@exemple.test")
    elsewhere = EstablishmentFactory(name="Clinique lointaine", search_text="clinique lointaine")
    assert [hit.obstacle for hit in structures_found(expression, done.establishment.name).hits] == ["A déjà répondu"]
    assert structures_found(expression, "clinique lointaine").elsewhere == [elsewhere]
    assert structures_found(expression, "%").hits == []
    for _ in range(2):
        pair.establishment(name="Centre semblable", search_text="centre semblable")
    with django_assert_num_queries(3):
        assert len(structures_found(expression, "semblable").hits) == 2


def test_a_grouping_is_named_by_hand_unless_the_register_knows_it(pair):
    expression = pair.expression()
    said = {
        "kind": EntityKind.GROUPING,
        "name": "Groupement des Deux Rives",
        "city": "Villefictive",
        "sector": Sector.HEALTH,
        "legal_status": LegalStatus.PUBLIC,
    }
    name_structure(expression, **said, now=NOW)
    give_address(expression, "2 place Neuve, 99000 Villefictive", now=NOW)
    describe_project(expression, described(pair.call), now=NOW)
    save_answers(expression, ANSWERS, now=NOW)
    assert submit(expression, now=NOW).establishment is None
    known = "Groupement connu"
    pair.establishment(kind=EntityKind.GROUPING, finess=None, name=known, search_text="groupement connu")
    with pytest.raises(Refused, match="déjà connu"):
        name_structure(expression, **{**said, "name": "GROUPEMENT  connu"}, now=NOW)


def test_pieces_reach_the_pair_once_handed_in(pair):
    done = pair.handed_in()
    piece = attach(done, kind=PieceKind.ENGAGEMENT, upload=pdf(), now=NOW + timedelta(minutes=5))
    assert list(done.attachments.of_pair()) == []
    submit(done, now=NOW + timedelta(minutes=6))
    assert list(done.attachments.of_pair()) == [piece]
    piece.refresh_from_db()
    piece.expression = done
    detach(piece, now=NOW + timedelta(minutes=7))
    assert list(done.attachments.of_pair()) == [piece]
    assert list(done.attachments.of_author()) == []
    submit(done, now=NOW + timedelta(minutes=8))
    assert list(done.attachments.all()) == []


def test_pieces_are_checked_and_bounded(pair):
    """Case 28."""
    expression = pair.expression()
    with pytest.raises(Refused, match="ne correspond pas"):
        attach(expression, kind=PieceKind.OTHER, upload=SimpleUploadedFile("virus.pdf", b"MZ\x90"), now=NOW)
    nasty = attach(expression, kind=PieceKind.OTHER, upload=pdf("../../\u202efdp.exe.pdf"), now=NOW)
    assert nasty.document.name == "fdp.exe.pdf"
    for _ in range(MOST_PIECES - 1):
        attach(expression, kind=PieceKind.OTHER, upload=pdf(), now=NOW)
    with pytest.raises(Refused, match="au plus"):
        attach(expression, kind=PieceKind.OTHER, upload=pdf(), now=NOW)


def test_withdrawing_frees_the_establishment_and_may_be_undone_while_open(pair):
    done = pair.handed_in()
    pair.both_view(done, now=NOW)
    gone = withdraw(done, now=NOW + timedelta(hours=1))
    assert gone.state == ExpressionState.WITHDRAWN
    assert not gone.views.exists()
    with pytest.raises(OutOfTurn, match="n'est pas remise"):
        withdraw(done, now=NOW + timedelta(hours=2))
    back = submit(done, now=NOW + timedelta(hours=3))
    assert (back.state, back.number) == (ExpressionState.SUBMITTED, done.number)


def test_withdrawing_after_the_closing_holds_until_the_announcement(pair):
    first, second = pair.handed_in(1), pair.handed_in(2)
    assert withdraw(first, now=AFTER).state == ExpressionState.WITHDRAWN
    RegionalCall.objects.update(announced_at=AFTER)
    with pytest.raises(OutOfTurn, match="annoncés"):
        withdraw(second, now=AFTER)
