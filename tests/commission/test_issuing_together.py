"""Two people, one job: both follow it, and the second start joins the first (case 58)."""

import pytest
from django.db.models import Q
from django.urls import reverse

from accounts.enums import OrganisationKind, Role
from commission.enums import NationalParty
from commission.notices import ask
from records import todos
from records.followers import FOLLOWERS
from records.jobs import UnderWay, restart
from records.models import Job, JobState
from tests.applications.fiches import deposited
from tests.commission.decided import heard, signatory, validated
from tests.factories import CallFactory, administrator, member_of, national, secretary

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


@pytest.fixture
def call():
    call = CallFactory()
    validated(heard(call))
    return call


def test_the_second_start_joins_the_first_and_says_so(call, as_hat):
    """Case 58."""
    first = secretary()
    run = ask(call, by=first)
    second = as_hat(secretary(OrganisationKind.ANACT))
    answer = second.post(reverse("commission:issue", args=[call.slug]), follow=True)
    assert answer.redirect_chain == [(reverse("records:job", args=[run.key]), 302)]
    shown = answer.content.decode()
    assert f"déjà en cours d&#x27;émission, à la demande de {first.user}" in shown
    assert Job.objects.count() == 1
    assert "Avancement" in shown


def test_asking_the_deed_twice_gives_the_job_to_follow(call):
    run = ask(call, by=secretary())
    with pytest.raises(UnderWay) as found:
        ask(call, by=signatory(NationalParty.ANACT))
    assert found.value.run == run


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.SIGNATORY])
def test_those_who_may_issue_follow_the_job_of_another(call, as_hat, role, now):
    """Case 58: its page, what moves in it, its way back, its failure, its restart."""
    run = ask(call, by=secretary())
    other = national(OrganisationKind.ANACT, role)
    client = as_hat(other)
    for name in ("records:job", "records:job_progress"):
        shown = client.get(reverse(name, args=[run.key])).content.decode()
        assert f'href="{run.back_url}"' in shown
    Job.objects.update(state=JobState.FAILED, created_at=now)
    assert run.label in [todo.subject for todo in todos.todos(other, now)]
    restart(run, by=other)
    assert Job.objects.get().state == JobState.WAITING


@pytest.mark.parametrize("role", [Role.PRESIDENT, Role.RAPPORTEUR])
def test_those_who_may_not_issue_do_not_see_the_job(call, as_hat, role, now):
    run = ask(call, by=secretary())
    for hat in (national(OrganisationKind.DGOS, role), member_of(heard(call).project.ars, Role.SIGNATORY)):
        assert as_hat(hat).get(reverse("records:job", args=[run.key])).status_code == 404
        assert as_hat(hat).post(reverse("records:restart_job", args=[run.key])).status_code == 404
    Job.objects.update(state=JobState.FAILED, created_at=now)
    assert todos.todos(national(OrganisationKind.DGOS, role), now) == []


def test_an_administrator_watches_without_the_way_into_the_file(call, as_hat):
    run = ask(call, by=secretary())
    shown = as_hat(administrator()).get(reverse("records:job", args=[run.key])).content.decode()
    assert f'href="{run.back_url}"' not in shown


def test_the_pair_follows_the_papers_of_its_deposit_and_no_other_pair_does(as_hat):
    """Case 58, for jobs that belong to a project."""
    fiche, other = deposited(), deposited()
    run = Job.objects.filter(arguments__deposit_id=fiche.application.deposit.pk).get()
    for hat in (fiche.ars_signatory, fiche.aract_writer):
        assert as_hat(hat).get(reverse("records:job", args=[run.key])).status_code == 200
    for hat in (other.ars_signatory, secretary()):
        assert as_hat(hat).get(reverse("records:job", args=[run.key])).status_code == 404


def test_every_kind_of_job_says_who_follows_it(call):
    """Those of a project are its pair's; nobody else's become visible by an argument of the same name."""
    kinds = {name for name in FOLLOWERS if not name.startswith(("tests.", "faults."))}
    assert kinds == {
        "accounts.run_batch", "applications.examine_file",
        "applications.produce_deposit_papers", "applications.post_act", "commission.issue_notices",
        "regional_calls.issue_receipt", "regional_calls.post_letters", "grants.produce_act",
        "grants.produce_statement", "meetings.produce_minutes", "directory.import_finess", "commission.post_convening",
        "applications.follow_revision",
    }  # fmt: skip
    national_ones = {"applications.follow_revision", "commission.issue_notices", "commission.post_convening"}
    for kind in kinds - national_ones - {"directory.import_finess"}:
        assert FOLLOWERS[kind](secretary()) is None
        assert not Job.objects.filter(FOLLOWERS[kind](member_of(heard(call).project.aract)) or Q()).exists()
