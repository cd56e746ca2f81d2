"""Who has priority in the second call, and why (R68)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core.verdicts import NotAllowed, OutOfTurn, Refused
from records.models import JournalEntry
from records.removing import restore
from regions.contesting import answer, contest, withdraw
from regions.models import Participation, PriorityRule
from regions.priority import conditions, days_present, judge, set_priority_rule
from regions.todos import todos
from tests.factories import NOW, CallFactory, ParticipationFactory, RegionalProjectFactory, member_of, secretary
from tests.filling import sent
from tests.regions.lives import TODAY, Life, days_ago, page_queries, queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


@pytest.fixture
def earlier():
    """Retained 200 days ago, still running."""
    return Life(award__awarded_on=days_ago(200))


@pytest.fixture
def project(earlier):
    """The region's project in the call that follows, which closes in ten days."""
    before = earlier.project
    return RegionalProjectFactory(
        call=CallFactory(previous=before.call),
        region=before.region,
        ars=before.ars,
        aract=before.aract,
        previous=before,
    )


def took_part(earlier, project, **kwargs):
    """A structure of both projects; keywords describe its first participation."""
    values = {"joined_on": days_ago(230), "confirmed_at": NOW - timedelta(days=230)} | kwargs
    row = ParticipationFactory(project=earlier.project, **values)
    return ParticipationFactory(project=project, establishment=row.establishment)


def only(project, today=TODAY):
    (line,) = judge(project, today).lines
    return line


def test_a_faithful_participant_has_priority_and_the_reasons_say_why(earlier, project):
    took_part(earlier, project)
    line = only(project)
    assert line.granted
    assert line.reasons[0] == "Elle y a participé 201\u00a0jours."
    assert "a confirmé son engagement" in line.reasons[1]
    assert line.reasons[2] == "Elle y participe encore."
    assert judge(project, TODAY).sentence == "1\u00a0structure sur 1 a la priorité"


@pytest.mark.parametrize(
    ("first", "reason"),
    [
        ({"confirmed_at": None}, "n'y a pas confirmé"),
        ({"joined_on": days_ago(50)}, "participé 51\u00a0jours"),
        ({"left_on": days_ago(20)}, "avant la fin"),
    ],
)
def test_each_condition_counts(earlier, project, first, reason):
    took_part(earlier, project, **first)
    line = only(project)
    assert not line.granted
    assert reason in " ".join(line.reasons)
    assert "Aucune" in judge(project, TODAY).sentence or "n'a pas" in judge(project, TODAY).sentence


@pytest.mark.parametrize(
    ("first", "rule"),
    [
        ({"confirmed_at": None}, {"confirmed": False}),
        ({"joined_on": days_ago(50)}, {"least_days": 51}),
        ({"left_on": days_ago(20)}, {"stayed": False}),
    ],
)
def test_a_condition_that_the_call_does_not_ask_does_not_count(earlier, project, first, rule):
    took_part(earlier, project, **first)
    values = {"least_days": 90, "confirmed": True, "stayed": True} | rule
    set_priority_rule(project.call, **values, by=secretary(), now=NOW)
    assert only(project).granted


def test_a_newcomer_has_none_whatever_it_did_elsewhere(earlier, project):
    ParticipationFactory(project=project)
    assert only(project).reasons == ["Elle ne participait pas au projet précédent."]
    alone = RegionalProjectFactory()
    ParticipationFactory(project=alone)
    assert not only(alone).granted


def test_a_project_that_was_not_retained_gives_no_priority(project):
    refused = RegionalProjectFactory(region=project.region, ars=project.ars, aract=project.aract)
    project.previous = refused
    project.save()
    row = ParticipationFactory(project=refused, joined_on=days_ago(300), confirmed_at=NOW)
    ParticipationFactory(project=project, establishment=row.establishment)
    assert not only(project).granted


def test_days_are_those_of_the_projects_life_both_ends_included(earlier, project):
    took_part(earlier, project)
    row = Participation.objects.select_related("project__award").get(project=earlier.project)
    assert days_present(row, days_ago(200)) == 1
    assert days_present(row, days_ago(201)) == 0
    row.left_on = days_ago(198)
    assert days_present(row, TODAY) == 3
    row.left_on = None
    row.project.award.closed_on = days_ago(191)
    assert days_present(row, TODAY) == 10


def test_who_stays_until_the_closing_stayed_to_the_end(earlier, project):
    took_part(earlier, project, left_on=days_ago(20))
    type(earlier.project.award).objects.update(closed_on=days_ago(20))
    assert only(project).granted
    assert "jusqu'au bout" in only(project).reasons[2]


def test_who_came_back_adds_up_its_days(earlier, project):
    row = took_part(earlier, project, left_on=days_ago(150))
    ParticipationFactory(
        project=earlier.project, establishment=row.establishment, joined_on=days_ago(49), confirmed_at=NOW
    )
    line = only(project)
    assert line.reasons[0] == "Elle y a participé 101\u00a0jours."
    assert line.granted


def test_the_verdict_no_longer_moves_once_the_call_is_closed(earlier, project):
    took_part(earlier, project)
    closed = project.call.closes_at.date()
    first = only(project, closed + timedelta(days=1))
    assert judge(project, closed + timedelta(days=300)).on == closed
    assert only(project, closed + timedelta(days=300)) == first


def test_the_rule_is_one_sentence():
    rule = PriorityRule(least_days=0, confirmed=False, stayed=False)
    assert conditions(rule) == "Pour avoir la priorité, une structure doit avoir participé au projet précédent."
    assert "au moins 90\u00a0jours, y avoir confirmé" in conditions(PriorityRule())


def test_the_secretary_states_the_conditions_until_the_call_is_concluded(earlier, project):
    call, values = project.call, {"least_days": 30, "confirmed": True, "stayed": False}
    for stranger in (earlier.ars, member_of(project.aract), None):
        with pytest.raises(NotAllowed):
            set_priority_rule(call, **values, by=stranger, now=NOW)
    with pytest.raises(Refused, match="de 0 à"):
        set_priority_rule(call, **values | {"least_days": -1}, by=secretary(), now=NOW)
    set_priority_rule(call, **values, by=secretary(), now=NOW)
    set_priority_rule(call, **values | {"least_days": 40}, by=secretary(), now=NOW)
    rule = PriorityRule.objects.get()
    assert rule.least_days == 40
    assert JournalEntry.objects.about(rule).count() == 2
    type(call).objects.update(concluded_at=NOW + timedelta(days=30))
    with pytest.raises(OutOfTurn, match="conclu"):
        set_priority_rule(call, **values, by=secretary(), now=NOW)


def test_priority_costs_the_same_for_one_and_for_three(earlier, project, as_hat):
    took_part(earlier, project)
    client, page = as_hat(earlier.ars), reverse("fieldwork:lineage", args=[project.pk])
    before = queries_of(lambda: judge(project, TODAY)), page_queries(client, page)
    for _ in range(3):
        took_part(earlier, project)
    assert (queries_of(lambda: judge(project, TODAY)), page_queries(client, page)) == before


def test_the_page_explains_each_structure(earlier, project, as_hat):
    took_part(earlier, project, confirmed_at=None)
    page = as_hat(earlier.ars).get(reverse("fieldwork:lineage", args=[project.pk])).content.decode()
    assert "n&#x27;y a pas confirmé" in page
    assert earlier.project.title in page
    alone = RegionalProjectFactory()
    assert (
        "Aucun projet précédent"
        in as_hat(member_of(alone.ars)).get(reverse("fieldwork:lineage", args=[alone.pk])).content.decode()
    )


def test_the_conditions_are_written_on_a_page(project, as_hat):
    page = reverse("regions:set_priority_rule", args=[project.call.slug])
    client = as_hat(secretary())
    for typed in ("", "-1", "3651", "1e3", "9" * 400, "\x00"):
        assert "À corriger" in client.post(page, {"least_days": typed}).content.decode()
    client.post(page, {"least_days": "45", "stayed": "on"})
    rule = PriorityRule.objects.get()
    assert (rule.least_days, rule.confirmed, rule.stayed) == (45, False, True)
    assert as_hat(member_of(project.ars)).get(page).status_code == 403


def test_a_pair_contests_and_the_secretary_keeps_or_corrects(earlier, project, as_hat):
    row = took_part(earlier, project, confirmed_at=None)
    by, desk, lineage = member_of(project.aract), secretary(), reverse("fieldwork:lineage", args=[project.pk])
    pages = {
        name: reverse(f"regions:{name}", args=[project.pk, row.pk])
        for name in ("contest_priority", "withdraw_contest", "answer_contest")
    }
    pair, national = as_hat(by), as_hat(desk)
    assert pages["contest_priority"] in pair.get(lineage).content.decode()
    assert pair.post(pages["contest_priority"], {"reason": " "}).status_code == 422
    assert pair.post(pages["contest_priority"], {"reason": "Elle s'était engagée par courrier."}).url == lineage
    assert pair.post(pages["contest_priority"], {"reason": "Encore."}).status_code == 409
    assert not only(project).granted, "nothing changes until the answer"

    # It waits for the secretary, who answers with a reason, and may answer again.
    (todo,) = [one for one in todos(desk, NOW) if "contestation" in one.label]
    assert todo.url == pages["answer_contest"]
    assert "par courrier" in national.get(todo.url).content.decode()
    form = sent(national.get(todo.url), upheld="oui", answer="La lettre est au dossier.")
    assert national.post(todo.url, form | {"answer": ""}).status_code == 422
    assert national.post(todo.url, form).url == lineage
    line = only(project)
    assert line.granted
    assert "Corrigée par le secrétariat" in line.reasons[-1]
    assert "La lettre est au dossier." in pair.get(lineage).content.decode()
    assert todos(desk, NOW) == []
    assert pair.post(pages["withdraw_contest"]).status_code == 409
    answer(row, upheld=False, answer="La lettre est d'un autre projet.", by=desk, now=NOW)
    assert not only(project).granted
    told = [entry.deed for entry in JournalEntry.objects.filter(subject_type="regions.prioritycontest").order_by("pk")]
    assert told == ["regions.contest_priority", "regions.answer_contest", "regions.answer_contest"]

    # Contested again, the contest may be taken back, and come back.
    contest(row, reason="Le nom a changé.", by=by, now=NOW)
    entry = withdraw(row, by=by, now=NOW)
    assert todos(desk, NOW) == []
    restore(entry, by=by, now=NOW)
    assert len(todos(desk, NOW)) == 1


def test_nobody_else_contests_or_answers_and_not_once_the_call_is_concluded(earlier, project, as_hat):
    row, by, desk = took_part(earlier, project), member_of(project.ars), secretary()
    stranger = member_of(RegionalProjectFactory().ars)
    for other in (stranger, desk, None):
        with pytest.raises(NotAllowed):
            contest(row, reason="Motif", by=other, now=NOW)
    contest(row, reason="Motif", by=by, now=NOW)
    for other in (by, stranger, None):
        with pytest.raises(NotAllowed):
            answer(row, upheld=True, answer="Non", by=other, now=NOW)
    assert as_hat(stranger).get(reverse("regions:contest_priority", args=[project.pk, row.pk])).status_code == 404
    assert as_hat(by).get(reverse("regions:answer_contest", args=[project.pk, row.pk])).status_code == 403
    type(project.call).objects.update(concluded_at=NOW)
    for deed in (
        lambda: contest(row, reason="Motif", by=by, now=NOW),
        lambda: withdraw(row, by=by, now=NOW),
        lambda: answer(row, upheld=True, answer="Oui", by=desk, now=NOW),
    ):
        with pytest.raises(OutOfTurn, match="conclu"):
            deed()
