"""What the addresses of regions need in `tests/house/test_routes.py`."""

from directory.models import Establishment, FinessImport
from regions.models import RegionalProject

PUBLIC: set[str] = set()
OWN_PAGE = {
    "directory:establishments", "regions:establishment", "directory:export", "directory:name_grouping",
    "directory:members", "directory:remove_member",
}  # fmt: skip


def known(project: RegionalProject) -> dict[str, object]:
    """Rows of the project and of its region; an import, made when the demonstration has none."""
    run = FinessImport.objects.first() or FinessImport.objects.create(file_name="vide.csv")
    return {
        "participant_pk": project.participations.present().earliest("pk").pk,
        "explored_tool_pk": project.digital_projects.earliest("pk").pk,
        "seat_group": "regional",
        "seat_pk": project.members.earliest("pk").pk,
        "establishment_pk": Establishment.objects.filter(region=project.region).first().pk,
        "import_pk": run.pk,
    }
