"""Convening the commission (CRPA R. 133-3 to R. 133-13): its act, its rules, what replaces it."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.enums import OrganisationKind, Role
from acts.enums import ActKind
from acts.models import Act
from commission.convening import call_off, convene, fiches_to_hear, members_on, standing
from commission.convening_letters import ConveningFacts
from commission.models import Convening
from commission.todos import todos
from core.verdicts import NotAllowed, OutOfTurn, Refused
from records import documents
from records.models import JournalEntry, Message
from tests.commission.decided import heard
from tests.factories import NOW, CallFactory, national, secretary
from tests.mails import told
from tests.printed import text_of
from tests.together import at_once

pytestmark = pytest.mark.django_db

AHEAD = NOW + timedelta(days=9)


@pytest.fixture
def call():
    made = CallFactory(closes_at=NOW - timedelta(days=5), commission_on=AHEAD.date())
    heard(made)
    return made


@pytest.fixture
def president():
    return national(OrganisationKind.DGOS, Role.PRESIDENT, job_title="Présidente de la commission")


@pytest.fixture
def meeting(call, president):
    return ConveningFacts(
        starts_at=AHEAD,
        place="14 avenue de l'Essai, Paris",
        fiches=fiches_to_hear(call),
        members=members_on(NOW),
        points="Répartition de l'enveloppe",
        reviews_by=AHEAD.date() - timedelta(days=1),
    )


def test_each_member_receives_once_an_act_that_says_all_the_rules_ask(
    call, meeting, president, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        made = convene(call, meeting, by=president, now=NOW)
    act = Act.objects.select_related("document").get(pk=made.act_id)
    said = text_of(documents.read(act.document))
    fiche = meeting.fiches[0]
    for words in (
        "Convocation de la commission n° ACIA-2026-V-0001",
        "mardi 1er décembre 2026 à 10 h 00 (heure de Paris)",
        "14 avenue de l'Essai, Paris",
        f"{fiche.project.region.name} : « {fiche.project.title} » (fiche n° {fiche.deposit.number})",
        "Répartition de l'enveloppe",
        "au plus tard le 30 novembre 2026",
        "2 membres au moins, sur 3",
        "nul n'en détient plus d'un (article R. 133-9)",
        "suppléé par un membre de son service",
        president.user.full_name,
        "par courriel",
    ):
        assert words in said, words
    assert act.check_code in said.replace(" ", "")
    assert "Voies et délais de recours" not in said
    assert "urgence" not in said
    for hat in meeting.members:
        assert hat.user.full_name in said
    assert told("commission.convened") == {hat.user.email for hat in meeting.members}
    assert Message.objects.filter(moment="commission.convened").count() == len(meeting.members)
    assert JournalEntry.objects.about(call).filter(deed="commission.convene").count() == 1


def test_another_date_is_another_act_that_replaces_the_first_and_tells_whom_it_left_out(
    call, meeting, president, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        first = convene(call, meeting, by=president, now=NOW)
        later = replace(meeting, starts_at=AHEAD + timedelta(days=2), members=meeting.members[:2])
        second = convene(call, later, by=secretary(), now=NOW)
    first.act.refresh_from_db()
    assert first.act.replaced_by == second.act
    assert f"remplace la convocation n° {first.act} du 22 novembre 2026" in text_of(
        documents.read(Act.objects.get(pk=second.act_id).document)
    )
    assert standing(call, NOW) == second
    left_out = Message.objects.filter(to=meeting.members[2].user.email, moment="commission.convened")
    assert [str(first.act) in mail.body for mail in left_out.order_by("pk")] == [True, True]
    call.refresh_from_db()
    assert call.commission_on == (AHEAD + timedelta(days=2)).date()


def test_the_same_again_writes_to_nobody(call, meeting, president):
    convene(call, meeting, by=president, now=NOW)
    with pytest.raises(Refused, match="Rien n'a changé"):
        convene(call, meeting, by=secretary(), now=NOW)
    assert Convening.objects.count() == 1


def test_five_days_at_least_unless_urgency_is_stated(call, meeting, president):
    soon = replace(meeting, starts_at=NOW + timedelta(days=4), reviews_by=NOW.date())
    with pytest.raises(Refused, match="5\N{NO-BREAK SPACE}jours au moins") as refusal:
        convene(call, soon, by=president, now=NOW)
    assert refusal.value.at == "urgency"
    urgent = convene(call, replace(soon, urgency="Les crédits tombent le 30."), by=president, now=NOW)
    assert urgent.act.content["body"]["urgency"] == "Les crédits tombent le 30."
    on_time = replace(soon, starts_at=NOW + timedelta(days=5), urgency="Sans objet.")
    assert convene(call, on_time, by=president, now=NOW).act.content["body"]["urgency"] == ""


@pytest.mark.parametrize(
    ("wrong", "at"),
    [
        ({"starts_at": NOW - timedelta(days=1)}, "starts_at"),
        ({"place": ""}, "place"),
        ({"fiches": [], "points": " "}, "points"),
        ({"reviews_by": AHEAD.date() + timedelta(days=1)}, "reviews_by"),
        ({"without_quorum": True}, "without_quorum"),
    ],
)
def test_what_is_wrong_is_refused_at_its_field(call, meeting, president, wrong, at):
    with pytest.raises(Refused) as refusal:
        convene(call, replace(meeting, **wrong), by=president, now=NOW)
    assert refusal.value.at == at
    assert not Act.objects.filter(kind=ActKind.CONVENING).exists()


def test_before_the_closing_nobody_is_convened(call, meeting, president):
    call.closes_at = AHEAD + timedelta(hours=1)
    call.save()
    with pytest.raises(Refused, match="après la clôture"):
        convene(call, meeting, by=president, now=NOW)


def test_without_quorum_the_agenda_of_the_former_meeting_is_taken_up(call, meeting, president):
    convene(call, meeting, by=president, now=NOW)
    after = AHEAD + timedelta(hours=3)
    again = replace(
        meeting, starts_at=AHEAD + timedelta(days=8), reviews_by=AHEAD.date() + timedelta(days=7), without_quorum=True
    )
    with pytest.raises(Refused, match="mêmes fiches, mêmes points"):
        convene(call, replace(again, points="Autre chose"), by=president, now=after)
    made = convene(call, again, by=president, now=after)
    assert made.act.content["body"]["quorum"] == 0
    assert Convening.objects.standing().count() == 2


def test_calling_off_tells_each_member_once(call, meeting, president, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        made = convene(call, meeting, by=president, now=NOW)
        off = call_off(made, reason="La salle est inondée.", by=president, now=NOW)
        assert call_off(made, reason="La salle est inondée.", by=president, now=NOW).calling_off == off.calling_off
    act = Act.objects.get(pk=off.calling_off_id)
    said = text_of(documents.read(act.document))
    assert f"que convoquait la lettre n° {made.act} du 22 novembre 2026, est annulée" in said
    assert "La salle est inondée." in said
    assert Message.objects.filter(moment="commission.called_off").count() == len(meeting.members)
    assert standing(call, NOW) is None
    with pytest.raises(OutOfTurn, match="a commencé"):
        call_off(convene(call, meeting, by=president, now=NOW), reason="Trop tard.", by=president, now=AHEAD)


@pytest.mark.parametrize("role", [Role.RAPPORTEUR, Role.SIGNATORY])
def test_others_do_not_convene(call, meeting, role, as_hat):
    hat = national(OrganisationKind.DGOS, role)
    with pytest.raises(NotAllowed):
        convene(call, meeting, by=hat, now=NOW)
    assert as_hat(hat).get(reverse("commission:convene", args=[call.slug])).status_code == 403


def sent(meeting, **typed):
    return {
        "starts_at": "2026-12-01T10:00", "place": meeting.place, "remote_link": "", "points": meeting.points,
        "fiches": [fiche.pk for fiche in meeting.fiches], "members": [hat.pk for hat in meeting.members],
        "reviews_by": "2026-11-30", "urgency": "",
    } | typed  # fmt: skip


@time_machine.travel(NOW, tick=False)
def test_the_secretary_convenes_with_the_president_s_agreement(call, meeting, as_hat):
    client, address = as_hat(secretary()), reverse("commission:convene", args=[call.slug])
    assert "5\N{NO-BREAK SPACE}jours" in todos(secretary(), NOW)[0].detail
    assert client.post(address, sent(meeting)).context["form"].errors.keys() == {"chair_agrees"}
    late = client.post(address, sent(meeting, starts_at="2026-11-25T10:00", reviews_by="2026-11-24", chair_agrees="on"))
    assert late.status_code == 422
    assert late.context["form"].errors.keys() == {"urgency"}
    assert late.context["form"]["place"].value() == meeting.place
    assert client.post(address, sent(meeting, chair_agrees="on")).status_code == 302
    made = Convening.objects.get()
    assert made.act.content["body"]["by_secretary"] is True
    assert not [one for one in todos(secretary(), NOW) if one.label == "Convoquer la commission"]
    assert f"Convocation {made.act}" in client.get(reverse("commission:dashboard", args=[call.slug])).content.decode()
    off = reverse("commission:call_off", args=[call.slug, made.pk])
    assert client.post(off, {"reason": " "}).status_code == 422
    assert client.post(off, {"reason": "Salle fermée."}).status_code == 302
    assert client.get(off).status_code == 409


@time_machine.travel(NOW, tick=False)
def test_who_is_convened_reads_the_convening_and_nobody_else(
    call, meeting, president, as_hat, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        made = convene(call, replace(meeting, members=meeting.members[:2]), by=president)
    paper = reverse("commission:convening", args=[made.pk])
    convened, left = meeting.members[1], meeting.members[2]
    assert paper in as_hat(convened).get(reverse("commission:reviews")).content.decode()
    assert as_hat(convened).get(paper).headers["Content-Type"] == "application/pdf"
    assert as_hat(left).get(paper).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_convene_once(call, meeting, president):
    refusals = at_once(*(lambda by=by: convene(call, meeting, by=by, now=NOW) for by in (president, secretary())))
    assert ["Rien n'a changé" in refusal.reason for refusal in refusals] == [True]
    assert Act.objects.filter(kind=ActKind.CONVENING).count() == 1
