"""The pages of stages, milestones and experiments."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from fieldwork.enums import DeliverableKind
from fieldwork.experimenting import measure, suppose
from fieldwork.milestones import add_milestone, attach_deliverable, expect_deliverable, move_milestone
from fieldwork.models import Deliverable, Hypothesis, Measure, Milestone, Replanning, StageProgress
from fieldwork.urls import urlpatterns
from tests.factories import NOW, RegionalProjectFactory, member_of
from tests.fieldwork.lives import experiment, plan, stage
from tests.fieldwork.test_experimenting import an_indicator
from tests.regions.lives import HOSTILE, TODAY, Life, days_ago, iso, page_queries, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def life():
    return experiment()


@pytest.fixture
def client(life, as_hat):
    return as_hat(life.aract)


@pytest.fixture
def milestone(life):
    return add_milestone(life.project, title="Enquête restituée", due_on=TODAY, by=life.ars, now=NOW)


@pytest.fixture
def deliverable(milestone, life):
    return expect_deliverable(milestone, kind=DeliverableKind.NOTE, title="Note", by=life.ars, now=NOW)


@pytest.fixture
def hypothesis(life):
    return suppose(life.project, statement="Associer rend l'outil acceptable", by=life.ars, now=NOW)


@pytest.fixture
def indicator(hypothesis, life):
    return an_indicator(hypothesis, life.ars)


@pytest.fixture
def taken(indicator, life):
    return measure(indicator, measured_on=TODAY, value=Decimal(41), by=life.ars, now=NOW)


@pytest.fixture
def rows(life, deliverable, taken):
    """A value for each converter of the room's addresses."""
    plan(life.project)
    return {
        "stage_pk": stage().pk,
        "milestone_pk": deliverable.milestone_id,
        "deliverable_pk": deliverable.pk,
        "hypothesis_pk": taken.indicator.hypothesis_id,
        "indicator_pk": taken.indicator_id,
        "measure_pk": taken.pk,
    }


def address(name, project, **kwargs):
    return reverse(f"fieldwork:{name}", kwargs={"project_pk": project.pk, **kwargs})


def addresses(project, rows, *, but=()):
    """Every address of the room for a project."""
    found = {}
    for pattern in urlpatterns:
        wanted = pattern.pattern.converters
        if "project_pk" in wanted and pattern.name not in but:
            found[pattern.name] = address(pattern.name, project, **{key: rows[key] for key in wanted if key in rows})
    return found


READ = ("stages", "experiment", "lineage", "deliverable")


def shown(client, page):
    response = client.get(page)
    assert response.status_code == 200
    return response.content.decode()


def test_the_pair_states_progress_and_moves_the_plan(life, client):
    plan(life.project)
    client.post(address("progress", life.project, stage_pk=stage().pk), {"started_on": iso(days_ago(5))})
    assert StageProgress.objects.get().started_on == days_ago(5)
    typed = {"starts_on": iso(days_ago(5)), "ends_on": iso(TODAY), "planned_days": "3,5", "reason": "Grève"}
    client.post(address("replan", life.project, stage_pk=stage().pk), typed)
    assert Replanning.objects.get().reason == "Grève"
    page = shown(client, address("stages", life.project))
    for said in ("1\u00a0changement de plan", "Grève", "premier plan", "3,5\u00a0j"):
        assert said in page


def test_the_usual_milestones_are_taken_in_one_click(life, client):
    plan(life.project)
    assert "Reprendre les jalons usuels" in shown(client, address("stages", life.project))
    client.post(address("propose_milestones", life.project))
    page = shown(client, address("stages", life.project))
    assert "Enquête restituée dans chaque structure" in page
    assert "Reprendre les jalons usuels" not in page
    assert client.post(address("propose_milestones", life.project)).status_code == 409


def test_a_milestone_is_added_moved_reached_and_produces(life, client):
    client.post(address("add_milestone", life.project), {"title": "Bilan", "due_on": iso(TODAY)})
    row = Milestone.objects.get()
    later = iso(TODAY + timedelta(days=9))
    at = {"milestone_pk": row.pk}
    client.post(address("move_milestone", life.project, **at), {"due_on": later, "reason": "Grève"})
    client.post(
        address("expect_deliverable", life.project, **at), {"kind": "bilan", "title": "Bilan", "upload": upload()}
    )
    client.post(address("reach_milestone", life.project, **at), {"on": iso(TODAY)})
    row.refresh_from_db()
    assert (row.done_on, row.moves.get().reason) == (TODAY, "Grève")
    served = client.get(address("deliverable", life.project, deliverable_pk=Deliverable.objects.get().pk))
    assert served["Content-Disposition"].startswith("attachment")
    assert served["X-Content-Type-Options"] == "nosniff"


def test_a_refusal_keeps_what_was_typed(life, client, milestone):
    typed = {"due_on": iso(milestone.due_on), "reason": "Grève des transports"}
    page = client.post(address("move_milestone", life.project, milestone_pk=milestone.pk), typed).content.decode()
    assert "déjà ce jour-là" in page
    assert "Grève des transports" in page
    refused = client.post(
        address("expect_deliverable", life.project, milestone_pk=milestone.pk),
        {"kind": "note", "title": "Note de cadrage", "upload": upload("note.exe")},
    ).content.decode()
    assert "Ce type de fichier" in refused
    assert "Note de cadrage" in refused


def test_an_experiment_is_written_measured_and_concluded(life, client):
    client.post(address("suppose", life.project), {"statement": "Associer aide"})
    row = Hypothesis.objects.get()
    typed = {"label": "À l'aise", "unit": "%", "direction": "up", "baseline": "-4", "target": "3,5"}
    client.post(address("add_indicator", life.project, hypothesis_pk=row.pk), typed)
    indicator = row.indicators.get()
    assert (indicator.baseline, indicator.target) == (Decimal(-4), Decimal("3.5"))
    at = {"indicator_pk": indicator.pk}
    client.post(address("measure", life.project, **at), {"measured_on": iso(days_ago(2)), "value": "−2,5"})
    wrong = Measure.objects.get()
    assert wrong.value == Decimal("-2.5")
    correction = address("correct_measure", life.project, measure_pk=wrong.pk)
    assert "À corriger" in client.post(correction, {"measured_on": iso(TODAY), "value": "1"}).content.decode()
    client.post(correction, {"measured_on": iso(TODAY), "value": "1", "note": "Erreur de saisie"})
    client.post(
        address("conclude", life.project, hypothesis_pk=row.pk), {"conclusion": "nuanced", "text": "Selon les lieux."}
    )
    page = shown(client, address("experiment", life.project))
    for said in ("remplace \u22122,5\u00a0%", "Erreur de saisie", "à nuancer", "Selon les lieux.", "cible 3,5\u00a0%"):
        assert said in page


def test_a_mistake_is_taken_back(life, client):
    client.post(address("suppose", life.project), {"statement": "Erreur"})
    row = Hypothesis.objects.get()
    indicator = an_indicator(row, life.ars)
    for name, at in (
        ("withdraw_indicator", {"indicator_pk": indicator.pk}),
        ("withdraw_hypothesis", {"hypothesis_pk": row.pk}),
    ):
        page = address(name, life.project, **at)
        assert page in shown(client, address("experiment", life.project))
        assert client.post(page).status_code == 302
    assert not Hypothesis.objects.exists()


def test_texts_are_shown_as_text(life, client, as_hat):
    """Cases 38 and 39."""
    suppose(life.project, statement="<script>alert(1)</script>", by=life.ars, now=NOW)
    add_milestone(life.project, title='"><img src=x onerror=alert(1)>', due_on=TODAY, by=life.ars, now=NOW)
    for name in ("experiment", "stages"):
        page = shown(client, address(name, life.project))
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_an_exploration_has_no_experiment(as_hat):
    life = Life()
    client = as_hat(life.ars)
    assert client.get(address("experiment", life.project)).status_code == 404
    assert client.post(address("suppose", life.project), {"statement": "H"}).status_code == 404


def test_lists_cost_the_same_for_one_and_for_three(life, rows, as_hat):
    client = as_hat(life.ars)
    pages = [address(name, life.project) for name in ("stages", "experiment")]
    attach_deliverable(Deliverable.objects.get(), upload(), by=life.ars, now=NOW)
    move_milestone(Milestone.objects.get(), due_on=days_ago(1), reason="Report", by=life.ars, now=NOW)
    costs = [page_queries(client, page) for page in pages]
    for rank in range(3):
        row = add_milestone(life.project, title=f"Jalon {rank}", due_on=TODAY, by=life.ars, now=NOW)
        move_milestone(row, due_on=days_ago(1), reason="Report", by=life.ars, now=NOW)
        expect_deliverable(row, kind=DeliverableKind.NOTE, title="Note", upload=upload(), by=life.ars, now=NOW)
        indicator = an_indicator(suppose(life.project, statement=f"H{rank}", by=life.ars, now=NOW), life.ars)
        for _ in range(3):
            measure(indicator, measured_on=TODAY, value=Decimal(1), by=life.ars, now=NOW)
    assert [page_queries(client, page) for page in pages] == costs


def test_whoever_follows_reads_and_does_not_act(life, rows, as_hat):
    """Case 32."""
    client = as_hat(life.secretary)
    attach_deliverable(Deliverable.objects.get(), upload(), by=life.ars, now=NOW)
    for name, page in addresses(life.project, rows).items():
        if name in READ:
            assert client.get(page).status_code == 200
        else:
            assert client.post(page).status_code == 403, name
    assert "Noter son début" not in shown(client, address("stages", life.project))
    assert "Poser une hypothèse" not in shown(client, address("experiment", life.project))


def test_strangers_find_nothing(life, rows, as_hat):
    """Case 32."""
    other = member_of(RegionalProjectFactory(call=life.project.call).ars)
    for name, page in addresses(life.project, rows).items():
        assert {as_hat(other).get(page).status_code, as_hat(other).post(page).status_code} <= {404, 405}, name


def test_rows_of_another_project_do_not_exist(life, rows, as_hat):
    """Cases 32 and 33: one's own project does not lead to another's rows."""
    other = Life(call=life.project.call)
    client = as_hat(other.ars)
    without_row = {"stages", "add_milestone", "propose_milestones", "experiment", "suppose", "lineage", "close"}
    of_stage = {"progress", "replan"}
    for name, page in addresses(other.project, rows, but=without_row | of_stage).items():
        assert client.post(page).status_code == 404, name
    huge = dict.fromkeys(rows, 10**30)
    for name, page in addresses(other.project, huge, but=without_row).items():
        assert client.post(page).status_code == 404, name


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_texts_are_refused_at_the_field(life, rows, client, typed):
    """Case 47."""
    fields = {
        "progress": ("started_on",),
        "replan": ("starts_on", "ends_on", "planned_days", "reason"),
        "add_milestone": ("title", "due_on", "stage", "responsible"),
        "move_milestone": ("due_on", "reason"),
        "reach_milestone": ("on",),
        "expect_deliverable": ("kind", "title"),
        "suppose": ("statement", "expected_effect"),
        "add_indicator": ("label", "unit", "direction", "baseline", "target"),
        "measure": ("measured_on", "value", "note"),
        "correct_measure": ("measured_on", "value", "note"),
        "conclude": ("conclusion", "text"),
    }
    pages = addresses(life.project, rows)
    for name, names in fields.items():
        answer = client.post(pages[name], dict.fromkeys(names, typed))
        assert answer.status_code in {302, 422}, name
        if typed not in {"\u0661\u0662", "9" * 400} or name != "suppose":
            assert answer.status_code == 422, name


@pytest.mark.parametrize("typed", ["NaN", "Infinity", "1e9", "--1", "-", "1,234", "99999999999", "\u0663"])
def test_values_are_numbers(life, taken, client, typed):
    """Case 47."""
    page = address("measure", life.project, indicator_pk=taken.indicator_id)
    answer = client.post(page, {"measured_on": iso(TODAY), "value": typed})
    assert "À corriger" in answer.content.decode()
    assert Measure.objects.count() == 1


def test_pages_bear_any_query(life, rows, client):
    for name in ("stages", "experiment", "lineage"):
        for query in ("page=0", "page=99999999999999999999", "page=%00", "page=x"):
            assert client.get(f"{address(name, life.project)}?{query}").status_code == 200
