"""The two forms of a structure's entry in a project."""

from typing import Any

from accounts.middleware import HatRequest
from regions.forms.participants import ParticipationForm
from regions.models import Participation, RegionalProject


class Entry:
    """The participation, and the digital project when a new one is described."""

    def __init__(
        self, request: HatRequest, project: RegionalProject, participation: Participation | None = None
    ) -> None:
        typed = request.POST if request.method == "POST" else None
        self.form = ParticipationForm(typed, project=project, participation=participation)
        self.tool_form = self.form.tool_form
        self.is_valid = self.form.is_valid

    def context(self) -> dict[str, Any]:
        return {"form": self.form, "tool_form": self.tool_form, "forms": [self.form, self.tool_form]}
