"""Who takes care of which section: said by either party, so that the two share the work.

A help and no lock: both parties write every section, and no matter who takes care of it.
"""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.mailing import Mail, tell
from accounts.models import Membership
from applications.enums import Party
from applications.fiche_edit import locked
from applications.models import SectionAnswers
from applications.moments import IN_CHARGE
from applications.permissions import may_write, party_of
from applications.presence import who
from core.verdicts import Refused, ensure
from records import journal


def give_charge(
    row: SectionAnswers, to: Membership | Party | None, *, by: Membership, now: datetime | None = None
) -> SectionAnswers:
    """Give a section to a person of the pair, to a party, or to nobody; the person is written to the first time."""
    now = now or timezone.now()
    with transaction.atomic():
        fiche = locked(row.application)
        ensure(may_write(by, fiche))
        row = SectionAnswers.objects.select_related("section").get(pk=row.pk)
        person = to if isinstance(to, Membership) else None
        party = to if isinstance(to, Party) else party_of(person, fiche.project)
        if person and (party is None or not person.is_current(timezone.localdate(now))):
            raise Refused("Cette personne n'agit pas, ou plus, pour l'ARS ou l'Aract de ce projet.")
        row.in_charge, row.party_in_charge = person, party or ""
        row.save(update_fields=["in_charge", "party_in_charge"])
        whom = who(person, fiche.project) if person else f"l'{party.label}" if party else "personne"
        summary = f"Section {row.section.number} confiée à {whom}"
        journal.record("applications.give_charge", fiche, by=by, summary=summary, now=now)
        if person and person.user_id != by.user_id:
            mail = Mail(
                fiche.project.mail_about,
                f"la section {row.section.number} vous est confiée",
                f"{who(by, fiche.project)} vous confie la section « {row.section.title} » de la fiche projet.",
                reverse("applications:section", args=[fiche.pk, row.section.number]),
                ["L'ARS et l'Aract peuvent toujours l'écrire toutes les deux."],
                reply_to=by.user.email,
            )
            tell(IN_CHARGE, [person.user.email], mail, key=f"in-charge:{row.pk}:{person.pk}")
    return row
