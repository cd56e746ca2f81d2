"""The pages of meetings: what they show, what they refuse without losing it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.enums import OrganisationKind, Role
from meetings.deciding import decide
from meetings.minuting import approve
from meetings.models import Invitee, Meeting
from meetings.pdfs import keep_minutes
from tests.autosaving import LIVE, choice, save_one
from tests.factories import NOW, member_of, national, retained_project
from tests.meetings.rooms import collective, convened, draft_of, facts, held, prepared, room, written
from tests.two_people import typed_on

pytestmark = pytest.mark.django_db
HOSTILE = ["\x00", "a\u202eb", "x" * 100_000, "1e9", "٣٤٥", "-5", "1" * 400]


@pytest.fixture
def where():
    return room()


@pytest.fixture
def client(as_hat, where):
    return as_hat(where.ars)


def url(name, meeting, *args):
    return reverse(f"meetings:{name}", args=[meeting.project_id, meeting.pk, *args])


def typed(**kwargs):
    return {**facts(), "starts_at": "2026-12-02T14:00", "kind": "copil", **kwargs}


def rows_of(*rows):
    """Rows as a page sends them."""
    cells = {f"ligne-{number}-{name}": value for number, row in enumerate(rows) for name, value in row.items()}
    return {"ligne-TOTAL_FORMS": len(rows), "ligne-INITIAL_FORMS": 0, **cells}


def test_a_meeting_is_prepared_from_the_page(client, where):
    response = client.post(reverse("meetings:prepare", args=[where.project.pk]), typed())
    meeting = Meeting.objects.get()
    assert response["Location"] == url("meeting", meeting)
    assert meeting.starts_at.isoformat() == "2026-12-02T13:00:00+00:00"


@pytest.mark.parametrize("field", ["title", "place", "remote_link", "starts_at", "duration_minutes", "kind"])
@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_facts_are_refused_at_the_field(client, where, field, value):
    """Case 47."""
    response = client.post(reverse("meetings:prepare", args=[where.project.pk]), typed(**{field: value}))
    assert response.status_code in {422, 302}
    if response.status_code == 302:
        assert field in {"title", "place"}


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://exemple.test", "https://a.test/\u202eb"])
def test_a_link_opens_the_web_only(client, where, link):
    """Case 39."""
    client.post(reverse("meetings:prepare", args=[where.project.pk]), typed(remote_link=link))
    assert not Meeting.objects.exists()


def test_a_line_break_in_the_title_is_refused_at_the_field(client, where):
    """Case 42."""
    response = client.post(reverse("meetings:prepare", args=[where.project.pk]), typed(title="Un\nBcc: x@exemple.test"))
    assert "une seule ligne" in response.content.decode()


def test_the_hour_that_never_was_is_refused(client, where):
    """Case 9."""
    response = client.post(reverse("meetings:prepare", args=[where.project.pk]), typed(starts_at="2027-03-28T02:30"))
    assert "Il n'est jamais" in response.content.decode().replace("&#x27;", "'")


def test_agenda_lines_are_added_without_script_and_kept(client, where):
    meeting = prepared(where, agenda=1)
    page = client.get(url("agenda", meeting)).content.decode()
    assert 'value="Point 1"' in page
    data = rows_of({"title": "Accueil", "minutes": "dix"}, {}) | {"ajouter": "1"}
    answer = client.post(url("agenda", meeting), data)
    page = answer.content.decode()
    assert (answer.status_code, "À corriger" in page) == (200, False)
    assert 'value="Accueil"' in page
    assert 'name="ligne-2-title"' in page
    assert 'name="ligne-3-title"' not in page
    assert [item.title for item in meeting.agenda.all()] == ["Point 1"]


@pytest.mark.parametrize("count", ["1000000", "-1", "٣", "", "x", "9" * 5000])
def test_the_number_of_lines_is_bounded(client, where, count):
    """Case 34."""
    meeting = prepared(where)
    data = {"ligne-TOTAL_FORMS": count, "ligne-INITIAL_FORMS": count}
    assert client.post(url("agenda", meeting), data).status_code in {302, 422}
    assert meeting.agenda.count() <= 2
    page = client.post(url("agenda", meeting), {"ligne-TOTAL_FORMS": count, "ajouter": "1"}).content.decode()
    assert 'name="ligne-40-title"' not in page


def test_circles_are_invited_and_addresses_written_together(client, where):
    collective(where.project)
    meeting = prepared(where, seats=0)
    client.post(url("circles", meeting), {"circles": ["collectif", "referents"]})
    seats = list(meeting.invitees.all())
    assert len(seats) == 6
    data = {f"siege-{seat.pk}-email": f"adresse{seat.pk}@exemple.test" for seat in seats}
    assert f"Courriel – {seats[0]}" in client.get(url("invitees", meeting)).content.decode()
    client.post(url("invitees", meeting), data)
    assert not Invitee.objects.filter(email="").exists()
    broken = {**data, f"siege-{seats[0].pk}-email": "pas une adresse"}
    answer = client.post(url("invitees", meeting), broken)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "pas une adresse" in page
    assert "À corriger" in page


def test_convening_says_what_leaves_then_does_it(client, where):
    meeting = prepared(where)
    page = client.get(url("convene", meeting)).content.decode()
    assert "siege0@exemple.test" in page
    client.post(url("convene", meeting))
    assert Meeting.objects.get().convened_at is not None
    assert client.get(url("convene", meeting)).status_code == 302


def test_replies_come_to_the_page_by_themselves(client, where):
    meeting = convened(where)
    page = client.get(url("meeting", meeting)).content.decode()
    assert f'hx-get="{url("replies", meeting)}"' in page
    meeting.invitees.update(reply="coming", replied_at=NOW)
    fragment = client.get(url("replies", meeting), headers={"HX-Request": "true"}).content.decode()
    assert "vient" in fragment
    assert "<html" not in fragment


def test_presences_are_proposed_from_the_replies(client, where):
    meeting = prepared(where, starts_at=NOW - timedelta(hours=1), now=NOW - timedelta(days=1))
    one, other = meeting.invitees.all()
    Invitee.objects.filter(pk=one.pk).update(reply="coming")
    page = client.get(url("attendance", meeting)).content.decode()
    assert '<option value="present" selected>' in page
    data = {
        f"siege-{one.pk}-attendance": "present",
        f"siege-{one.pk}-present": "1e9",
        f"siege-{other.pk}-attendance": "absent",
    }
    assert "1e9" in client.post(url("attendance", meeting), data).content.decode()
    data[f"siege-{one.pk}-present"] = ""
    assert client.post(url("attendance", meeting), data)["Location"] == url("minutes", meeting)
    assert Invitee.objects.get(pk=one.pk).present == 1


def test_presences_are_noted_one_by_one_and_the_button_holds_the_meeting(client, where):
    meeting = prepared(where, starts_at=NOW - timedelta(hours=1), now=NOW - timedelta(days=1))
    one, other = meeting.invitees.all()
    told = save_one(client, url("attendance", meeting), f"siege-{one.pk}-attendance", "present", seen="absent")
    assert told.status_code == 200
    assert f'id="present-{one.pk}"' in told.json()["fragments"], "the number of persons follows"
    one.refresh_from_db()
    meeting.refresh_from_db()
    assert (one.attendance, one.present, meeting.held_at) == ("present", 1, None)
    refused = save_one(client, url("attendance", meeting), f"siege-{one.pk}-present", "1e9", seen="1")
    assert refused.status_code == 422
    clash = save_one(client, url("attendance", meeting), f"siege-{one.pk}-attendance", "excused", seen="absent")
    assert clash.status_code == 409
    page = client.get(url("attendance", meeting))
    client.post(url("attendance", meeting), typed_on(page))
    meeting.refresh_from_db()
    assert meeting.held_at is not None
    save_one(client, url("attendance", meeting), f"siege-{other.pk}-attendance", "excused", seen="absent")
    other.refresh_from_db()
    assert other.attendance == "excused"


def test_minutes_are_saved_as_one_types(client, where):
    meeting = held(where)
    name = f"partie-{draft_of(meeting).parts.first().pk}"
    saved = save_one(client, url("minutes", meeting), name, "Premier")
    assert f'name="initial-{name}" value="Premier"' in saved.json()["seen"]
    overtaken = save_one(client, url("minutes", meeting), name, "Autre")
    assert overtaken.status_code == 409
    assert "Premier" in overtaken.json()["clash"]
    too_long = save_one(client, url("minutes", meeting), name, "x" * 9000, seen="Premier")
    assert too_long.status_code == 422
    hidden = save_one(client, url("minutes", meeting), name, "a\x00", seen="Premier")
    assert "invisible" in hidden.json()["errors"][0]


@pytest.mark.parametrize("names", [[], ["partie-1", "partie-2"], ["partie-" + "9" * 18]])
def test_only_a_text_of_this_meeting_is_saved(client, where, names):
    """Case 33."""
    data = {f"initial-{name}": "" for name in names}
    assert client.post(url("minutes", held(where)), data, headers=LIVE).status_code == 404


def test_without_script_a_clash_shows_both_texts(client, where):
    """Case 5."""
    meeting = written(where)
    name = f"partie-{draft_of(meeting).parts.first().pk}"
    data = {name: "Le mien", f"initial-{name}": ""}
    response = client.post(url("minutes", meeting), data)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Le mien" in page
    assert "Tout le monde a parlé." in page
    assert str(where.aract).replace("'", "&#x27;") in page
    assert client.post(url("minutes", meeting), data | {"trancher": choice(page, "mine")}).status_code == 302
    assert draft_of(meeting).parts.first().text == "Le mien"


def test_a_text_of_a_former_revision_comes_back_in_the_refusal(client, where):
    meeting = written(where)
    former = f"partie-{draft_of(meeting).parts.first().pk}"
    approve(draft_of(meeting), by=where.ars, now=NOW)
    late = client.post(url("minutes", meeting), {former: "Trop tard", f"initial-{former}": "Tout le monde a parlé."})
    assert late.status_code == 409
    assert "Trop tard" in late.content.decode()
    client.post(url("correct", meeting), {"reason": "Chiffre erroné"})
    after = client.post(url("minutes", meeting), {former: "Bien trop tard"})
    assert after.status_code == 422
    assert "Bien trop tard" in after.content.decode()


def test_minutes_are_approved_read_and_sent(client, where):
    meeting = written(where)
    page = client.get(url("approve", meeting))
    assert "figé" in page.content.decode()
    client.post(url("approve", meeting), {"vu": page.context["seen"]})
    minutes = draft_of(meeting)
    keep_minutes(minutes.pk)
    page = client.get(url("minutes", meeting)).content.decode()
    assert "Tout le monde a parlé." in page
    assert client.get(url("minutes_pdf", meeting, minutes.pk))["Content-Type"] == "application/pdf"
    client.post(url("send_minutes", meeting, minutes.pk))
    assert draft_of(meeting).sent_at is not None
    assert client.get(url("approve", meeting)).status_code == 409


def test_nobody_approves_minutes_that_changed_since_they_were_read(client, where):
    meeting = written(where)
    read = client.get(url("approve", meeting)).context["seen"]
    decide(meeting, {"text": "Ajoutée depuis", "responsible": "", "due_on": None}, by=where.aract, now=NOW)
    refused = client.post(url("approve", meeting), {"vu": read})
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "a changé depuis" in page
    assert "Ajoutée depuis" in page
    assert draft_of(meeting).is_draft
    client.post(url("approve", meeting), {"vu": refused.context["seen"]})
    assert not draft_of(meeting).is_draft


def test_a_sum_too_high_is_refused_and_nothing_typed_is_lost(client, where):
    meeting = held(where)
    first = {"purpose": "Remplacements", "amount": "20 000,50"}
    data = rows_of(first, {"purpose": "Restitution", "amount": "10 000,00"}) | {"attested": "on"}
    response = client.post(url("decide_complement", meeting), data)
    page = response.content.decode()
    assert response.status_code == 422
    assert "0,50\N{NO-BREAK SPACE}€ de plus" in page
    assert 'value="20 000,50"' in page
    data["ligne-1-amount"] = "9 999,50"
    assert client.post(url("decide_complement", meeting), data)["Location"] == url("meeting", meeting)


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "1e9", "-5", "0", "0,001", "٣", "\x00", "9" * 5000])
def test_hostile_amounts_are_refused_at_the_field(client, where, amount):
    """Case 47."""
    data = rows_of({"purpose": "Objet", "amount": amount}) | {"attested": "on"}
    response = client.post(url("decide_complement", held(where)), data)
    assert response.status_code == 422
    assert "À corriger" in response.content.decode()


def test_the_committees_decision_is_attested(client, where):
    data = rows_of({"purpose": "Objet", "amount": "5"})
    assert "Cochez cette case" in client.post(url("decide_complement", held(where)), data).content.decode()


def test_decisions_are_followed_across_meetings(client, where):
    first, second = written(where), written(where, kind="collectif", days=3)
    wording = {"responsible": "", "due_on": NOW.date() - timedelta(days=1)}
    for number, meeting in enumerate((first, second)):
        decide(meeting, {"text": f"Décision de {number}", **wording}, by=where.ars, now=NOW)
    page = client.get(reverse("meetings:decisions", args=[where.project.pk])).content.decode()
    assert page.count("en retard") == 2
    decision = first.decisions.get()
    client.post(reverse("meetings:settle", args=[where.project.pk, decision.pk]), {"done_on": "2026-11-21"})
    page = client.get(reverse("meetings:decisions", args=[where.project.pk]) + "?etat=faites").content.decode()
    assert "Décision de 0" in page
    assert "Décision de 1" not in page


PAGES = ("meeting", "edit", "agenda", "cancel", "invitees", "add_invitee", "convene", "attendance", "minutes", "decide")


@pytest.mark.parametrize("name", PAGES)
def test_another_projects_meeting_does_not_exist(as_hat, where, name):
    """Case 32."""
    meeting = held(where)
    stranger = as_hat(member_of(retained_project().ars))
    assert stranger.get(url(name, meeting)).status_code == 404
    elsewhere = room()
    assert as_hat(elsewhere.ars).get(
        reverse(f"meetings:{name}", args=[elsewhere.project.pk, meeting.pk])
    ).status_code == 404  # fmt: skip


@pytest.mark.parametrize("kind", [OrganisationKind.DGOS, OrganisationKind.ANACT])
def test_those_who_steer_nationally_read_and_write_nothing(as_hat, where, kind):
    meeting = written(where)
    reader = as_hat(national(kind, Role.SECRETARY))
    assert "Tout le monde a parlé." in reader.get(url("minutes", meeting)).content.decode()
    assert reader.get(url("edit", meeting)).status_code == 403
    name = f"partie-{draft_of(meeting).parts.first().pk}"
    assert reader.post(url("minutes", meeting), {name: "x", f"initial-{name}": ""}).status_code == 403
    assert reader.post(url("remind", meeting)).status_code == 403


def test_another_meetings_rows_are_not_reached_through_this_one(client, where):
    """Case 33."""
    one, other = written(where), written(where, kind="collectif")
    invitee = other.invitees.first()
    assert client.get(url("edit_invitee", one, invitee.pk)).status_code == 404
    assert client.get(url("minutes_pdf", one, draft_of(other).pk)).status_code == 404
    assert client.get(url("meeting", one).replace(f"/{one.pk}/", f"/{10**30}/")).status_code == 404


def test_the_lists_cost_the_same_for_one_and_for_many(client, where, django_assert_num_queries):
    wording = {"text": "Faire", "responsible": "", "due_on": None}

    def fill(number):
        meeting = held(where, kind="collectif", title=f"Collectif {number}", days=number)
        decide(meeting, wording, by=where.ars, now=NOW)
        convened(where, title=f"COPIL {number}", starts_at=NOW + timedelta(days=number))

    pages = [reverse(f"meetings:{name}", args=[where.project.pk]) for name in ("meetings", "decisions")]

    def counts():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        made = []
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            made.append(len(queries))
        return made

    fill(1)
    client.get(pages[0])
    before = counts()
    for number in (2, 3, 4):
        fill(number)
    assert counts() == before


def test_a_meetings_file_costs_the_same_for_one_seat_and_for_ten(client, where):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries(meeting):
        with CaptureQueriesContext(connection) as made:
            client.get(url("meeting", meeting))
        return len(made)

    few, many = written(where, seats=1, agenda=1), written(where, seats=10, agenda=5, kind="collectif")
    many_committee = written(where, seats=10, agenda=5, days=4)
    assert many.pk
    queries(few)
    assert queries(few) == queries(many_committee)


def test_the_list_is_paginated_and_filtered(client, where):
    for number in range(17):
        held(where, kind="collectif", days=1 + number, seats=1, agenda=0, title=f"Réunion {number}")
    page = client.get(reverse("meetings:meetings", args=[where.project.pk]))
    assert "Page suivante" in page.content.decode()
    empty = client.get(reverse("meetings:meetings", args=[where.project.pk]) + "?instance=cotech")
    assert "Aucune réunion de cette instance" in empty.content.decode()
    for query in ("?instance=%00", "?page=x", "?page=" + "9" * 30):
        assert client.get(reverse("meetings:meetings", args=[where.project.pk]) + query).status_code == 200


def test_approved_minutes_show_their_revisions(client, where):
    meeting = written(where)
    approve(draft_of(meeting), by=where.ars, now=NOW)
    client.post(url("correct", meeting), {"reason": "Chiffre erroné"})
    assert "Chiffre erroné" in client.get(url("minutes", meeting)).content.decode()
