"""What deeds on money do once they hold the award: see what has become of the row that their page showed."""

from django.core.exceptions import ObjectDoesNotExist

from core.verdicts import OutOfTurn
from grants.models import Agreement, Instalment


def reread(row: Agreement | Instalment, *fields: str) -> None:
    """The row as it is now; `OutOfTurn` when another person dropped it."""
    try:
        row.refresh_from_db(fields=fields or None)
    except ObjectDoesNotExist as gone:
        raise OutOfTurn(
            "Une autre personne a retiré cette convention ou cette échéance entre-temps : revenez à la liste."
        ) from gone
