"""Keeping views of lists: under a name, for oneself or for others, one of them to open the list with.

What is kept is what the list's own form understood of its address, signed until it is named, so that nobody keeps what
no list would say. A view gives no right (`accounts.models.SavedView`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.db import transaction
from django.db.models import Case, When
from django.urls import reverse
from django.utils.http import urlencode

from accounts.enums import Audience
from accounts.models import Membership, SavedView, User, UsualView
from accounts.permissions import may_change_view, may_keep_views, may_share_view
from core.alphabetical import plain
from core.list_page import KeptViews, ListPlace, ViewLink
from core.lists import FilterForm
from core.verdicts import Refused, ensure
from records import journal
from records.models import JournalEntry
from records.removing import comes_back, remove

SALT = "accounts.keeping"
LONGEST_QUERY = 1500
SHOWN = SavedView.MOST + 20
NOTES = {Audience.SELF: "", Audience.ORGANISATION: "partagée", Audience.NATION: "partagée, DGOS et Anact"}


@dataclass(frozen=True)
class ListAsked:
    """What somebody wants to keep: of which list (its name and its title), at which address, which question."""

    list_name: str
    title: str
    path: str
    query: str

    @property
    def signed(self) -> str:
        return signing.dumps([self.list_name, self.title, self.path, self.query], salt=SALT, compress=True)

    @property
    def url(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path


def asked_by(signed: str) -> ListAsked | None:
    """What a list signed; None for anything else."""
    try:
        return ListAsked(*signing.loads(signed, salt=SALT))
    except signing.BadSignature:
        return None


def views_of(hat: Membership, place: ListPlace, form: FilterForm) -> KeptViews:
    """The views of the list shown that one may open, in one query; all of one's own, and as many others as fit."""
    rows: Any = SavedView.objects.visible_to(hat).filter(list_name=place.name).with_habit(hat)
    own_first = rows.order_by("-usual", Case(When(kept_by__user=hat.user_id, then=0), default=1), "name", "pk")
    views = sorted(own_first.select_related("kept_by")[:SHOWN], key=lambda view: (plain(view.name), view.pk))
    query = form.query
    here = next((view for view in views if view.query == query), None)
    asked = ListAsked(place.name, place.title, place.path, query)
    known = here is not None or not query or len(query) > LONGEST_QUERY
    keep_url = "" if known else f"{reverse('accounts:keep_view')}?{urlencode({'liste': asked.signed})}"
    change = None
    if here is not None and may_change_view(hat, here):
        change = ("Modifier cette vue", reverse("accounts:change_view", args=[here.pk]))
    return KeptViews(
        links=[
            ViewLink(view.name, f"{place.path}?{view.query}", view == here, NOTES[Audience(view.audience)])
            for view in views
        ],
        usual=next((view.query for view in views if view.usual), ""),
        keep_url=keep_url,
        change=change,
    )


def audiences(hat: Membership) -> list[tuple[str, str]]:
    """Those with whom this person may share."""
    return [(value, label) for value, label in Audience.choices if may_share_view(hat, Audience(value))]


@transaction.atomic
def keep_view(
    asked: ListAsked,
    *,
    name: str,
    audience: Audience = Audience.SELF,
    usual: bool = False,
    by: Membership,
    now: datetime | None = None,
) -> SavedView:
    ensure(may_keep_views(by) and may_share_view(by, audience))
    held(by)
    own = SavedView.objects.filter(list_name=asked.list_name, kept_by__user=by.user_id)
    if own.count() >= SavedView.MOST:
        raise Refused(f"Vous avez déjà {SavedView.MOST} vues de cette liste : retirez-en une avant d'en ajouter.")
    ensure_free(own, name)
    view = SavedView.objects.create(
        list_name=asked.list_name,
        path=asked.path[:300],
        query=asked.query,
        name=name,
        audience=audience,
        kept_by=by,
    )
    make_usual(view, usual=usual, by=by)
    journal.record(
        "accounts.keep_view",
        view,
        by=by,
        summary=f"Vue « {name} » enregistrée : {asked.title}",
        data={"list": asked.list_name, "query": asked.query, "audience": audience},
        now=now,
    )
    return view


@transaction.atomic
def change_view(
    view: SavedView, *, name: str, audience: Audience, usual: bool, by: Membership, now: datetime | None = None
) -> SavedView:
    """Name it or share it otherwise, and open the list with it or not; what it asks stays."""
    held(by)
    view = SavedView.objects.select_for_update(of=("self",)).select_related("kept_by").get(pk=view.pk)
    ensure(may_change_view(by, view) and may_share_view(by, audience))
    if audience == Audience.SELF and view.kept_by.user_id != by.user_id:
        raise Refused("Cette vue est partagée par une autre personne : elle seule la garde pour elle.", at="audience")
    make_usual(view, usual=usual, by=by)
    if (view.name, view.audience) == (name, audience):
        return view
    ensure_free(SavedView.objects.filter(list_name=view.list_name, kept_by=view.kept_by).exclude(pk=view.pk), name)
    before, view.name, view.audience = view.name, name, audience
    view.save(update_fields=["name", "audience"])
    if audience == Audience.SELF:
        view.usual_views.exclude(user=by.user_id).delete()
    journal.record(
        "accounts.change_view",
        view,
        by=by,
        summary=f"Vue « {before} » : « {name} », {Audience(audience).label}",
        data={"audience": audience},
        now=now,
    )
    return view


def held(by: Membership) -> None:
    """What one person keeps is written one thing after the other."""
    User.objects.select_for_update().only("pk").get(pk=by.user_id)


def ensure_free(views: Any, name: str) -> None:
    if name.casefold() in {known.casefold() for known in views.values_list("name", flat=True)}:
        raise Refused("Vous avez déjà une vue de ce nom pour cette liste.", at="name")


def make_usual(view: SavedView, *, usual: bool, by: Membership) -> None:
    """Open the list with this view, or no longer; a habit is one's own, and no deed."""
    own = UsualView.objects.filter(user=by.user_id, list_name=view.list_name)
    if usual:
        UsualView.objects.update_or_create(user_id=by.user_id, list_name=view.list_name, defaults={"view": view})
    else:
        own.filter(view=view).delete()


@transaction.atomic
def remove_view(view: SavedView, *, by: Membership, now: datetime | None = None) -> JournalEntry:
    """Take it away, from those with whom it is shared too."""
    ensure(may_change_view(by, view))
    view.usual_views.all().delete()  # who opened the list with it may choose another before it comes back
    summary = f"Vue « {view.name} » retirée"
    return remove(view, "accounts.remove_view", by=by, summary=summary, within={"list": view.list_name}, now=now)


@comes_back("accounts.remove_view")
def view_again(view: SavedView, *, by: Membership) -> Iterator[str]:
    ensure(may_change_view(by, view))
    yield f"{view.path}?{view.query}"
