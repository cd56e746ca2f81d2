"""Views of lists that people keep: what is kept of an address, for whom, and that it opens nothing to anybody."""

import pytest
from django.urls import reverse

from accounts import keeping
from accounts.enums import Audience, OrganisationKind, Role
from accounts.models import SavedView, UsualView
from core.verdicts import NotAllowed, Refused
from records.models import JournalEntry
from records.removing import restore
from tests.factories import MembershipFactory, RegionFactory, administrator, member_of, national, secretary

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
LIST = "directory:establishments"


def opened(client, query: str = "", name: str = LIST):
    return client.get(f"{reverse(name)}?{query}" if query else reverse(name))


def kept(by, *, name="Les fermées", query="etat=closed", audience=Audience.SELF, usual=False) -> SavedView:
    asked = keeping.ListAsked(LIST, "Établissements", reverse(LIST), query)
    return keeping.keep_view(asked, name=name, audience=audience, usual=usual, by=by)


def labels(client) -> list[str]:
    return [link.label for link in opened(client, "vue=tout").context["kept"].links]


def test_what_is_asked_is_kept_named_found_changed_removed_and_back(as_hat):
    hat = secretary()
    client, region = as_hat(hat), RegionFactory()
    page = opened(client, f"region={region.slug}&q=Clos&intrus=%3Cscript%3E&tri='; DROP&page=7")
    assert opened(client).context["kept"].keep_url == "", "nothing is asked yet"
    keep_url = page.context["kept"].keep_url
    answer = client.post(keep_url, {"name": "Du Clos", "audience": "self", "usual": "on"}, follow=True)
    assert "La vue « Du Clos » est enregistrée." in answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    view = SavedView.objects.get()
    assert view.query == f"q=Clos&region={region.slug}", "in one order, without what the list does not understand"
    assert client.get(reverse(LIST)).url == f"{reverse(LIST)}?{view.query}", "it opens the list from now on"
    here = opened(client, view.query)
    assert [(link.label, link.current) for link in here.context["kept"].links] == [("Du Clos", True)]
    change = here.context["kept"].change[1]
    client.post(
        change, {"name": "Au Clos", "audience": "nation", "initial-name": "Du Clos", "initial-audience": "self"}
    )
    view.refresh_from_db()
    assert (view.name, view.audience, UsualView.objects.count()) == ("Au Clos", "nation", 0)
    removed = client.post(reverse("accounts:remove_view", args=[view.pk]), follow=True)
    assert "La vue « Au Clos » est retirée." in removed.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert labels(client) == []
    entry = JournalEntry.objects.filter(deed="accounts.remove_view").get()
    client.post(reverse("records:restore", args=[entry.pk]))
    assert labels(client) == ["Au Clos"]


def test_who_sees_it_and_who_changes_it(as_hat):
    hat = secretary()
    colleague = member_of(hat.organisation, Role.PRESIDENT)
    anact = national(OrganisationKind.ANACT, Role.SECRETARY)
    regional = MembershipFactory()
    kept(hat, name="À moi")
    kept(hat, name="À nous", audience=Audience.ORGANISATION)
    nation = kept(hat, name="À tous", audience=Audience.NATION)
    assert labels(as_hat(hat)) == ["À moi", "À nous", "À tous"]
    assert labels(as_hat(colleague)) == ["À nous", "À tous"]
    assert labels(as_hat(anact)) == ["À tous"]
    assert labels(as_hat(regional)) == []
    address = reverse("accounts:change_view", args=[nation.pk])
    assert [as_hat(who).get(address).status_code for who in (hat, colleague, anact, regional)] == [200, 200, 403, 404]
    with pytest.raises(NotAllowed):
        keeping.remove_view(nation, by=anact)
    with pytest.raises(Refused, match="elle seule la garde pour elle"):
        keeping.change_view(nation, name="À tous", audience=Audience.SELF, usual=False, by=colleague)
    with pytest.raises(NotAllowed):
        kept(regional, audience=Audience.NATION)
    with pytest.raises(Refused, match="déjà une vue de ce nom"):
        kept(hat, name="à MOI")


def test_every_view_that_one_keeps_is_shown_and_a_habit_taken_since_stays(as_hat):
    hat, colleague = secretary(), secretary()
    kept(colleague, name="À tous", audience=Audience.NATION)
    views = [kept(hat, name=f"Vue {number:02}", usual=number == SavedView.MOST - 1) for number in range(SavedView.MOST)]
    assert labels(as_hat(hat)) == ["À tous", *(view.name for view in views)]
    entry = keeping.remove_view(views[-1], by=hat)
    keeping.change_view(views[0], name="Vue 00", audience=Audience.SELF, usual=True, by=hat)
    restore(entry, by=hat)
    assert UsualView.objects.get().view == views[0]


def test_a_shared_view_opens_no_list_to_whom_it_is_closed(as_hat):
    """It is an address: the list asks the right, and its form what the address says."""
    hat, colleague = administrator(), secretary()
    asked = keeping.ListAsked("records:journal", "Journal", reverse("records:journal"), "deed=x")
    view = keeping.keep_view(asked, name="Tout", audience=Audience.ORGANISATION, by=hat)
    SavedView.objects.filter(pk=view.pk).update(audience=Audience.NATION, kept_by=colleague)
    assert as_hat(colleague).get(f"{view.path}?{view.query}").status_code == 403


def test_only_a_list_says_what_is_kept(as_hat):
    client = as_hat(secretary())
    forged = keeping.ListAsked(LIST, "Établissements", "https://ailleurs.example/", "x=1").signed[:-2] + "xx"
    for token in ("", "n'importe quoi", forged):
        assert client.get(reverse("accounts:keep_view"), {"liste": token}).status_code == 404


def test_a_list_costs_the_same_for_no_view_and_for_ten(as_hat, django_assert_max_num_queries):
    hat = secretary()
    client = as_hat(hat)
    opened(client, "vue=tout")
    with django_assert_max_num_queries(30) as none:
        opened(client, "vue=tout")
    for number in range(10):
        kept(hat, name=f"Vue {number}", usual=number == 3)
    with django_assert_max_num_queries(len(none)):
        assert len(labels(client)) == 10
