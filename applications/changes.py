"""What other people did to a fiche while a page of it was open: told on the page, without reloading it."""

from collections.abc import Collection
from dataclasses import dataclass

from accounts.models import Membership
from applications.enums import Party
from applications.models import Application
from core.wording import clock, listed
from records.models import JournalEntry

MOST = 50
# What changes nothing that may be done.
QUIET = {
    "applications.edit",
    "applications.drop_carried",
    "applications.give_charge",
    "applications.keep_carried",
    "applications.offer_lead",
    "applications.answer_lead",
    "applications.take_back_lead",
    "applications.remark",
    "applications.reply",
    "applications.change_remark",
    "applications.remove_remark",
    "applications.resolve_remark",
    "applications.reopen_remark",
}


@dataclass(frozen=True)
class News:
    """A sentence, blank when nothing happened; `serious` when it changes what may be done: signatures, deposit.

    `reload` when the page has to be drawn again to show it.
    """

    said: str = ""
    serious: bool = False
    reload: bool = False


def latest_row(fiche: Application) -> int:
    """Where the fiche's journal is now: what a page keeps, to be told of what follows."""
    return JournalEntry.objects.about(fiche).values_list("pk", flat=True).first() or 0


def news(fiche: Application, *, since: int, reader: Membership, followed: int = 0) -> News:
    """What others did since, the last deed and the signatures that fell; two queries at most.

    `followed` is the number of the section whose texts come to the page by themselves.
    """
    rows = JournalEntry.objects.about(fiche).filter(pk__gt=since, deed__startswith="applications.")
    entries = list(rows.exclude(actor=reader.user_id)[:MOST])
    if not entries:
        return News()
    last = entries[0]
    said = f"{last.summary}, par {last.actor_label}, à {clock(last.at, fiche.project.call.zone)}."
    fallen = {party for entry in entries for party in entry.data.get("voided", ())}
    if fallen:
        fallen -= set(fiche.signatures.live().values_list("party", flat=True))
    serious = bool(fallen) or any(entry.deed not in QUIET for entry in entries)
    elsewhere = any(entry.data.get("sections") != [followed] for entry in entries)
    return News(f"{said} {voided_sentence(fallen)}".strip(), serious=serious, reload=serious or elsewhere)


def by_parties(parties: Collection[str], of: str = "l'") -> str:
    """«l'ARS et l'Aract», for the parties that signed."""
    return listed([f"{of}{party.label}" for party in Party if party in parties])


def voided_sentence(parties: Collection[str]) -> str:
    """What an edit did to the signatures; blank when there were none."""
    if not parties:
        return ""
    whose = by_parties(parties, "de l'")
    return f"La signature {whose} est annulée." if len(parties) == 1 else f"Les signatures {whose} sont annulées."
