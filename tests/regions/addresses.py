"""What the addresses of regions need in `tests/house/test_routes.py`."""

from typing import Any

PUBLIC: set[str] = set()
OWN_PAGE: set[str] = set()


def known(project: Any) -> dict[str, object]:
    return {
        "participant_pk": project.participations.present().earliest("pk").pk,
        "explored_tool_pk": project.digital_projects.earliest("pk").pk,
        "seat_group": "regional",
        "seat_pk": project.members.earliest("pk").pk,
    }
