"""What keeps an act from being issued is said on the page of its deed, before and after; nothing typed is lost."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Membership, Organisation, Region
from acts.models import Act
from core.wording import day
from grants.models import Beneficiary, Recovery
from regional_calls.enums import JointOutcome
from tests.factories import NOW
from tests.grants.funded import funded
from tests.regional_calls.answering import AFTER, Pair

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
SUNDAY = datetime(2026, 11, 29, 9, tzinfo=UTC)
REASON = "Une réunion ne s'est pas tenue."
WITHOUT_DELEGATION = {"own_power": False}
EXPIRED = {
    "own_power": False,
    "delegation": "Par délégation",
    "delegation_act": "RAA du 2 janvier 2026",
    "delegation_until": (NOW - timedelta(days=1)).date(),
}


@pytest.mark.parametrize(
    ("broken", "at", "told"),
    [
        ((Membership, WITHOUT_DELEGATION), MONDAY, "indiquez sur son rôle la délégation de signature"),
        ((Membership, EXPIRED), MONDAY, f"sa délégation de signature ne vaut pas le {day(MONDAY.date())}"),
        ((Organisation, {"address": ""}), MONDAY, "l'adresse postale manque"),
        ((Region, {"court_address": ""}), MONDAY, "Le tribunal compétent, ou son adresse, n'est pas connu"),
        ((Beneficiary, {"address": ""}), MONDAY, "l'adresse postale"),
        ((Membership, {"own_power": True}), SUNDAY, "daté d'un dimanche"),
    ],
)
def test_a_recovery_says_what_lacks_and_keeps_what_was_typed(as_hat, settings, broken, at, told):
    here = funded()
    heard = here.answered(here.invited(here.over(here.partner())))
    settings.ISSUE_ON_SUNDAYS = False
    rows, lacking = broken
    rows.objects.update(**lacking)
    page = reverse("grants:recover", args=[here.project.pk, heard.pk])
    with time_machine.travel(at, tick=False):
        client = as_hat(Membership.objects.get(pk=here.ars_signatory.pk))
        before = client.get(page)
        assert told in before.context["page"].notice[2]
        answer = client.post(page, {"amount": "1 500,00", "reason": REASON})
    assert answer.status_code == 409
    assert told in "".join(answer.context["form"].non_field_errors())
    assert answer.context["form"]["reason"].value() == REASON
    assert not Recovery.objects.exists()
    assert Act.objects.count() == 1


def test_an_announcement_by_nobody_who_may_sign_says_so_above_the_form(as_hat):
    pair = Pair()
    pair.published()
    pair.choose(pair.handed_in(), JointOutcome.RETAINED)
    Membership.objects.filter(pk=pair.signatory.pk).update(**WITHOUT_DELEGATION)
    page = reverse("regional_calls:announce", args=[pair.project.pk, pair.call.pk])
    with time_machine.travel(AFTER, tick=False):
        answer = as_hat(Membership.objects.get(pk=pair.signatory.pk)).post(page)
    assert answer.status_code == 409
    assert "indiquez sur son rôle la délégation de signature" in "".join(answer.context["form"].non_field_errors())
    pair.call.refresh_from_db()
    assert pair.call.announced_at is None
