"""The administrators' pages: lists, filters, forms, histories."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import joining, leaving
from accounts.enums import OrganisationKind, Role
from accounts.models import Invitation, Membership
from tests.factories import OrganisationFactory, UserFactory, administrator, member_of, secretary
from tests.filling import sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(as_hat, admin):
    return as_hat(admin)


def shown(office, **filters):
    page = office.get(reverse("accounts:people"), filters).context["page"]
    return {person.email for person in page}


def test_people_are_found_by_words_organisation_role_and_state(office, admin, ars):
    first = member_of(ars, user__full_name="Alix Dupont", user__email="alix@exemple.test")
    second = secretary(user__full_name="Dominique Alixan", user__email="dominique@exemple.test")
    closed = member_of(ars, user__email="fermee@exemple.test")
    leaving.deactivate(closed.user, by=admin)
    idle = UserFactory(email="oisive@exemple.test")
    former = member_of(ars, Role.SIGNATORY, user__email="ancienne@exemple.test")
    joining.end_membership(former, by=admin)
    assert shown(office, q="ALIX") == {"alix@exemple.test", "dominique@exemple.test"}
    assert shown(office, q="alix dupont") == {first.user.email}
    assert shown(office, q="%") == set()
    assert shown(office, organisation=ars.pk) == {first.user.email}
    assert shown(office, role=Role.SECRETARY) == {second.user.email}
    assert shown(office, organisation=ars.pk, role=Role.SIGNATORY) == set()
    assert shown(office, etat="closed") == {closed.user.email}
    assert shown(office, etat="idle") == {idle.email, former.user.email}
    assert shown(office, etat="active") == {first.user.email, second.user.email, admin.user.email}
    leaving.anonymise(closed.user, by=admin)
    assert len(shown(office, etat="anonymised")) == 1


@pytest.mark.parametrize(
    "query", ["?page=999", "?page=x", "?organisation=999999", "?organisation=x", "?role=x", "?etat=%00", "?q=%00%5C_"]
)
def test_nonsense_in_the_address_breaks_nothing(office, query):
    assert office.get(reverse("accounts:people") + query).status_code == 200
    assert office.get(reverse("accounts:invitations") + query).status_code == 200


def test_the_empty_list_says_what_to_do(office):
    assert "invitez la personne" in office.get(reverse("accounts:people"), {"q": "personne de ce nom"}).text
    assert "Aucune invitation ici" in office.get(reverse("accounts:invitations")).text


@pytest.mark.parametrize("listing", ["accounts:people", "accounts:invitations"])
def test_lists_cost_the_same_for_one_and_for_many(office, ars, invited, listing):
    def grow(number):
        for n in range(number):
            hat = member_of(ars)
            member_of(OrganisationFactory(), user=hat.user)
            invited(f"invitee{n}.{hat.pk}@exemple.test")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            office.get(reverse(listing))
        return len(captured)

    grow(1)
    one = queries()
    grow(3)
    assert queries() == one


def test_lists_paginate_by_twenty_five(office):
    UserFactory.create_batch(30)
    response = office.get(reverse("accounts:people"), {"q": "exemple.test"})
    assert len(response.context["page"].object_list) == 25
    assert "31" in response.text
    assert "q=exemple.test&amp;page=2" in response.text


def test_a_person_s_page_tells_hats_dates_and_history(office, admin, ars):
    hat = member_of(ars, delegation="Par délégation")
    joining.end_membership(hat, by=admin)
    text = office.get(reverse("accounts:person", args=[hat.user.pk])).text
    for words in ("ARS fictive", "Par délégation", "Terminé", "Rôle terminé", "Jamais", "Sans rôle"):
        assert words.lower() in text.lower()


def test_one_s_own_page_offers_nothing_that_is_refused(office, admin):
    text = office.get(reverse("accounts:person", args=[admin.user.pk])).text
    assert "Vous ne pouvez pas désactiver votre propre compte" in text
    assert "Ajouter un rôle" not in text
    assert "Mettre fin" not in text


def test_a_hat_is_added_corrected_and_ended_from_the_page(office, ars):
    person = UserFactory()
    page = reverse("accounts:person", args=[person.pk])
    typed = {"organisation": "ars FICTIVE", "role": Role.SIGNATORY, "job_title": "Directrice"}
    assert office.post(reverse("accounts:add_membership", args=[person.pk]), typed).url == page
    hat = Membership.objects.get(user=person)
    edit = reverse("accounts:edit_membership", args=[person.pk, hat.pk])
    assert "Directrice" in office.get(edit).text
    office.post(edit, {"job_title": "Directrice générale", "delegation": "Par délégation"})
    hat.refresh_from_db()
    assert hat.job_title == "Directrice générale"
    end = reverse("accounts:end_membership", args=[person.pk, hat.pk])
    assert "est terminé" in office.post(end, follow=True).text
    assert not person.memberships.current().exists()
    assert "déjà terminé" in office.post(end, follow=True).text


def test_two_administrators_correct_one_membership(as_hat, office, ars):
    """Case 49: other fields merge; the same field shows both texts, and whose the saved one is."""
    hat = member_of(ars, job_title="Directrice", delegation="")
    edit = reverse("accounts:edit_membership", args=[hat.user.pk, hat.pk])
    mine = office.get(edit)
    other = as_hat(administrator(job_title="Autre administratrice"))
    other.post(edit, sent(other.get(edit), job_title="Directrice générale", delegation="Par délégation"))
    refused = office.post(edit, sent(mine, job_title="Directrice adjointe"))
    assert refused.status_code == 409
    for words in ("Directrice générale", 'value="Directrice adjointe"', "par Autre administratrice"):
        assert words in refused.text, words
    assert office.post(edit, sent(mine)).status_code == 302
    hat.refresh_from_db()
    assert (hat.job_title, hat.delegation) == ("Directrice générale", "Par délégation")


@pytest.mark.parametrize("name", ["add_membership", "edit_membership", "invite"])
def test_a_right_lost_while_the_form_was_open_keeps_what_was_typed(office, admin, ars, name):
    """Case 54: refused, the text given back, and nothing shown of a person who may no longer be seen."""
    hat = member_of(ars, job_title="Qualité enregistrée", user__full_name="Alix Dupont")
    arguments = {"add_membership": [hat.user.pk], "edit_membership": [hat.user.pk, hat.pk], "invite": []}[name]
    url = reverse(f"accounts:{name}", args=arguments)
    typed = sent(office.get(url), job_title="Cheffe de pôle")
    joining.end_membership(admin, by=administrator())
    response = office.post(url, typed)
    assert response.status_code == 403
    assert 'value="Cheffe de pôle"' in response.text
    assert "réservées à" in response.text
    assert "Alix Dupont" not in response.text
    hat.refresh_from_db()
    assert hat.job_title == "Qualité enregistrée"


def test_an_account_closed_while_the_form_was_open_is_out_of_turn(office, admin, ars):
    hat = member_of(ars)
    url = reverse("accounts:add_membership", args=[hat.user.pk])
    typed = sent(office.get(url), organisation=ars.name, role=Role.SIGNATORY, job_title="Cheffe de pôle")
    leaving.deactivate(hat.user, by=admin)
    response = office.post(url, typed)
    assert response.status_code == 409
    assert "réactivez-le" in response.text
    assert 'value="Cheffe de pôle"' in response.text
    assert office.get(url).status_code == 409


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"role": Role.SECRETARY}, "Rôles possibles"),
        ({"role": "roi"}, "Sélectionnez un choix valide"),
        ({"organisation": "Organisation inconnue"}, "Aucune organisation ne porte ce nom"),
        ({"organisation": ""}, "obligatoire"),
        ({"email": "pas une adresse"}, "adresse"),
        ({"email": "x@exemple.test\nBcc: y@exemple.test"}, "adresse"),
        ({"job_title": "Cadre\u202e"}, "invisible"),
    ],
)
def test_a_bad_invitation_is_told_at_its_field_and_keeps_what_was_typed(office, ars, typed, sentence):
    good = {
        "email": "x@exemple.test",
        "organisation": "ARS fictive",
        "role": Role.WRITER,
        "job_title": "Cheffe de pôle",
    }
    response = office.post(reverse("accounts:invite"), {**good, **typed})
    assert response.status_code == 422
    assert sentence in response.text
    assert not Invitation.objects.exists()
    if "job_title" not in typed:
        assert "Cheffe de pôle" in response.text


def test_an_ambiguous_short_name_is_not_guessed(office):
    for name in ("Une", "Deux"):
        OrganisationFactory(kind=OrganisationKind.ARS, name=f"ARS {name}", short_name="ARS")
    typed = {"email": "x@exemple.test", "organisation": "ARS", "role": Role.WRITER, "job_title": "Cadre"}
    assert "Plusieurs organisations" in office.post(reverse("accounts:invite"), typed).text


def test_inviting_sending_again_and_cancelling_from_the_pages(office, ars):
    typed = {"email": "x@exemple.test", "organisation": ars.name, "role": Role.WRITER, "job_title": "Cadre"}
    assert office.post(reverse("accounts:invite"), typed).url == reverse("accounts:invitations")
    again = office.post(reverse("accounts:invite"), typed)
    assert (again.status_code, "déjà partie" in again.text) == (409, True)
    invitation = Invitation.objects.get()
    assert "en attente" in office.get(reverse("accounts:invitations")).text
    again = office.post(reverse("accounts:resend_invitation", args=[invitation.pk]), follow=True)
    assert "repart avec un nouveau lien" in again.text
    revoke = reverse("accounts:revoke_invitation", args=[invitation.pk])
    assert "est annulée" in office.post(revoke, follow=True).text
    assert "a été annulée" in office.post(revoke, follow=True).text


def test_invitations_are_filtered_by_state(office, invited):
    old, _ = invited("vieille@exemple.test", age=timedelta(days=30))
    fresh, _ = invited("neuve@exemple.test")
    url = reverse("accounts:invitations")
    assert list(office.get(url, {"etat": "expired"}).context["page"]) == [old]
    assert list(office.get(url, {"etat": "pending"}).context["page"]) == [fresh]
    assert not list(office.get(url, {"etat": "revoked"}).context["page"])
    assert old.expires_at < timezone.now()


def test_a_person_is_deactivated_reactivated_and_anonymised_from_the_page(office, ars):
    hat = member_of(ars)
    pk = hat.user.pk
    for name, sentence in (
        ("anonymise", "Désactivez ce compte"),
        ("deactivate", "Le compte est désactivé"),
        ("reactivate", "Le compte est réactivé"),
        ("deactivate", "Le compte est désactivé"),
        ("anonymise", "effacés"),
        ("reactivate", "anonymisé"),
    ):
        response = office.post(reverse(f"accounts:{name}", args=[pk]), follow=True)
        assert sentence in response.text, name
