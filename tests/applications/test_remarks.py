"""Remarks of the pair on its fiche: threads, mentions, who may change what, and nobody else who reads them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from applications import remarks as deeds
from applications.content import fiche_content
from applications.models import Remark
from applications.todos import todos
from calls.models import Question
from core.verdicts import NotAllowed, OutOfTurn, Refused
from records.models import JournalEntry
from tests.applications.fiches import signed
from tests.applications.tables import address, named_fiche, open_fiche
from tests.factories import secretary
from tests.mails import told
from tests.together import at_once
from tests.two_people import typed_on

pytestmark = pytest.mark.django_db
SAID = "Faut-il citer les structures ?"


@pytest.fixture
def fiche():
    return named_fiche()


@pytest.fixture
def question(fiche):
    return Question.objects.get(code="contexte")


@pytest.fixture
def thread(fiche, question):
    return deeds.write_remark(fiche.application, question.section, question, text=SAID, by=fiche.ars_writer)


@pytest.fixture
def both(fiche, as_hat):
    return as_hat(fiche.ars_writer), as_hat(fiche.aract_writer)


def test_a_remark_is_written_beside_its_question_and_answered(fiche, both):
    one, other = both
    where = f"{address('add_remark', fiche, 1)}?question=contexte"
    written = one.post(where, {**typed_on(one.get(where)), "text": SAID})
    assert written.url == f"{address('section', fiche, 1)}#remarques-contexte"
    thread = Remark.objects.get()
    page = other.get(address("section", fiche, 1)).content.decode()
    assert SAID in page
    assert "1 remarque" in page.replace("\xa0", " ")
    thread_page = address("remark", fiche, thread.pk)
    answer = other.post(thread_page, {**typed_on(other.get(thread_page)), "text": "Une phrase suffit."})
    assert answer.url == thread_page
    said = one.get(thread_page).content.decode()
    assert "Claire Martin (Aract)" in said
    assert "Une phrase suffit." in said
    assert [row.thread for row in Remark.objects.all()] == [None, thread]


def test_a_remark_on_the_section_as_a_whole(fiche, both):
    where = address("add_remark", fiche, 2)
    both[0].post(where, {**typed_on(both[0].get(where)), "text": SAID})
    assert Remark.objects.get().question is None
    assert SAID in both[1].get(address("section", fiche, 2)).content.decode()


def test_an_unknown_question_does_not_exist(fiche, both):
    assert both[0].get(f"{address('add_remark', fiche, 2)}?question=contexte").status_code == 404


@pytest.mark.parametrize("way", ["box", "text"])
def test_who_is_mentioned_is_written_to_once(fiche, question, way):
    mentioned = [fiche.aract_writer] if way == "box" else []
    text = SAID if way == "box" else f"@claire martin, {SAID}"
    made = deeds.write_remark(
        fiche.application, question.section, question, text=text, mentioned=mentioned, by=fiche.ars_writer
    )
    assert list(made.mentioned.all()) == [fiche.aract_writer]
    assert told("applications.mentioned") == {fiche.aract_writer.user.email}
    deeds.change_remark(made, text=text + " ", mentioned=mentioned, by=fiche.ars_writer)
    assert told("applications.mentioned") == {fiche.aract_writer.user.email}


def test_nobody_outside_the_pair_is_mentioned(fiche, question):
    clerk = secretary()
    made = deeds.write_remark(
        fiche.application, question.section, question, text=SAID, mentioned=[clerk], by=fiche.ars_writer
    )
    assert not made.mentioned.exists()
    assert told("applications.mentioned") == set()


def test_the_longest_name_is_the_one_meant(fiche):
    short, long = fiche.ars_writer, fiche.aract_writer
    short.user.full_name, long.user.full_name = "Anne Le", "Anne Le Goff"
    assert deeds.mentions_in("Voir @Anne Le Goff, merci", [short, long]) == {long.pk}
    assert deeds.mentions_in("Voir anne le goff", [short, long]) == set()


def test_an_answer_is_told_to_those_who_wrote_there(fiche, thread):
    deeds.reply(thread, text="Oui.", by=fiche.aract_writer)
    assert told("applications.replied") == {fiche.ars_writer.user.email}
    deeds.reply(thread, text="Merci.", by=fiche.ars_writer)
    assert told("applications.replied") == {fiche.ars_writer.user.email, fiche.aract_writer.user.email}


def test_what_waits_for_a_person(fiche, thread):
    def waits(hat):
        return [todo.label.replace("\xa0", " ") for todo in todos(hat, timezone.now()) if "remarque" in todo.label]

    assert waits(fiche.ars_writer) == []
    assert waits(fiche.aract_writer) == ["Répondre à 1 remarque"], "nobody is mentioned: the other party answers"
    deeds.reply(thread, text="Vu.", mentioned=[fiche.ars_signatory], by=fiche.aract_writer)
    assert waits(fiche.aract_writer) == []
    assert waits(fiche.ars_writer) == ["Répondre à 1 remarque"]
    assert waits(fiche.ars_signatory) == ["Répondre à 1 remarque"]
    assert waits(fiche.aract_signatory) == []
    deeds.resolve(thread, by=fiche.aract_writer)
    assert waits(fiche.ars_writer) == []


def test_either_party_resolves_and_reopens(fiche, thread, both):
    where = address("resolve_remark", fiche, thread.pk)
    both[1].post(where)
    both[1].post(where)
    thread.refresh_from_db()
    assert thread.resolved_by == fiche.aract_writer
    assert SAID not in both[0].get(address("section", fiche, 1)).content.decode()
    page = both[0].get(address("remark", fiche, thread.pk)).content.decode()
    assert "Votre réponse" not in page
    assert "Rouvrir la remarque" in page
    with pytest.raises(OutOfTurn):
        deeds.reply(thread, text="Trop tard", by=fiche.ars_writer)
    typed = both[0].post(address("remark", fiche, thread.pk), {"text": "Tapé entre-temps"})
    assert typed.status_code == 409
    assert "Tapé entre-temps" in typed.content.decode()
    both[0].post(where, {"rouvrir": "1"})
    thread.refresh_from_db()
    assert (thread.resolved_at, thread.resolved_by) == (None, None)
    assert JournalEntry.objects.filter(deed="applications.resolve_remark").count() == 1


def test_one_changes_one_s_own_until_somebody_answered(fiche, thread, both):
    where = address("edit_remark", fiche, thread.pk)
    assert both[1].get(where).status_code == 403
    sent = {**typed_on(both[0].get(where)), "text": "Autrement dit."}
    assert both[0].post(where, sent).status_code == 302
    thread.refresh_from_db()
    assert (thread.text, thread.edited_at is not None) == ("Autrement dit.", True)
    answer = deeds.reply(thread, text="Oui.", by=fiche.aract_writer)
    assert both[0].get(where).status_code == 409
    assert both[0].post(address("remove_remark", fiche, thread.pk)).status_code == 409
    with pytest.raises(NotAllowed):
        deeds.change_remark(answer, text="À ma façon", by=fiche.ars_writer)


def test_a_removed_remark_leaves_its_trace_and_no_text(fiche, thread, both):
    assert both[1].post(address("remove_remark", fiche, thread.pk)).status_code == 403
    assert both[0].post(address("remove_remark", fiche, thread.pk)).status_code == 302
    page = both[1].get(address("remark", fiche, thread.pk)).content.decode()
    assert SAID not in page
    assert "Remarque retirée le" in page
    assert not any(SAID in str(entry.__dict__) for entry in JournalEntry.objects.all())
    with pytest.raises(OutOfTurn):
        deeds.remove_remark(thread, by=fiche.ars_writer)


def test_nobody_else_reads_or_writes_them(as_hat):
    fiche = signed()
    fiche.reload()
    question = Question.objects.get(code="contexte")
    before = fiche.application.content_hash
    thread = deeds.write_remark(fiche.application, question.section, question, text=SAID, by=fiche.ars_writer)
    assert SAID not in str(fiche_content(fiche.reload()))
    assert fiche.application.content_hash == before
    fiche.deposit()
    addresses = [
        address("remarks", fiche),
        address("add_remark", fiche, 1),
        *(address(f"{name}remark", fiche, thread.pk) for name in ("", "edit_", "remove_", "resolve_")),
    ]
    for client in (as_hat(secretary()), as_hat(open_fiche().ars_writer)):
        for where in addresses:
            assert {client.get(where).status_code, client.post(where).status_code} <= {403, 404, 405}
    shown = as_hat(secretary()).get(address("read", fiche)).content.decode()
    assert SAID not in shown
    # The pair reads them still, and writes no more.
    pair = as_hat(fiche.ars_writer)
    assert SAID in pair.get(address("remark", fiche, thread.pk)).content.decode()
    assert SAID in pair.get(address("remarks", fiche)).content.decode()
    assert pair.post(address("add_remark", fiche, 1), {"text": SAID}).status_code == 409
    for hat in (secretary(), open_fiche().ars_writer):
        with pytest.raises(NotAllowed):
            deeds.reply(thread, text="Non", by=hat)
        with pytest.raises(NotAllowed):
            deeds.resolve(thread, by=hat)


def test_a_person_writes_at_a_human_pace(fiche, question):
    now = timezone.now()
    for _ in range(deeds.RATE):
        deeds.write_remark(fiche.application, question.section, question, text=SAID, by=fiche.ars_writer, now=now)
    with pytest.raises(Refused):
        deeds.write_remark(fiche.application, question.section, question, text=SAID, by=fiche.ars_writer, now=now)
    deeds.write_remark(fiche.application, question.section, question, text=SAID, by=fiche.aract_writer, now=now)
    later = now + deeds.PER + timedelta(seconds=1)
    deeds.write_remark(fiche.application, question.section, question, text=SAID, by=fiche.ars_writer, now=later)


def test_threads_and_answers_are_bounded(fiche, question, thread, monkeypatch):
    monkeypatch.setattr(deeds, "MOST_THREADS", 1)
    monkeypatch.setattr(deeds, "MOST_REPLIES", 1)
    with pytest.raises(Refused):
        deeds.write_remark(fiche.application, question.section, question, text=SAID, by=fiche.ars_writer)
    deeds.reply(thread, text="Un", by=fiche.aract_writer)
    with pytest.raises(Refused):
        deeds.reply(thread, text="Deux", by=fiche.aract_writer)


@pytest.mark.parametrize("text", ["", "a" * 2001, "nul\x00"])
def test_an_odd_text_is_refused_at_its_field(fiche, both, text):
    where = address("add_remark", fiche, 1)
    answer = both[0].post(where, {**typed_on(both[0].get(where)), "text": text})
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"text"}


def test_markup_is_shown_as_text(fiche, both, question):
    deeds.write_remark(
        fiche.application, question.section, question, text="<script>alert(1)</script>", by=fiche.ars_writer
    )
    assert "&lt;script&gt;" in both[1].get(address("section", fiche, 1)).content.decode()


def test_the_list_is_filtered(fiche, thread, both):
    where = address("remarks", fiche)
    assert SAID in both[0].get(where).content.decode()
    assert SAID not in both[0].get(where, {"section": "2"}).content.decode()
    assert SAID not in both[0].get(where, {"etat": "resolues"}).content.decode()
    deeds.resolve(thread, by=fiche.ars_writer)
    assert SAID in both[0].get(where, {"etat": "resolues"}).content.decode()
    assert both[0].get(where, {"etat": "x", "section": "é"}).status_code == 200


def test_a_section_s_page_costs_the_same_however_many_threads(fiche, question, both):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            both[0].get(address("section", fiche, 1))
        return len(asked)

    deeds.write_remark(fiche.application, question.section, question, text=SAID, by=fiche.ars_writer)
    deeds.reply(Remark.objects.get(), text="Oui", by=fiche.aract_writer)
    few = cost()
    for _ in range(8):
        thread = deeds.write_remark(fiche.application, question.section, question, text=SAID, by=fiche.ars_writer)
        deeds.reply(thread, text="Oui", mentioned=[fiche.ars_writer], by=fiche.aract_writer)
    assert cost() == few


@pytest.mark.django_db(transaction=True)
def test_two_at_once_resolve_once_and_answer_in_turn(fiche, thread):
    refused = at_once(
        lambda: deeds.resolve(thread, by=fiche.ars_writer), lambda: deeds.resolve(thread, by=fiche.aract_writer)
    )
    assert refused == []
    assert JournalEntry.objects.filter(deed="applications.resolve_remark").count() == 1
