"""The plan of the six stages: by the button, and field by field."""

from decimal import Decimal

import pytest

from calls.enums import Vocabulary
from regions.models import StagePlan
from regions.planning import plan_stage
from tests.applications.tables import address, live_signature, open_fiche
from tests.autosaving import choice, save_one
from tests.factories import TermFactory
from tests.together import outcomes_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def fiche():
    return open_fiche()


@pytest.fixture
def project(fiche):
    return fiche.application.project


@pytest.fixture
def stages():
    codes = ("CADRAGE", "ENQUETE")
    return [TermFactory(vocabulary=Vocabulary.STAGE, code=c, position=p) for p, c in enumerate(codes, start=1)]


@pytest.fixture
def client(fiche, as_hat):
    return as_hat(fiche.aract_writer)


def typed(stage, seen=None, **values):
    """A line as the page sends it: what was typed, beside what the author saw."""
    names = ("planned_days", "starts_on", "ends_on", "method")
    sent = {f"etape-{stage.pk}-{name}": values.get(name, "") for name in names if name in values or seen is not None}
    return sent | {f"initial-etape-{stage.pk}-{name}": (seen or {}).get(name, "") for name in names}


def as_one_types(client, fiche, stage, name, value, seen="", **more):  # noqa: PLR0917 - what a request says
    return save_one(client, address("stages", fiche), f"etape-{stage.pk}-{name}", value, seen, **more)


def test_the_whole_plan_is_saved_without_script(fiche, project, client, stages):
    sent = typed(stages[0], planned_days="12,25", starts_on="2027-01-04", ends_on="2027-02-01", method="Réunions")
    response = client.post(address("stages", fiche), sent | typed(stages[1], planned_days="0,5"))
    assert response.url == f"{address('section', fiche, 5)}#tableau-stages"
    plans = {plan.stage: plan for plan in project.stages.all()}
    assert plans[stages[0]].planned_days == Decimal("12.25")
    assert plans[stages[0]].method == "Réunions"
    assert plans[stages[1]].planned_days == Decimal("0.5")
    page = client.get(address("section", fiche, 5)).content.decode()
    assert "12,75\xa0j" in page
    assert "5\xa0490,20\xa0€" in page


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("-1", "nombre positif"),
        ("NaN", "nombre positif"),
        ("1e9", "nombre positif"),
        ("Infinity", "nombre positif"),
        ("٣", "nombre positif"),
        ("0,1", "quarts de jour"),
        ("0,001", "2\u00a0chiffres"),
        ("400", "trop grand"),
    ],
)
def test_a_refused_number_comes_back_at_its_field_and_the_rest_is_saved(fiche, client, stages, value, reason):
    """Case 47."""
    project = fiche.application.project
    sent = typed(stages[0], planned_days=value) | typed(stages[1], planned_days="3")
    page = client.post(address("stages", fiche), sent)
    assert page.status_code == 422
    text = page.content.decode()
    assert any(word in text for word in reason.split("|"))
    assert f'value="{value}"' in text
    assert f'<a href="#id_etape-{stages[0].pk}-planned_days">{stages[0]} – Jours prévus</a>' in text
    assert '/etapes/#erreurs"' in text
    assert [plan.planned_days for plan in project.stages.all()] == [3]


def test_dates_are_in_order(fiche, project, client, stages):
    plan_stage(project, stages[0], planned_days=Decimal(1), starts_on=None, ends_on=None, method="")
    assert as_one_types(client, fiche, stages[0], "starts_on", "2027-02-01").status_code == 200
    answer = as_one_types(client, fiche, stages[0], "ends_on", "2027-01-01")
    assert answer.status_code == 422
    assert answer.json()["errors"] == ["La fin de l’étape précède son début."]
    assert project.stages.get().ends_on is None


def test_every_error_of_a_line_is_said_at_once(fiche, client, stages):
    sent = typed(stages[0], planned_days="0,1", starts_on="2027-02-01", ends_on="2027-01-01")
    text = client.post(address("stages", fiche), sent).content.decode()
    assert "quarts de jour" in text
    assert "précède son début" in text.replace("&#x27;", "'")


def test_a_field_is_saved_as_one_leaves_it(fiche, project, client, stages):
    answer = as_one_types(client, fiche, stages[0], "planned_days", "2,5")
    told = answer.json()
    assert "Enregistré à" in told["message"]
    assert "2,5\xa0j" in told["fragments"]
    assert f'name="initial-etape-{stages[0].pk}-planned_days" value="2,50"' in told["seen"]
    as_one_types(client, fiche, stages[0], "method", "Entretiens")
    plan = project.stages.get()
    assert (plan.planned_days, plan.method) == (Decimal("2.5"), "Entretiens")
    as_one_types(client, fiche, stages[0], "planned_days", "", seen="2,50")
    plan.refresh_from_db()
    assert (plan.planned_days, plan.method) == (0, "Entretiens")


def test_two_authors_of_one_line_lose_nothing(fiche, project, client, stages, as_hat):
    """Case 5."""
    other = as_hat(fiche.ars_writer)
    as_one_types(client, fiche, stages[0], "method", "Entretiens")
    as_one_types(other, fiche, stages[0], "planned_days", "4")
    assert project.stages.get().method == "Entretiens"
    answer = as_one_types(client, fiche, stages[0], "planned_days", "6")
    assert answer.status_code == 409
    clash = answer.json()["clash"]
    assert "4,00" in clash
    assert str(fiche.ars_writer).replace("'", "&#x27;") in clash
    assert project.stages.get().planned_days == 4
    as_one_types(client, fiche, stages[0], "planned_days", "6", trancher=choice(clash, "mine"))
    assert project.stages.get().planned_days == 6


def test_a_stale_page_saved_whole_overwrites_nothing(fiche, project, client, stages):
    plan_stage(project, stages[0], planned_days=Decimal(4), starts_on=None, ends_on=None, method="Entretiens")
    client.post(address("stages", fiche), typed(stages[0], seen={}, starts_on="2027-01-04"))
    plan = project.stages.get()
    assert (plan.planned_days, plan.method, plan.starts_on.isoformat()) == (4, "Entretiens", "2027-01-04")


def test_nothing_changed_leaves_no_trace(fiche, project, client, stages):
    live_signature(fiche)
    client.post(address("stages", fiche), typed(stages[0], seen={}))
    assert fiche.application.signatures.live().count() == 1
    assert not StagePlan.objects.exists()
    as_one_types(client, fiche, stages[0], "planned_days", "1")
    assert fiche.application.signatures.live().count() == 0


@pytest.mark.django_db(transaction=True)
def test_cells_of_a_line_saved_at_once_all_stay(fiche, project, stages, as_hat):
    """Case 5: each save compares with the line as it is under the lock, not as it was when the request came in."""
    values = {"planned_days": "4,5", "starts_on": "2027-01-15", "ends_on": "2027-06-15", "method": "Entretiens"}
    outcomes_of(
        *(
            lambda name=name, value=value: as_one_types(as_hat(fiche.aract_writer), fiche, stages[0], name, value)
            for name, value in values.items()
        )
    )
    plan = StagePlan.objects.get(project=project, stage=stages[0])
    assert (plan.planned_days, str(plan.starts_on), str(plan.ends_on), plan.method) == (
        Decimal("4.5"),
        "2027-01-15",
        "2027-06-15",
        "Entretiens",
    )
