"""Two people of one pair press «Déposer» at the same instant, each on a server process of their own (case 1)."""

import json
import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from applications.models import Deposit
from records.models import JournalEntry
from tests.applications.fiches import signed
from tests.factories import CallFactory
from tests.servers import ROOT, database_url

pytestmark = pytest.mark.django_db(transaction=True)


def depositor(hat: Membership, address: str) -> subprocess.Popen:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "acia_portal.settings.test",
        "TEST_DATABASE_URL": database_url(),
    }
    return subprocess.Popen(  # noqa: S603  # our own command
        [sys.executable, "-m", "tests.faults.depositor", str(hat.pk), address],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_two_processes_make_one_deposit_and_both_read_its_number():
    fiche = signed(project__call=CallFactory(closes_at=timezone.now() + timedelta(days=10)))
    address = reverse("applications:deposit", args=[fiche.application.pk])
    presses = [depositor(hat, address) for hat in (fiche.ars_writer, fiche.ars_signatory)]
    try:
        for press in presses:
            assert any("ready" in line for line in press.stdout), "the process never came up"
        for press in presses:
            press.stdin.write("now\n")
            press.stdin.flush()
        told = [json.loads(press.communicate(timeout=120)[0].splitlines()[-1]) for press in presses]
    finally:
        for press in presses:
            press.kill()
    (deposit,) = Deposit.objects.all()
    assert [status for status, _ in told] == [200, 200]
    for _, page in told:
        assert deposit.number in page
    assert JournalEntry.objects.filter(deed="applications.deposit").count() == 1
