"""The directory of establishments, groupings and territories."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from accounts.middleware import HatRequest
from core.verdicts import Refused, ensure
from directory.asking import last_import
from directory.forms.filtering import DirectoryForm
from directory.listing import PAGE, Bounded, found, listed
from directory.models import Establishment
from directory.permissions import may_name_grouping, may_read_directory
from records.spreadsheets import Sheet, xlsx_response

EXPORT_MAX_ROWS = 20_000
HEADERS = [
    "N° FINESS", "Nature", "Nom", "Nom court", "Catégorie", "Secteur", "Statut", "Statut présumé", "Adresse",
    "Code postal", "Ville", "Département", "Région", "Siret", "Entité juridique", "N° de l'entité", "Fermé le",
]  # fmt: skip


@require_safe
def establishments(request: HatRequest) -> HttpResponse:
    """The list, whole or only its results when htmx asks for them."""
    ensure(may_read_directory(request.hat))
    form = DirectoryForm(request.GET)
    rows, near = found(form.found(Establishment.objects.visible_to(request.hat).select_related("region")), form.typed)
    pages = Bounded(listed(rows, form.typed), PAGE)
    context = {
        "form": form,
        "page": pages.get_page(request.GET.get("page")),
        "near": near,
        "may_name": may_name_grouping(request.hat),
        "last_import": last_import(),
    }
    part = request.htmx and not request.htmx.history_restore_request
    response = render(request, "directory/_found.html" if part else "directory/establishments.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
def export(request: HatRequest) -> HttpResponse:
    """What the same filters show, as a workbook."""
    ensure(may_read_directory(request.hat))
    form = DirectoryForm(request.GET)
    rows, _ = found(form.found(Establishment.objects.visible_to(request.hat)), form.typed)
    if rows.order_by()[: EXPORT_MAX_ROWS + 1].count() > EXPORT_MAX_ROWS:
        raise Refused(f"Plus de {EXPORT_MAX_ROWS} établissements répondent à ces filtres : choisissez une région.")
    name = f"etablissements-{timezone.localdate():%Y-%m-%d}.xlsx"
    return xlsx_response(name, [Sheet("Établissements", HEADERS, exported(rows))])


def exported(rows: Any) -> Iterator[list[Any]]:
    for row in rows.select_related("region", "legal_entity").iterator(chunk_size=2000):
        entity = row.legal_entity
        yield [
            row.finess, row.get_kind_display(), row.name, row.short_name, row.category, row.get_sector_display(),
            row.get_legal_status_display(), row.status_presumed, row.address, row.postcode, row.city, row.department,
            row.region.name, row.siret, entity and entity.name, entity and entity.finess, row.closed_on,
        ]  # fmt: skip
