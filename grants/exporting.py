"""The ledger as a spreadsheet."""

from collections.abc import Iterable

from grants.enums import EntryDirection
from grants.models import LedgerEntry
from records.spreadsheets import Sheet

HEADERS = (
    "N°",
    "Date",
    "Compte",
    "Nature",
    "Libellé",
    "Tiers",
    "Recette (€)",
    "Dépense (€)",
    "Solde du compte (€)",
    "Corrige le n°",
    "Corrigée par le n°",
    "Pièce",
    "Empreinte de la pièce",
    "Inscrite le",
    "Inscrite par",
)


def ledger_sheet(entries: Iterable[LedgerEntry]) -> Sheet:
    """Rows of `with_balance().in_full()`."""
    return Sheet("Registre", HEADERS, [cells(entry) for entry in entries])


def cells(entry: LedgerEntry) -> list[object]:
    incoming = entry.direction == EntryDirection.IN
    return [
        entry.pk,
        entry.on,
        entry.get_account_display(),
        entry.get_nature_display(),
        entry.label,
        entry.counterpart,
        entry.amount if incoming else None,
        None if incoming else entry.amount,
        entry.balance,  # type: ignore[attr-defined]
        entry.reverses_id,
        entry.reversal.pk if entry.undone else None,
        entry.piece.name if entry.piece else None,
        entry.piece.sha256 if entry.piece else None,
        entry.recorded_at,
        str(entry.recorded_by),
    ]
