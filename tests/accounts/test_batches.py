"""One act on several rows: each has its own right, state, transaction and result; nothing is done twice."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import batches
from accounts.enums import LineOutcome
from accounts.models import BatchLine
from applications import labelling
from applications.batch_acts import ACTS, ADMIT, PUT, WRITE
from applications.enums import LabelTone
from applications.models import Label, ThreadMessage
from core.verdicts import NotAllowed, Refused
from records import jobs
from records.models import Job, JobState
from tests.applications.fiches import Fiche, deposited
from tests.factories import CallFactory, administrator, secretary

pytestmark = pytest.mark.django_db


@pytest.fixture
def call():
    return CallFactory()


@pytest.fixture
def clerk():
    return secretary()


@pytest.fixture
def urgent(clerk) -> Label:
    return labelling.make_label(name="Urgent", tone=LabelTone.ERROR, by=clerk)


def fiches(call, number: int) -> list[Fiche]:
    return [deposited(project__call=call) for _ in range(number)]


def asked(act: str, *rows: object, **more: str) -> str:
    ticks = "&".join(f"ligne={getattr(row, 'pk', row)}" for row in rows)
    return f"{reverse('accounts:ask_batch')}?acte={act}&{ticks}" + "".join(f"&{k}={v}" for k, v in more.items())


def states_of(run: Job | None = None) -> list[tuple[str, str]]:
    lines = BatchLine.objects.filter(run=run) if run else BatchLine.objects.all()
    return [(line.state, line.reason) for line in lines.order_by("position")]


def plain(answer) -> str:
    return answer.content.decode().replace("\N{NO-BREAK SPACE}", " ").replace("&#x27;", "'")


def test_ticked_asked_done_row_by_row_and_told(as_hat, call, clerk, urgent, django_capture_on_commit_callbacks):
    one, two, three = (fiche.application for fiche in fiches(call, 3))
    labelling.put_label(two, urgent, by=clerk)
    client, back = as_hat(clerk), reverse("applications:received", args=[call.slug])
    shown = client.get(back)
    assert plain(shown).count('name="ligne"') == 3
    address = asked(PUT, one, two, three, 999_999, retour=back)
    page = plain(client.get(address))
    assert "3 lignes cochées" in page
    assert "1 ligne n'existe plus" in page
    assert client.post(address, {"label": ""}).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(address, {"label": urgent.pk, "envoi": "cle"})
    result = plain(client.get(answer.url))
    assert "2 faites, 1 refusée" in result
    assert "La fiche porte déjà l'étiquette « Urgent »." in result
    assert back in result
    assert client.post(address, {"label": urgent.pk, "envoi": "cle"}).url == answer.url, "sent twice, asked once"
    assert Job.objects.filter(deed=batches.RUN_BATCH).count() == 1
    assert as_hat(secretary()).get(answer.url).status_code == 404, "it is its asker's"


def test_a_job_that_starts_again_does_no_row_twice(call, clerk):
    first, second = (fiche.application for fiche in fiches(call, 2))
    act = next(act for act in ACTS if act.name == WRITE)
    run = batches.ask_batch(act, [first, second], {"text": "Merci de relire."}, by=clerk, back_url="/")
    batches.do_one(act, run.batch_lines.first().pk, {"text": "Merci de relire."}, by=clerk)
    jobs.perform(run.pk)
    assert ThreadMessage.objects.count() == 2
    assert states_of(run) == [("done", ""), ("done", "")]
    assert batches.do_one(act, run.batch_lines.last().pk, {"text": "Encore."}, by=clerk).state == LineOutcome.DONE
    assert ThreadMessage.objects.count() == 2


def test_each_row_asks_its_state_again_and_the_others_go_on(call, clerk):
    deposited_one, draft_again = (fiche.application for fiche in fiches(call, 2))
    act = next(act for act in ACTS if act.name == ADMIT)
    run = batches.ask_batch(act, [deposited_one, draft_again], {}, by=clerk, back_url="/")
    act.deed(draft_again, {}, clerk)
    jobs.perform(run.pk)
    (done, _), (refused, why) = states_of(run)
    assert (done, refused) == ("done", "refused")
    assert "recevable" in why
    run.refresh_from_db()
    assert (run.state, run.refusals) == (JobState.DONE, 1)


def test_a_role_that_ended_meanwhile_does_nothing_more(call, clerk, urgent):
    (fiche,) = fiches(call, 1)
    act = next(act for act in ACTS if act.name == PUT)
    run = batches.ask_batch(act, [fiche.application], {"label": urgent.pk}, by=clerk, back_url="/")
    clerk.until = timezone.localdate()
    clerk.save()
    jobs.perform(run.pk)
    assert states_of(run) == [("waiting", "")]
    assert not fiche.application.labellings.exists()


def test_who_may_not_is_refused_and_nonsense_leads_back(as_hat, call, clerk, urgent):
    (fiche,) = fiches(call, 1)
    for hat in (fiche.ars_writer, administrator()):
        assert as_hat(hat).get(asked(PUT, fiche.application)).status_code == 403
        with pytest.raises(NotAllowed):
            batches.ask_batch(ACTS[0], [fiche.application], {"label": urgent.pk}, by=hat, back_url="/")
    client = as_hat(clerk)
    assert client.get(asked("applications.deposit", fiche.application)).status_code == 404
    for ticks in ((), ("x", "-1", "²"), range(1, 202)):
        assert client.get(asked(PUT, *ticks)).url == reverse("todos")
    elsewhere = client.get(asked(PUT, retour="https://ailleurs.example/"))
    assert elsewhere.url == reverse("todos")
    with pytest.raises(Refused, match="200 lignes au plus"):
        batches.ask_batch(ACTS[0], [fiche.application] * 201, {"label": urgent.pk}, by=clerk, back_url="/")
