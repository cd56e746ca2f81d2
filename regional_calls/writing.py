"""Writing an expression: every page saves into the draft, which is its author's alone until handed in.

Only what reaches the pair is journaled: what is typed in a draft concerns its author alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from calls.models import Term
from core.verdicts import OutOfTurn, Refused
from directory.enums import EntityKind, LegalStatus, Sector
from directory.models import Establishment
from records import documents
from records.removing import UNDO
from regional_calls.calendar import ensure_open
from regional_calls.choosing import ensure_choosable, ensure_nameable, structure_of
from regional_calls.enums import PieceKind
from regional_calls.models import Attachment, Expression, RegionalTheme

MOST_PIECES = 8


def locked_expression(expression: Expression) -> Expression:
    """The row, held, with its call and its project."""
    Expression.objects.select_for_update().get(pk=expression.pk)
    return Expression.objects.select_related(
        "call__project__region", "call__project__ars", "call__project__aract", "call__project__call"
    ).get(pk=expression.pk)


@contextmanager
def write(expression: Expression, now: datetime | None) -> Iterator[Expression]:
    """Hold the draft while the block changes it; refused outside the call's opening, with nothing lost (case 3)."""
    now = now or timezone.now()
    with transaction.atomic():
        held = locked_expression(expression)
        ensure_open(held.call, now)
        yield held
        held.edited_at = now
        held.save(update_fields=["draft", "edited_at"])


def choose_establishment(expression: Expression, row: Establishment, *, now: datetime | None = None) -> None:
    """Speak for a structure of the register, whose identity is then not asked again (L15)."""
    with write(expression, now) as held:
        ensure_choosable(held, row)
        held.draft["structure"] = {"establishment": row.pk}
        held.draft.pop("address", None)


def name_structure(
    expression: Expression,
    *,
    kind: EntityKind,
    name: str,
    city: str,
    sector: Sector,
    legal_status: LegalStatus,
    now: datetime | None = None,
) -> None:
    """Speak for a grouping or a territory without FINESS number (R32)."""
    with write(expression, now) as held:
        ensure_nameable(held.call, kind=kind, name=name)
        held.draft["structure"] = {
            "kind": str(kind),
            "name": name,
            "city": city,
            "sector": str(sector),
            "legal_status": str(legal_status),
        }
        held.draft.pop("address", None)


def give_address(expression: Expression, address: str, *, now: datetime | None = None) -> None:
    """Say where to write to the structure, when the register does not."""
    with write(expression, now) as held:
        structure = structure_of(held)
        if structure is None:
            raise OutOfTurn("Choisissez d'abord votre structure.")
        if not structure.asks_address:
            raise OutOfTurn("L'adresse vient du répertoire FINESS : faites-l'y corriger si elle est fausse.")
        if not address.strip():
            raise Refused("Donnez l'adresse postale de la structure.")
        held.draft["address"] = address


def describe_project(expression: Expression, values: dict[str, Any], *, now: datetime | None = None) -> None:
    """Say what is explored. `values` holds PROJECT_TEXTS and the rows of PROJECT_ROWS, any of them blank."""
    with write(expression, now) as held:
        held.draft["project"] = {
            name: value.pk if isinstance(value, Term | RegionalTheme) else value for name, value in values.items()
        }


def save_answers(expression: Expression, answers: dict[str, Any], *, now: datetime | None = None) -> None:
    """Merge the answers of a page into the draft."""
    with write(expression, now) as held:
        held.draft["answers"] = {**held.draft.get("answers", {}), **answers}


def attach(expression: Expression, *, kind: PieceKind, upload: Any, now: datetime | None = None) -> Attachment:
    """Join a piece, checked by `records.documents`; the pair sees it once the expression is handed in."""
    now = now or timezone.now()
    with write(expression, now) as held:
        ensure_room(held)
        document = documents.store_upload(upload, by=None)
        return Attachment.objects.create(expression=held, kind=kind, document=document, added_at=now)


def detach(attachment: Attachment, *, now: datetime | None = None) -> Attachment:
    """Take a piece away; it may come back, and what was handed in keeps it, until the next handing in."""
    now = now or timezone.now()
    with write(attachment.expression, now):
        attachment.removed_at = now
        attachment.save(update_fields=["removed_at"])
    return attachment


def rejoin(attachment: Attachment, *, now: datetime | None = None) -> Attachment:
    """Bring a piece back within the day."""
    now = now or timezone.now()
    with write(attachment.expression, now) as held:
        row = held.attachments.filter(pk=attachment.pk).first()
        if row is None or row.removed_at is None:
            raise OutOfTurn(f"« {attachment} » n'est pas à rétablir.")
        if now - row.removed_at > UNDO:
            raise OutOfTurn("Un retrait s'annule pendant 24 heures.")
        ensure_room(held)
        row.removed_at = None
        row.save(update_fields=["removed_at"])
    return row


def ensure_room(expression: Expression) -> None:
    if expression.attachments.of_author().count() >= MOST_PIECES:
        raise Refused(f"Une réponse porte au plus {MOST_PIECES} pièces : retirez-en une d'abord.")
