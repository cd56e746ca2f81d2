"""The beneficiary and the ARS are told what happens to the money, once, and by the page that shows it."""

from datetime import datetime, time, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import Organisation
from core.wording import PARIS, euros
from grants import reporting
from grants.models import Agreement
from grants.reminding import tell_observations_over, tell_statements_due
from records.models import Message
from tests.factories import NOW
from tests.grants.funded import SIGNED_BY, TODAY, funded, paper
from tests.mails import told

pytestmark = pytest.mark.django_db
PARTNER = "groupement@exemple.test"


@pytest.fixture
def here():
    return funded()


def people(*hats) -> set[str]:
    return {hat.user.email for hat in hats}


def both_of_aract(here) -> set[str]:
    return people(here.aract_writer, here.aract_signatory)


def the_mail(moment: str, to: str) -> Message:
    """The only one of that moment to that address."""
    return Message.objects.get(moment=moment, to=to)


def leads_to(message: Message, page: str, agreement: Agreement) -> bool:
    path = reverse(f"grants:{page}", args=[agreement.project_id, agreement.pk])
    return message.body.split("\n\n")[1].endswith(path)


def mornings(task, *days) -> None:
    for day in days:
        task(datetime.combine(day, time(7), tzinfo=PARIS))


def test_an_agreement_and_each_payment_are_told_to_the_aract_at_its_page(here):
    Organisation.objects.filter(pk=here.project.ars_id).update(email="ars@exemple.test")
    here.project.ars.refresh_from_db()
    agreement = here.sign(here.signed())
    here.pay(agreement)
    [entry] = here.pay(agreement)
    for moment in ("grants.agreed", "grants.paid"):
        assert told(moment) == both_of_aract(here)
        mail = the_mail(moment, here.aract_writer.user.email)
        assert leads_to(mail, "agreement", agreement)
        assert mail.reply_to == "ars@exemple.test"
        assert not mail.attachments.exists()
    assert euros(entry.amount) in mail.subject


def test_who_has_no_account_receives_the_signed_copy_and_no_link(here):
    agreement = here.signed(here.partner())
    here.pay(agreement)
    assert told("grants.agreed") == told("grants.paid") == {PARTNER}
    mail = the_mail("grants.agreed", PARTNER)
    assert mail.attachments.get() == agreement.document
    assert "http" not in mail.body


def test_a_statement_is_called_for_once_a_month_before_it_is_due(here):
    agreement = here.over()
    here.signed(here.partner(), ends_on=TODAY - timedelta(days=2))
    agreement.refresh_from_db()
    due = agreement.statement_due_on
    mornings(tell_statements_due, due - timedelta(days=31), due + timedelta(days=1))
    assert told("grants.statement_due") == set()
    mornings(tell_statements_due, due - timedelta(days=30), due - timedelta(days=30), due)
    assert told("grants.statement_due") == both_of_aract(here) | people(here.ars_writer, here.ars_signatory)
    mail = the_mail("grants.statement_due", here.aract_signatory.user.email)
    assert mail.body.split("\n\n")[1].startswith("Déposez le compte rendu financier")
    assert leads_to(mail, "statement", agreement)


def test_no_statement_is_called_for_once_it_is_in(here):
    agreement = here.over()
    reporting.submit(here.written(agreement, Decimal(70_000), here.aract_writer), by=here.aract_signatory, now=NOW)
    mornings(tell_statements_due, agreement.statement_due_on)
    assert told("grants.statement_due") == set()


def test_a_statement_filed_returned_filed_again_and_accepted(here):
    agreement = here.over()
    statement = here.written(agreement, Decimal(60_000), here.aract_writer)
    ars, aract = people(here.ars_writer, here.ars_signatory), people(here.aract_writer)
    first = reporting.submit(statement, by=here.aract_signatory, now=NOW)
    assert reporting.submit(statement, by=here.aract_signatory, now=NOW) == first
    assert told("grants.statement_filed") == ars | aract
    for _ in range(2):
        reporting.judge(statement, rank=1, accepted=False, reason="Annexe", by=here.ars_signatory, now=NOW)
    assert told("grants.statement_returned") == people(here.ars_writer) | both_of_aract(here)
    returned = the_mail("grants.statement_returned", here.aract_writer.user.email)
    assert "Corrigez" in returned.body.split("\n\n")[1]
    assert "Motif\N{NO-BREAK SPACE}: Annexe" in returned.body
    reporting.submit(statement, by=here.aract_signatory, now=NOW)
    assert Message.objects.filter(moment="grants.statement_filed", to=here.ars_writer.user.email).count() == 2
    reporting.judge(statement, rank=2, accepted=True, by=here.ars_signatory, now=NOW)
    assert told("grants.statement_accepted") == people(here.ars_writer) | both_of_aract(here)
    assert leads_to(the_mail("grants.statement_accepted", here.aract_writer.user.email), "statement", agreement)


def test_a_statement_that_the_ars_files_for_another_body_is_told_to_it(here):
    agreement = here.over(here.partner())
    statement = here.written(agreement, Decimal(20_000), here.ars_writer)
    reporting.submit(statement, upload=paper(), attested=SIGNED_BY, by=here.ars_writer, now=NOW)
    assert told("grants.statement_filed") == people(here.ars_signatory) | {PARTNER}
    reporting.judge(statement, rank=1, accepted=False, reason="Annexe", by=here.ars_signatory, now=NOW)
    assert "adressez-le de nouveau, signé, à l'ARS" in the_mail("grants.statement_returned", PARTNER).body


def test_the_ars_is_told_once_that_nobody_answered_its_invitation(here):
    silent = here.invited(here.over())
    heard = here.answered(here.invited(here.over(here.partner())))
    mornings(tell_observations_over, silent.answer_by)
    assert told("grants.observations_over") == set()
    after = silent.answer_by + timedelta(days=1)
    mornings(tell_observations_over, after, after)
    assert told("grants.observations_over") == people(here.ars_writer, here.ars_signatory)
    mail = the_mail("grants.observations_over", here.ars_signatory.user.email)
    assert silent.act.number in mail.subject
    assert heard.act.number not in mail.body
