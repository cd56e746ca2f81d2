"""What the tests of routes need of this room's addresses."""

from regions.models import Establishment, FinessImport, RegionalProject

PUBLIC: set[str] = set()
OWN_PAGE = {
    "regions:establishments", "regions:establishment", "regions:export", "regions:name_grouping", "regions:members",
    "regions:remove_member",
}  # fmt: skip


def known(project: RegionalProject) -> dict[str, object]:
    """A structure of the project; an import, made when the demonstration has none."""
    run = FinessImport.objects.first() or FinessImport.objects.create(file_name="vide.csv")
    return {
        "establishment_pk": Establishment.objects.filter(region=project.region).first().pk,
        "import_pk": run.pk,
    }
