"""Who is in which section of a fiche just now, in words: told to the pair alone, and never a lock."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from accounts.models import Membership
from applications.models import Application, Presence
from applications.permissions import party_of
from core.wording import counted, listed
from regions.models import RegionalProject

NAMED = 3  # in one line; the others are counted
MOST = 50


@dataclass(frozen=True)
class People:
    """The others who are in a fiche, by number of section; «y écrit» beside its name in a menu, or on its own page."""

    project: RegionalProject
    by_section: dict[int, list[Presence]] = field(default_factory=dict)

    def here(self, number: int) -> str:
        """«Claire Martin (Aract) écrit dans cette section.», on the page of the section; blank when one is alone."""
        rows = self.by_section.get(number, [])
        writers = [row.hat for row in rows if row.writing]
        readers = [row.hat for row in rows if not row.writing]
        said = []
        if writers:
            verb = "écrit" if len(writers) == 1 else "écrivent"
            said.append(f"{self._named(writers)} {verb} dans cette section.")
        if readers:
            verb = "lit" if len(readers) == 1 else "lisent"
            said.append(f"{self._named(readers)} {verb} cette section.")
        return " ".join(said)

    def there(self, number: int) -> str:
        """«Claire Martin (Aract) y écrit», in the list of sections."""
        rows = self.by_section.get(number, [])
        if not rows:
            return ""
        several = len(rows) > 1
        writes = any(row.writing for row in rows)
        verb = {(True, False): "écrit", (True, True): "écrivent", (False, False): "lit", (False, True): "lisent"}
        return f"{self._named([row.hat for row in rows])} y {verb[writes, several]}"

    def _named(self, hats: list[Membership]) -> str:
        names = [who(hat, self.project) for hat in hats[:NAMED]]
        if len(hats) > NAMED:
            names.append(counted(len(hats) - NAMED, "autre personne", "autres personnes"))
        return listed(names)


def who(hat: Membership | None, project: RegionalProject) -> str:
    """«Claire Martin (Aract)»: a person, and the side they write for."""
    if hat is None:
        return "Une autre personne"
    party = party_of(hat, project)
    return f"{hat.user.full_name or hat.job_title} ({party.label if party else hat.organisation})"


def be_here(application: Application, section_pk: int, *, by: Membership, writing: bool, now: datetime) -> None:
    """Note that a page of the section is open; one query."""
    row = Presence(application=application, section_id=section_pk, hat=by, seen_at=now, writing=writing)
    Presence.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["application", "section", "hat"],
        update_fields=["seen_at", "writing"],
    )


def people_in(application: Application, *, but: Membership, now: datetime) -> People:
    """The others who are there now, whatever hat they wear; one query. A guest sees those of their sections."""
    guest = application.guesthood(but)
    rows = (
        Presence.objects.now(now)
        .filter(application=application)
        .exclude(hat__user=but.user_id)
        .select_related("section", "hat__user", "hat__organisation")
        .order_by("section__number", "pk")
    )
    if but.guest:
        rows = rows.filter(section__in=guest.keys if guest else ())
    return People(application.project, _by_section(rows[:MOST]))


def _by_section(rows: Iterable[Presence]) -> dict[int, list[Presence]]:
    found: dict[int, list[Presence]] = defaultdict(list)
    for row in rows:
        found[row.section.number].append(row)
    return dict(found)


def forget_the_gone(now: datetime) -> None:
    """Drop the rows that say nothing any more."""
    Presence.objects.exclude(pk__in=Presence.objects.now(now).values("pk")).delete()
