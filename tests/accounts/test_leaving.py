"""Closing, reopening and anonymising accounts."""

import pytest
from allauth.account.models import EmailAddress

from accounts import joining, leaving
from accounts.models import Invitation, Membership
from core.verdicts import NotAllowed, OutOfTurn
from records import journal
from records.models import JournalEntry
from tests.factories import PASSWORD, administrator, member_of, secretary
from tests.together import at_once

pytestmark = pytest.mark.django_db


def test_deactivation_shuts_out_and_reactivation_gives_the_hats_back(admin, ars):
    hat = member_of(ars)
    leaving.deactivate(hat.user, by=admin)
    assert not hat.user.memberships.current().exists()
    with pytest.raises(OutOfTurn, match="déjà désactivé"):
        leaving.deactivate(hat.user, by=admin)
    leaving.reactivate(hat.user, by=admin)
    assert list(hat.user.memberships.current()) == [hat]
    with pytest.raises(OutOfTurn, match="déjà actif"):
        leaving.reactivate(hat.user, by=admin)


def test_never_oneself_never_the_last_administrator_never_by_another_role(admin, ars):
    hat = member_of(ars)
    for deed in (leaving.deactivate, leaving.anonymise):
        with pytest.raises(NotAllowed, match="votre propre compte"):
            deed(admin.user, by=admin)
        with pytest.raises(NotAllowed):
            deed(hat.user, by=secretary())
    other = administrator()
    leaving.deactivate(other.user, by=admin)
    with pytest.raises(OutOfTurn, match="au moins un compte d'administration"):
        leaving.deactivate(admin.user, by=other)


def test_anonymising_erases_the_person_and_keeps_the_act(admin, ars, invited):
    invitation, _ = invited("parti@exemple.test")
    hat = member_of(ars, user__email="parti@exemple.test", user__full_name="Camille Exemple")
    person = hat.user
    EmailAddress.objects.create(user=person, email=person.email, primary=True)
    journal.record("accounts.test", hat, by=hat, summary="Acte de la personne")
    with pytest.raises(OutOfTurn, match="Désactivez"):
        leaving.anonymise(person, by=admin)
    leaving.deactivate(person, by=admin)
    leaving.anonymise(person, by=admin)
    person.refresh_from_db()
    hat.refresh_from_db()
    assert person.full_name == f"Personne partie (compte n° {person.pk})"
    assert person.email.endswith(".invalid")
    assert not person.has_usable_password()
    assert not EmailAddress.objects.exists()
    assert not hat.is_current()
    assert not Invitation.objects.pending().exists()
    invitation.refresh_from_db()
    assert invitation.email == person.email
    act = JournalEntry.objects.get(deed="accounts.test")
    assert (act.actor, act.actor_label) == (person, "Chargée de mission, ARS fictive")
    assert not list(journal.broken_links())
    for deed in (leaving.anonymise, leaving.reactivate):
        with pytest.raises(OutOfTurn, match="anonymisé"):
            deed(person, by=admin)


def test_closing_sessions_leaves_only_the_browser_that_asked(as_hat, ars, client):
    hat = member_of(ars)
    here, elsewhere = as_hat(hat), as_hat(hat)
    assert elsewhere.get("/mon-compte/").status_code == 200
    assert here.post("/mon-compte/sessions/").url == "/mon-compte/"
    assert here.get("/mon-compte/").status_code == 200
    assert elsewhere.get("/mon-compte/").status_code == 302
    assert JournalEntry.objects.get().deed == "accounts.close_sessions"


def test_deactivation_closes_open_sessions_for_good(as_hat, ars, admin):
    hat = member_of(ars)
    browser = as_hat(hat)
    leaving.deactivate(hat.user, by=admin)
    assert browser.get("/mon-compte/").status_code == 302
    leaving.reactivate(hat.user, by=admin)
    assert browser.get("/mon-compte/").status_code == 302
    assert browser.login(email=hat.user.email, password=PASSWORD)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("leave", [joining.end_membership, leaving.deactivate])
def test_two_administrators_who_send_each_other_away_do_not_both_go(leave):
    """The second one is by then the last administrator."""
    pair = [administrator(), administrator()]

    def send_away(by: Membership, other: Membership) -> None:
        leave(other if leave is joining.end_membership else other.user, by=by)

    refusals = at_once(lambda: send_away(*pair), lambda: send_away(*pair[::-1]))
    assert [refusal.reason[:10] for refusal in refusals] == ["Le portail"]
    assert Membership.objects.current().administrators().count() == 1
