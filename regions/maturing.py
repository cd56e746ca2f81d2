"""How far along the digital projects are: four states, from the idea to more than a year of use (R56)."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from calls.enums import Vocabulary
from calls.models import Term
from core.verdicts import Refused
from core.wording import day
from records import journal
from regions.awarding import ensure_lived, running_award
from regions.models import DigitalProject, MaturityMove


@transaction.atomic
def move_maturity(
    tool: DigitalProject, reached: Term, *, on: date, by: Membership, now: datetime | None = None
) -> MaturityMove:
    """State that a digital project passed to another state on a day; a project may also go back to an earlier one."""
    now = now or timezone.now()
    granted = running_award(tool.project, by=by)
    held = DigitalProject.objects.select_related("maturity", "project").get(pk=tool.pk)
    if reached.vocabulary != Vocabulary.MATURITY:
        raise Refused("Cet état d'avancement n'existe pas.")
    if held.maturity_id == reached.pk:
        raise Refused(f"« {held} » est déjà dans l'état « {reached} ».")
    ensure_lived(granted, on, now)
    last = held.maturity_moves.last()
    if last is not None and on < last.on:
        raise Refused(f"Le dernier changement d'état date du {day(last.on)} : indiquez un jour qui ne le précède pas.")
    move = MaturityMove.objects.create(digital_project=held, former=held.maturity, reached=reached, on=on, by=by)
    held.maturity = reached
    held.save(update_fields=["maturity"])
    journal.record(
        "regions.move_maturity",
        held,
        by=by,
        summary=f"« {held} » : {move.former} → {reached}, le {day(on)}",
        data={"former": move.former.code, "reached": reached.code, "on": on},
        now=now,
    )
    return move
