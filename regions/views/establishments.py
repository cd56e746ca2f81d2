"""The directory of establishments, groupings and territories."""

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from accounts.middleware import HatRequest
from acia_portal.verdicts import Refused, ensure
from records.spreadsheets import Sheet, xlsx_response
from regions.asking import last_import
from regions.directory import PAGE, Bounded, found, listed, participations_of
from regions.forms.directory import DirectoryForm
from regions.models import Establishment
from regions.permissions import may_change_members, may_follow_project, may_name_grouping, may_read_directory

EXPORT_MAX_ROWS = 20_000
HEADERS = [
    "N° FINESS", "Nature", "Nom", "Nom court", "Catégorie", "Secteur", "Statut", "Statut présumé", "Adresse",
    "Code postal", "Ville", "Département", "Région", "Siret", "Entité juridique", "N° de l'entité", "Fermé le",
]  # fmt: skip
MEMBERS_SHOWN = 100


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
    response = render(request, "regions/directory/_found.html" if part else "regions/directory/list.html", context)
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


@require_safe
def establishment(request: HatRequest, establishment_pk: int) -> HttpResponse:
    """All that the portal knows of a structure, and where it takes part."""
    visible = Establishment.objects.visible_to(request.hat).select_related("region", "legal_entity", "source")
    shown = get_object_or_404(visible, pk=establishment_pk)
    page = Paginator(participations_of(shown, request.hat), PAGE).get_page(request.GET.get("page"))
    lines = [
        {"participation": row, "followed": may_follow_project(request.hat, row.project)} for row in page.object_list
    ]
    context = {
        "establishment": shown,
        "page": page,
        "lines": lines,
        "members": shown.members.all()[:MEMBERS_SHOWN],
        "groupings": shown.groupings.all()[:MEMBERS_SHOWN],
        "may_change_members": may_change_members(request.hat, shown),
    }
    return render(request, "regions/directory/establishment.html", context)
