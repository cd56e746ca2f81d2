"""Who may state the conditions of a priority; the rest of a project's life asks `regions.permissions`."""

from accounts.enums import Role
from accounts.models import Membership
from acia_portal.verdicts import YES, Verdict, no
from calls.models import Call


def may_set_priority(hat: Membership | None, call: Call) -> Verdict:
    """State on what conditions participants of the earlier call have priority (R68), until the call is concluded."""
    if hat is None or not hat.is_national(Role.SECRETARY):
        return no("Seul le secrétariat de la DGOS ou de l'Anact écrit les conditions de priorité.")
    if call.concluded_at is not None:
        return no("L'appel est conclu : ses conditions de priorité ne changent plus.")
    return YES
