"""The rows behind a fiche's tables, kept with each version so that it can be restored as it was."""

import json
from collections.abc import Callable
from typing import Any, cast

from django.core import serializers
from django.db.models import Field, ProtectedError, QuerySet

from calls.enums import SectionKind
from core.verdicts import Refused
from regions.enums import MemberGroup
from regions.models import RegionalProject

# In the order in which they are written; they are removed the other way round.
ROWS: dict[str, Callable[[RegionalProject], list[QuerySet[Any]]]] = {
    SectionKind.PARTICIPANTS: lambda project: [project.digital_projects.all(), project.participations.present()],
    SectionKind.COLLECTIVE: lambda project: [project.members.filter(group=MemberGroup.COLLECTIVE)],
    SectionKind.EXTENDED_GROUP: lambda project: [project.members.filter(group=MemberGroup.EXTENDED)],
    SectionKind.STAGES: lambda project: [project.stages.all()],
    SectionKind.BUDGET: lambda project: [project.cofundings.all()],
}
# What of the project itself belongs to a table.
PROJECT_FIELDS: dict[str, tuple[str, ...]] = {SectionKind.BUDGET: ("requested_complement", "complement_reason")}


def rows_of(kind: str, project: RegionalProject) -> dict[str, Any]:
    """{"rows": serialised rows, "project": fields of the project} behind a table; plain JSON."""
    rows = [json.loads(serializers.serialize("json", queryset)) for queryset in ROWS[kind](project)]
    fields = PROJECT_FIELDS.get(kind, ())
    values = {name: getattr(project, name) for name in fields}
    return {"rows": rows, "project": {name: None if v is None else str(v) for name, v in values.items()}}


def column(name: str) -> "Field[Any, Any]":
    return cast("Field[Any, Any]", RegionalProject._meta.get_field(name))  # noqa: SLF001 - Django's documented API


def put_back(kind: str, project: RegionalProject, kept: dict[str, Any]) -> None:
    """Make the table's rows what they were: rows added since go, rows that went come back, the others read as before.

    Raises `Refused` when something else holds on to a row that would go, or no longer allows one to come back.
    """
    querysets = ROWS[kind](project)
    try:
        for queryset, rows in reversed(list(zip(querysets, kept["rows"], strict=True))):
            for row in queryset.exclude(pk__in=[row["pk"] for row in rows]):
                row.delete()
    except ProtectedError as held:
        raise Refused(
            "Cette version ne peut pas revenir : une ligne ajoutée depuis est utilisée ailleurs dans le projet."
        ) from held
    for rows in kept["rows"]:
        for row in serializers.deserialize("json", json.dumps(rows), ignorenonexistent=True):
            row.object.full_clean(validate_unique=False, validate_constraints=False)
            row.save()
    fields = PROJECT_FIELDS.get(kind, ())
    for name in fields:
        setattr(project, name, column(name).to_python(kept["project"][name]))
    if fields:
        project.save(update_fields=list(fields))
