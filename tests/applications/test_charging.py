"""Who takes care of a section: either says it, the person is told once, no right follows from it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from applications.charging import give_charge
from applications.completeness import statuses
from applications.enums import ApplicationState, Party
from applications.models import Application
from core.verdicts import NotAllowed, OutOfTurn, Refused
from tests.applications.tables import address, live_signature, named_fiche, open_fiche
from tests.autosaving import save_one
from tests.factories import secretary
from tests.mails import told
from tests.two_people import Form, check_the_same_field_shows_both, typed_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def fiche():
    return named_fiche()


@pytest.fixture
def row(fiche):
    return fiche.application.sections.get(section__number=1)


def status(fiche):
    return statuses(Application.objects.get(pk=fiche.application.pk))[0]


def test_either_party_says_who_takes_care_and_the_person_is_told_once(fiche, row, as_hat):
    client = as_hat(fiche.ars_writer)
    where = address("charge", fiche, 1)
    chosen = {**typed_on(client.get(where)), "charge": f"personne-{fiche.aract_writer.pk}"}
    assert client.post(where, chosen).status_code == 302
    assert told("applications.in_charge") == {fiche.aract_writer.user.email}
    page = client.get(address("application", fiche)).content.decode()
    assert "Claire Martin (Aract) s" in page
    give_charge(row, None, by=fiche.aract_writer)
    assert status(fiche).in_charge is None
    give_charge(row, fiche.aract_writer, by=fiche.ars_writer)
    assert len(told("applications.in_charge")) == 1


def test_nobody_is_told_of_what_they_take_themselves(fiche, row):
    give_charge(row, fiche.ars_writer, by=fiche.ars_writer)
    give_charge(row, Party.ARACT, by=fiche.ars_writer)
    assert told("applications.in_charge") == set()
    assert (status(fiche).in_charge, status(fiche).party_in_charge) == (None, "Aract")


def test_no_right_follows_from_it_and_no_signature_falls(fiche, row, as_hat):
    signature = live_signature(fiche)
    give_charge(row, fiche.ars_writer, by=fiche.ars_writer)
    signature.refresh_from_db()
    assert signature.voided_at is None
    saved = save_one(as_hat(fiche.aract_writer), address("section", fiche, 1), "contexte", "De l'Aract")
    assert saved.status_code == 200
    assert status(fiche).in_charge == fiche.ars_writer, "writing does not take it away"


def test_one_sees_one_s_own_sections_alone(fiche, row, as_hat):
    give_charge(row, fiche.ars_writer, by=fiche.ars_writer)
    second = fiche.application.sections.get(section__number=2)
    give_charge(second, Party.ARS, by=fiche.ars_writer)

    def shown(hat):
        page = as_hat(hat).get(address("application", fiche), {"sections": "vos"})
        return [section.number for section in page.context["shown"]]

    assert shown(fiche.ars_writer) == [1, 2]
    assert shown(fiche.ars_signatory) == [2]
    assert shown(fiche.aract_writer) == []
    assert (
        "Aucune section ne vous est confiée"
        in as_hat(fiche.aract_writer).get(address("application", fiche), {"sections": "vos"}).content.decode()
    )


def test_the_same_choice_by_two_shows_both(fiche, as_hat):
    form = Form(address("charge", fiche, 1), ("charge", "ars", "aract"))
    both = as_hat(fiche.ars_writer), as_hat(fiche.aract_writer)
    check_the_same_field_shows_both(form, *both, side="mine", by=str(fiche.aract_writer))


def test_nobody_else_says_it_and_nobody_else_takes_it(fiche, row, as_hat):
    stranger = open_fiche(call=fiche.call).ars_writer
    for hat in (stranger, secretary()):
        with pytest.raises(NotAllowed):
            give_charge(row, None, by=hat)
        with pytest.raises(Refused):
            give_charge(row, hat, by=fiche.ars_writer)
        assert as_hat(hat).post(address("charge", fiche, 1), {"charge": "ars"}).status_code == 404
    client = as_hat(fiche.ars_writer)
    forged = {**typed_on(client.get(address("charge", fiche, 1))), "charge": f"personne-{stranger.pk}"}
    assert client.post(address("charge", fiche, 1), forged).status_code == 422


def test_who_left_takes_nothing(fiche, row):
    fiche.aract_writer.until = timezone.localdate() - timedelta(days=1)
    fiche.aract_writer.since = timezone.localdate() - timedelta(days=9)
    fiche.aract_writer.save()
    with pytest.raises(Refused):
        give_charge(row, fiche.aract_writer, by=fiche.ars_writer)


def test_not_once_the_fiche_is_withdrawn(fiche, row, as_hat):
    Application.objects.update(state=ApplicationState.WITHDRAWN)
    with pytest.raises(OutOfTurn):
        give_charge(row, None, by=fiche.ars_writer)
    assert as_hat(fiche.ars_writer).get(address("charge", fiche, 1)).status_code == 409
