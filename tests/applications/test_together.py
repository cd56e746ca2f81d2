"""Two people in one section: who is there, the texts that arrive by themselves, and nothing that is lost on the way."""

import random
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from applications.models import Presence
from applications.presence import be_here, forget_the_gone, people_in
from applications.signing import live_signatures
from applications.versions import at_moment
from calls.enums import QuestionKind, Vocabulary
from calls.models import Question
from tests.applications.fiches import deposited
from tests.applications.tables import address, live_signature, named_fiche, open_fiche, rows_of
from tests.autosaving import choice, save_one
from tests.factories import TermFactory, member_of, secretary
from tests.two_people import typed_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def fiche():
    return named_fiche()


@pytest.fixture
def both(fiche, as_hat):
    return as_hat(fiche.ars_writer), as_hat(fiche.aract_writer)


def asks(client, fiche, number=1, version=0, **more):
    """What the page of a section is told."""
    about = {"section": number, "version": version, **more} if number else {}
    return client.get(address("changes", fiche), about).json()


def page(fiche, number=1):
    return address("section", fiche, number)


def test_one_is_seen_in_a_section_writing_or_reading_it(fiche, both):
    one, other = both
    asks(other, fiche, ecrit=1)
    told = asks(one, fiche)
    assert told["here"] == "Claire Martin (Aract) écrit dans cette section."
    assert told["people"] == {"1": "Claire Martin (Aract) y écrit"}
    asks(other, fiche)
    assert asks(one, fiche)["here"] == "Claire Martin (Aract) lit cette section."
    assert "Claire Martin (Aract) lit cette section." in one.get(page(fiche)).content.decode()
    assert asks(one, fiche, number=2)["here"] == ""
    assert asks(one, fiche, number=2)["people"] == {"1": "Claire Martin (Aract) y lit"}


def test_one_is_not_told_of_oneself(fiche, both):
    asks(both[0], fiche, ecrit=1)
    assert asks(both[0], fiche) | {"people": {}, "here": ""} == asks(both[0], fiche)


def test_who_left_is_gone_soon_and_their_row_is_swept(fiche, both):
    now = timezone.now()
    section = fiche.application.sections.get(section__number=1).section_id
    be_here(fiche.application, section, by=fiche.aract_writer, writing=True, now=now)

    def seen(seconds):
        at = now + timedelta(seconds=seconds)
        return people_in(fiche.application, but=fiche.ars_writer, now=at).here(1)

    assert seen(19) != ""
    assert seen(21) == ""
    forget_the_gone(now + timedelta(seconds=19))
    assert Presence.objects.count() == 1
    forget_the_gone(now + timedelta(seconds=21))
    assert Presence.objects.count() == 0


def test_many_people_are_named_then_counted(fiche):
    now, section = timezone.now(), fiche.application.sections.get(section__number=1).section_id
    for name in "ABCDE":
        hat = member_of(fiche.application.project.ars, user__full_name=name)
        be_here(fiche.application, section, by=hat, writing=True, now=now)
        be_here(fiche.application, section, by=hat, writing=True, now=now)
    people = people_in(fiche.application, but=fiche.aract_writer, now=now)
    assert people.here(1).replace("\xa0", " ") == (
        "A (ARS), B (ARS), C (ARS) et 2 autres personnes écrivent dans cette section."
    )
    assert people.there(2) == ""


def test_presence_is_the_pair_s_alone(as_hat):
    """Neither told to others nor kept of them; a fiche that is no longer written shows nobody writing."""
    fiche = deposited()
    now, section = timezone.now(), fiche.application.sections.get(section__number=1).section_id
    be_here(fiche.application, section, by=fiche.aract_writer, writing=True, now=now)
    told = asks(as_hat(secretary()), fiche, ecrit=1)
    assert told.keys() == {"said", "serious", "reload"}
    asks(as_hat(fiche.ars_writer), fiche, ecrit=1)
    assert [row.hat for row in Presence.objects.all()] == [fiche.aract_writer]


@pytest.mark.parametrize("more", [{"section": "99"}, {"section": "x"}, {"section": "9" * 30}, {"version": "-1"}])
def test_an_odd_address_is_answered(fiche, both, more):
    assert both[0].get(address("changes", fiche), more).status_code == 200


def test_a_text_saved_by_another_comes_with_who_and_when(fiche, both):
    one, other = both
    assert "fields" not in asks(one, fiche)
    save_one(other, page(fiche), "contexte", "De l'Aract")
    told = asks(one, fiche)
    (name,) = told["fields"]
    assert name == "contexte"
    assert 'name="initial-contexte" value="De l&#x27;Aract"' in told["fields"][name]["seen"]
    assert told["fields"][name]["note"].startswith("Changé par Claire Martin (Aract) à ")
    assert "Complète" in told["fragments"]
    assert (told["reload"], told["serious"]) == (False, False)
    assert "fields" not in asks(one, fiche, version=told["version"])


def test_what_the_page_now_sees_makes_no_false_conflict(fiche, both):
    one, other = both
    save_one(other, page(fiche), "contexte", "De l'Aract")
    assert save_one(one, page(fiche), "contexte", "De l'ARS", seen="De l'Aract").status_code == 200
    assert asks(other, fiche, version=1)["fields"]["contexte"]["note"].startswith("Changé par Paul Durand (ARS)")


def test_one_s_own_text_from_another_tab_comes_without_a_note(fiche, both):
    save_one(both[0], page(fiche), "contexte", "De l'ARS")
    assert asks(both[0], fiche)["fields"]["contexte"]["note"] == ""


def test_days_and_amounts_come_too(fiche, both):
    one, other = both
    sections = fiche.application.sections.select_related("section")
    number = {row.section.kind: row.section.number for row in sections}
    assert save_one(other, address("budget", fiche), "budget-requested_complement", "1000").status_code == 200
    told = asks(one, fiche, number["budget"])
    assert 'value="1000,00"' in told["fields"]["budget-requested_complement"]["seen"].replace("\xa0", "")
    assert 'id="budget-tableau"' in told["fragments"]
    stage = TermFactory(vocabulary=Vocabulary.STAGE, code="ENQUETE")
    cell = f"etape-{stage.pk}-planned_days"
    assert save_one(other, address("stages", fiche), cell, "2,5").status_code == 200
    told = asks(one, fiche, number["stages"])
    assert 'value="2,5' in told["fields"][cell]["seen"]
    assert 'id="etapes-total"' in told["fragments"]


def test_a_row_changed_by_another_is_drawn(fiche, both):
    one, other = both
    version = asks(one, fiche, 3)["version"]
    where = address("edit_member", fiche, rows_of(fiche)["member"].pk)
    assert other.post(where, {**typed_on(other.get(where)), "function": "Cadre"}).status_code == 302
    told = asks(one, fiche, 3, version=version)
    assert 'id="tableau-collective"' in told["fragments"]
    assert "Cadre" in told["fragments"]


def test_what_changes_elsewhere_asks_to_draw_the_page_again(fiche, both):
    one, other = both
    assert asks(one, fiche)["reload"] is False
    save_one(other, page(fiche), "contexte", "De l'Aract")
    assert asks(one, fiche, number=2)["reload"] is True


def test_a_signature_that_falls_is_serious(fiche, both):
    live_signature(fiche)
    save_one(both[1], page(fiche), "contexte", "De l'Aract")
    told = asks(both[0], fiche)
    assert (told["serious"], told["reload"]) == (True, True)
    assert live_signatures(fiche.application) == {}


def test_asking_costs_eight_queries_while_nothing_moves(fiche, both):
    save_one(both[1], page(fiche), "contexte", "De l'Aract")
    asks(both[1], fiche, ecrit=1)
    with CaptureQueriesContext(connection) as told:
        answer = asks(both[0], fiche, version=1, ecrit=1)
    assert answer["here"]
    assert len(told) <= 8


def test_the_texts_that_arrive_cost_the_same_however_many(fiche, both):
    part = fiche.application.sections.get(section__number=1).section
    for rank in range(20):
        Question.objects.create(section=part, code=f"q{rank}", label=f"Q{rank}", position=rank + 5, required=False)
    save_one(both[1], page(fiche), "q0", "Un")
    with CaptureQueriesContext(connection) as few:
        asks(both[0], fiche, version=1)
        asks(both[0], fiche)
    for rank in range(1, 20):
        save_one(both[1], page(fiche), f"q{rank}", "Un")
    with CaptureQueriesContext(connection) as many:
        asks(both[0], fiche, version=20)
        asks(both[0], fiche)
    assert len(many) <= len(few)


class Author:
    """A person with the page open: what it has seen."""

    def __init__(self, client, fiche, codes):
        self.client, self.fiche = client, fiche
        self.seen = dict.fromkeys(codes, "")
        self.version = 0

    def follow(self):
        """As watch.js does: what arrives is seen."""
        told = asks(self.client, self.fiche, version=self.version)
        self.version = told["version"]
        for name, field in told.get("fields", {}).items():
            text = field["seen"].split('value="')[1].split('"')[0] if 'value="' in field["seen"] else ""
            self.seen[name] = text

    def save(self, name, text, pick):
        """Type a text and save it; if both changed the field, press one of the buttons."""
        answer = save_one(self.client, page(self.fiche), name, text, seen=self.seen[name])
        if answer.status_code == 409:
            clash = answer.json()["clash"]
            answer = save_one(
                self.client, page(self.fiche), name, text, seen=self.seen[name], trancher=choice(clash, pick)
            )
            assert answer.status_code == 200
        self.seen[name] = answer.json()["seen"].split('value="')[1].split('"')[0]
        return answer


@pytest.mark.parametrize("seed", range(6))
def test_whatever_the_order_of_saves_no_text_is_lost(fiche, as_hat, seed):
    """Case 5: each text typed is what the fiche says, or stands in a version, or was shown beside the other."""
    chance = random.Random(seed)  # noqa: S311 - the order of a test
    part = fiche.application.sections.get(section__number=1).section
    Question.objects.create(section=part, code="suite", label="Suite", position=9, kind=QuestionKind.SHORT_TEXT)
    codes = ["contexte", "suite"]
    hats = [fiche.ars_writer, fiche.aract_writer, fiche.ars_signatory]
    authors = [Author(as_hat(hat), fiche, codes) for hat in hats]
    typed: list[tuple[Author, str, str]] = []
    given_up: set[str] = set()
    for turn in range(25):
        author = chance.choice(authors)
        if chance.random() < 0.4:
            author.follow()
            continue
        name, text, pick = chance.choice(codes), f"t-{seed}-{turn}", chance.choice(["mine", "theirs"])
        answer = author.save(name, text, pick)
        if author.seen[name] == text:
            typed.append((author, name, text))
        else:
            given_up.add(text)
            assert text in answer.json()["clash"], "the text that one gave up is shown once more"
    row = fiche.application.sections.get(section__number=1)
    kept = {(code, value) for revision in row.revisions.all() for code, value in revision.changes.items()}
    assert {(name, text) for _, name, text in typed} <= kept
    assert given_up.isdisjoint({text for _, text in kept})
    assert (
        at_moment(row, None)[0]
        == row.answers
        == {
            name: next(text for _, there, text in reversed(typed) if there == name)
            for name in {name for _, name, _ in typed}
        }
    )


def test_a_stranger_is_told_nothing(fiche, as_hat):
    stranger = open_fiche(call=fiche.call).ars_writer
    assert as_hat(stranger).get(address("changes", fiche)).status_code == 404
