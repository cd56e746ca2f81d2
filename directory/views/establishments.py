"""The directory of establishments, groupings and territories."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.middleware import HatRequest
from core.list_page import ListPage, Nothing, show_list
from core.verdicts import Refused, ensure
from core.wording import day
from directory.forms.filtering import DirectoryForm
from directory.import_job import last_import
from directory.listing import matching, within_reach
from directory.models import Establishment
from directory.permissions import may_name_grouping, may_read_directory
from records.spreadsheets import About, Sheet, xlsx_response

EXPORT_MAX_ROWS = 20_000
HEADERS = [
    "N° FINESS", "Nature", "Nom", "Nom court", "Catégorie", "Secteur", "Statut", "Statut présumé", "Adresse",
    "Code postal", "Ville", "Département", "Région", "Siret", "Entité juridique", "N° de l'entité", "Fermé le",
]  # fmt: skip


@require_safe
def establishments(request: HatRequest) -> HttpResponse:
    ensure(may_read_directory(request.hat))
    form = DirectoryForm(request.GET)
    visible = Establishment.objects.visible_to(request.hat).select_related("region")
    rows, near = matching(form.narrow(visible), form.typed)
    around = ListPage(
        "directory/establishments.html",
        "Établissements",
        counted="structure",
        intro="L'annuaire des structures qui peuvent prendre part à une action collective : établissements, "
        f"groupements et territoires.{freshness()}",
        nothing=Nothing(
            "L'annuaire est vide",
            "L'équipe du portail le remplit en important le répertoire FINESS.",
        ),
        unmatched="Tapez un nom, une ville ou un numéro FINESS."
        if form.wordless
        else "Essayez un seul mot du nom, la ville ou le numéro, ou retirez un filtre. Les structures fermées se "
        "cherchent à part.",
        action=("Nommer un groupement", reverse("directory:name_grouping")) if may_name_grouping(request.hat) else None,
        export=reverse("directory:export"),
        context={"styles": "css/directory.css"},
    )
    return show_list(request, within_reach(rows, form.typed), around, form=form, near=near)


def freshness() -> str:
    """When FINESS was last read, and in which state."""
    run = last_import()
    if run is None:
        return ""
    state = f", dans son état du {day(run.published_on)}" if run.published_on else ""
    return f" FINESS lu le {day(timezone.localdate(run.finished_at))}{state}."


@require_safe
def export(request: HatRequest) -> HttpResponse:
    """What the same filters show, as a workbook."""
    ensure(may_read_directory(request.hat))
    form = DirectoryForm(request.GET)
    rows, _ = matching(form.narrow(Establishment.objects.visible_to(request.hat)), form.typed)
    if rows.order_by()[: EXPORT_MAX_ROWS + 1].count() > EXPORT_MAX_ROWS:
        raise Refused(f"Plus de {EXPORT_MAX_ROWS} structures répondent à ces filtres : choisissez une région.")
    name = f"etablissements-{timezone.localdate():%Y-%m-%d}.xlsx"
    about = About("Structures du répertoire", request.hat.named, form.worded)
    return xlsx_response(name, [Sheet("Établissements", HEADERS, exported(rows))], about)


def exported(rows: Any) -> Iterator[list[Any]]:
    for row in rows.select_related("region", "legal_entity").iterator(chunk_size=2000):
        entity = row.legal_entity
        yield [
            row.finess, row.get_kind_display(), row.name, row.short_name, row.category, row.get_sector_display(),
            row.get_legal_status_display(), row.status_presumed, row.address, row.postcode, row.city, row.department,
            row.region.name, row.siret, entity and entity.name, entity and entity.finess, row.closed_on,
        ]  # fmt: skip
