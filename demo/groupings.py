"""A grouping and a territory of Île-de-France, with the structures that its pair says they are made of (R32)."""

from datetime import date, datetime, time, timedelta

from accounts.models import Region
from calls.models import Call
from core.wording import PARIS
from demo.people import pair
from demo.structures import FICTIONAL
from directory.enums import EntityKind, LegalStatus, Sector
from directory.grouping import add_to
from directory.models import Establishment
from directory.registering import register_grouping

REGION = "11"
MEMBERS = 3


def load(call: Call, today: date) -> None:
    """Named by the ARS ten months ago; members are those that take part in the call under way."""
    region = Region.objects.get(code=REGION)
    by = pair(REGION).ars_writer
    at = datetime.combine(today - timedelta(days=300), time(10), tzinfo=PARIS)
    grouping, territory = (
        register_grouping(
            region,
            kind=kind,
            name=f"{name} {FICTIONAL}",
            city=city,
            sector=Sector.HEALTH,
            legal_status=LegalStatus.PUBLIC,
            by=by,
            now=at,
        )
        for kind, name, city in (
            (EntityKind.GROUPING, "Groupement hospitalier des Deux-Rives", "Créteil"),
            (EntityKind.TERRITORY, "Territoire de santé de la Boucle", "Melun"),
        )
    )
    taking_part = Establishment.objects.in_region(region).filter(participations__project__call=call).order_by("pk")
    members = list(taking_part.distinct())
    for minute, structure in enumerate(members[:MEMBERS]):
        add_to(grouping, structure, by=by, now=at + timedelta(minutes=minute))
    for minute, structure in enumerate([grouping, *members[MEMBERS:]]):
        add_to(territory, structure, by=by, now=at + timedelta(hours=1, minutes=minute))
    Establishment.objects.filter(pk__in=[grouping.pk, territory.pk]).update(fictional=True)
