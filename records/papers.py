"""The papers of a row: each PDF is drawn while no row is held, then kept once.

Drawing takes seconds. Within a transaction it would keep every other writer waiting, on SQLite the whole portal. So the
deed that numbers or seals asks for a job (`records.jobs.enqueue`), and the job calls `keep`: killed half-way, it is
taken up by the sweep and draws again; of two that draw at once, one paper is kept.
"""

from collections.abc import Callable

from django.db import models, transaction

from records import documents
from records.models import Document


def keep(
    row: models.Model,
    field: str,
    name: str,
    draw: Callable[[], bytes],
    then: Callable[[Document], None] = lambda _: None,
) -> None:
    """Draw the PDF of a row and keep it in its `field`; nothing if it is there.

    `then` takes the document and does what follows it, mails for instance, in the transaction that keeps it.
    """
    if getattr(row, f"{field}_id") is not None:
        return
    content = draw()
    with transaction.atomic():
        held = type(row)._base_manager.select_for_update().get(pk=row.pk)  # noqa: SLF001
        if getattr(held, f"{field}_id") is not None:
            return
        document = documents.store(name, content, media_type=documents.PDF)
        setattr(row, field, document)
        row.save(update_fields=[field])
        then(document)
