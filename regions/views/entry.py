"""The two forms of a structure's entry in a project."""

from typing import Any

from accounts.middleware import HatRequest
from regions.forms.participants import ParticipationForm, ToolForm
from regions.models import Participation, RegionalProject


class Entry:
    """The participation, and the digital project when a new one is described."""

    def __init__(
        self,
        request: HatRequest,
        project: RegionalProject,
        participation: Participation | None = None,
        *,
        form_class: type[ParticipationForm] = ParticipationForm,
    ) -> None:
        typed = request.POST if request.method == "POST" else None
        self.form = form_class(typed, project=project, participation=participation)
        self.describes = typed is not None and not typed.get("digital_project")
        self.tool_form = ToolForm(typed if self.describes else None, project=project, prefix="outil")

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), not self.describes or self.tool_form.is_valid()])

    def context(self) -> dict[str, Any]:
        return {"form": self.form, "tool_form": self.tool_form, "forms": [self.form, self.tool_form]}
