"""Sealed contents: what gives the hash, and whether they still hold."""

import hashlib
import io

import pytest
from django.core.management import call_command

from acts.models import Act
from applications.models import Deposit
from commission.notices import issue
from meetings.minuting import approve
from records.sealing import canonical, hash_of
from tests.applications.fiches import deposited
from tests.commission.decided import heard, validated
from tests.factories import NOW, CallFactory, secretary
from tests.meetings.rooms import draft_of, room, written

pytestmark = pytest.mark.django_db


def test_the_text_of_a_content_is_one_whatever_the_order_of_its_keys():
    assert canonical({"b": ["é", None], "a": 1}) == '{"a":1,"b":["é",null]}' == canonical({"a": 1, "b": ["é", None]})
    assert hash_of({"a": "é"}) == hashlib.sha256('{"a":"é"}'.encode()).hexdigest()


def test_a_content_changed_behind_the_portal_is_found_and_named(capsys):
    fiche, where = deposited(), room()
    minutes = approve(draft_of(written(where)), by=where.ars, now=NOW)
    issue(validated(heard(CallFactory())), by=secretary(), now=NOW)
    Deposit.objects.exclude(application=fiche.application).update(sha256="")
    told = io.StringIO()
    call_command("verify_sealed", stdout=told)
    assert "tous sont conformes" in told.getvalue()
    content = fiche.application.deposit.content
    content["sections"][0]["title"] = "Autre"
    Deposit.objects.filter(application=fiche.application).update(content=content)
    type(minutes).objects.filter(pk=minutes.pk).update(content=minutes.content | {"present": 99})
    Act.objects.update(content={})
    with pytest.raises(SystemExit):
        call_command("verify_sealed")
    found = capsys.readouterr().err
    assert found.count("n'est plus celui qui a été scellé") == 3
    assert f"compte rendu {minutes.pk}" in found
