"""The journal, for administrators."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.list_page import ListPage, Nothing, show_list
from core.verdicts import Refused, ensure
from records.forms.filters import JournalFilterForm
from records.models import JournalEntry
from records.permissions import TraceRequest, may_administer
from records.sealing import canonical
from records.spreadsheets import About, Sheet, xlsx_response

EXPORT_MAX_ROWS = 50_000
HEADERS = [
    "N°", "Date", "Acte", "Auteur", "Type d'objet", "Identifiant", "Objet", "Résumé", "Données", "Empreinte précédente",
    "Empreinte",
]  # fmt: skip


JOURNAL = ListPage(
    "records/journal.html",
    "Journal des actes",
    counted="ligne",
    intro="Chaque acte laisse une ligne, que la base de données refuse de modifier ou d'effacer.",
    nothing=Nothing("Aucune ligne pour l'instant", "Le premier acte sera inscrit ici."),
    unmatched="Élargissez la période ou retirez un filtre.",
    export=reverse_lazy("records:journal_export"),
    context={"styles": "css/records.css"},
)


@require_safe
def journal(request: TraceRequest) -> HttpResponse:
    ensure(may_administer(request.hat))
    form = JournalFilterForm(request.GET)
    return show_list(request, form.narrow(JournalEntry.objects.all()), JOURNAL, form=form)


@require_safe
def journal_export(request: TraceRequest) -> HttpResponse:
    """The rows that the same filters show, with the hashes by which `verify_journal --noted` can check them later."""
    ensure(may_administer(request.hat))
    form = JournalFilterForm(request.GET)
    rows = form.narrow(JournalEntry.objects.order_by("pk"))
    if rows.count() > EXPORT_MAX_ROWS:
        raise Refused(f"Plus de {EXPORT_MAX_ROWS} lignes répondent à ces filtres : resserrez la période.")
    about = About("Journal des actes", request.hat.named, form.worded)
    name = f"journal-{timezone.localdate():%Y-%m-%d}.xlsx"
    return xlsx_response(name, [Sheet("Journal", HEADERS, exported(rows))], about)


def exported(rows: Any) -> Iterator[list[Any]]:
    for entry in rows.iterator(chunk_size=2000):
        data = canonical(entry.data) if entry.data else ""
        yield [
            entry.pk, entry.at, entry.deed, entry.actor_label, entry.subject_type, entry.subject_id,
            entry.subject_label, entry.summary, data, entry.previous_hash, entry.hash,
        ]  # fmt: skip
