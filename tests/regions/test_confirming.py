"""A structure commits itself (R33)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.enums import OrganisationKind, Role
from core.verdicts import NotAllowed
from records.models import JournalEntry, Message
from regions import todos as desk
from regions.confirming import confirm
from regions.todos import todos
from tests.applications.fiches import sealed_content
from tests.factories import (
    NOW,
    ApplicationFactory,
    AwardFactory,
    OrganisationFactory,
    ParticipationFactory,
    RegionalProjectFactory,
    member_of,
    secretary,
)
from tests.mails import told
from tests.news import news

pytestmark = pytest.mark.django_db


def contact_of(participation):
    organisation = OrganisationFactory(kind=OrganisationKind.ESTABLISHMENT)
    participation.establishment.organisation = organisation
    participation.establishment.save()
    return member_of(organisation, Role.CONTACT, job_title="Directrice adjointe")


@pytest.fixture
def participation():
    return ParticipationFactory(project=ApplicationFactory().project)


def test_the_contact_commits_the_structure_and_the_pair_is_told(participation):
    project = participation.project
    writer, signatory = member_of(project.ars), member_of(project.aract, Role.SIGNATORY)
    before = sealed_content(project.application)
    contact = contact_of(participation)
    confirmed = confirm(participation, by=contact, now=NOW)
    assert (confirmed.confirmed_at, confirmed.confirmed_by) == (NOW, contact)
    assert JournalEntry.objects.about(participation).get().deed == "regions.confirm"
    assert told("regions.confirmed") == {writer.user.email, signatory.user.email}
    assert sealed_content(project.application) == before
    (move,) = news(desk, writer, NOW - timedelta(days=1), NOW)
    assert participation.establishment.name in move.text
    assert news(desk, writer, NOW, NOW) == []


def test_once_only_by_the_structure_itself_while_it_matters(participation):
    contact = contact_of(participation)
    for stranger in (member_of(participation.project.ars), secretary(), contact_of(ParticipationFactory())):
        with pytest.raises(NotAllowed, match="Seul le référent"):
            confirm(participation, by=stranger)
    confirm(participation, by=contact, now=NOW)
    with pytest.raises(NotAllowed, match="déjà confirmé"):
        confirm(participation, by=contact)
    gone = ParticipationFactory(left_on=NOW.date(), joined_on=NOW.date())
    with pytest.raises(NotAllowed, match="ne participe plus"):
        confirm(gone, by=contact_of(gone))
    past = ParticipationFactory(project__call__concluded_at=NOW)
    with pytest.raises(NotAllowed, match="conclu"):
        confirm(past, by=contact_of(past))
    assert Message.objects.count() == 1


def test_the_page_lists_and_confirms(participation, as_hat):
    contact = contact_of(participation)
    client = as_hat(contact)
    assert [todo.label for todo in todos(contact, NOW)] == ["Confirmer votre engagement"]
    page = client.get(reverse("regions:participations"))
    address = reverse("regions:confirm", args=[participation.pk])
    assert f'action="{address}"' in page.content.decode()
    assert participation.project.ars.name in page.content.decode()
    assert client.get(address).status_code == 405
    assert client.post(address).url == reverse("regions:participations")
    page = client.get(reverse("regions:participations")).content.decode()
    assert f'action="{address}"' not in page
    assert "Engagement confirmé" in page
    assert todos(contact, NOW) == []
    assert client.post(address).status_code == 403


def test_other_structures_are_not_seen(participation, as_hat):
    stranger = contact_of(ParticipationFactory())
    assert participation.project.title not in as_hat(stranger).get(reverse("regions:participations")).content.decode()
    assert as_hat(stranger).post(reverse("regions:confirm", args=[participation.pk])).status_code == 404
    for hat in (member_of(participation.project.ars), secretary()):
        assert as_hat(hat).get(reverse("regions:participations")).status_code == 403
        assert as_hat(hat).post(reverse("regions:confirm", args=[participation.pk])).status_code == 403
    participation.refresh_from_db()
    assert participation.confirmed_at is None


def test_a_structure_without_project_is_told_where_to_look(as_hat):
    contact = member_of(OrganisationFactory(kind=OrganisationKind.ESTABLISHMENT), Role.CONTACT)
    page = as_hat(contact).get(reverse("regions:participations")).content.decode()
    assert "ne participe à aucun projet" in page


def test_the_list_costs_the_same_for_one_and_three(participation, as_hat, django_assert_max_num_queries):
    contact = contact_of(participation)
    client = as_hat(contact)
    address = reverse("regions:participations")
    with django_assert_max_num_queries(30) as one:
        client.get(address)
    for _ in range(2):
        ParticipationFactory(
            establishment=participation.establishment,
            project=RegionalProjectFactory(region=participation.project.region),
        )
    with django_assert_max_num_queries(30) as three:
        assert len(client.get(address).context["page"].object_list) == 3
    assert len(three) == len(one)


def test_a_structure_that_joined_after_the_award_commits_itself_too():
    """The call is concluded by then; only the first comers' time to commit is over."""
    project = AwardFactory(
        project__call__concluded_at=NOW - timedelta(days=60),
        project__call__opens_at=NOW - timedelta(days=150),
        project__call__closes_at=NOW - timedelta(days=90),
    ).project
    awarded = project.award.awarded_on
    early = ParticipationFactory(project=project, joined_on=awarded)
    late = ParticipationFactory(project=project, joined_on=awarded + timedelta(days=1))
    assert todos(contact_of(early), NOW) == []
    contact = contact_of(late)
    (todo,) = todos(contact, NOW)
    assert (todo.label, todo.due) == ("Confirmer votre engagement", None)
    with pytest.raises(NotAllowed, match="L'appel est conclu"):
        confirm(early, by=contact_of(early), now=NOW)
    member_of(project.ars)
    confirm(late, by=contact, now=NOW)
    assert "La page des participants du projet le dit" in Message.objects.get().body
    assert todos(contact, NOW) == []


def test_a_closed_project_awaits_no_commitment():
    project = AwardFactory(project__call__concluded_at=NOW, closed_on=NOW.date()).project
    late = ParticipationFactory(project=project, joined_on=NOW.date())
    with pytest.raises(NotAllowed):
        confirm(late, by=contact_of(late), now=NOW)
    assert todos(contact_of(late), NOW) == []
