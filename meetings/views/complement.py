"""The use of the complementary share: in force, as it was, and as a committee decides it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.middleware import HatRequest
from core.form_page import answer_form
from core.wording import euros
from directory.models import Establishment
from meetings import complement as use_of_complement
from meetings.complement import current_use, ensure_may_decide, uses
from meetings.forms.day import UseForm
from meetings.models import Meeting
from meetings.permissions import may_decide_complement
from meetings.views.meetings import back, meeting_or_404, page_of
from records.journal import last_edit
from regions.models import RegionalProject
from regions.views.projects import followed_project


@require_safe
def complement(request: HatRequest, project_pk: int) -> HttpResponse:
    """The version in force, then the former ones."""
    project = followed_project(request, project_pk)
    versions = uses(project)
    last = Meeting.objects.filter(project=project, kind="copil").held().first()
    context = {
        "project": project,
        "current": current_use(project),
        "versions": versions[1:],
        "last_steering": last if may_decide_complement(request.hat, project) else None,
    }
    return render(request, "meetings/complement.html", context)


def decide_complement(request: HatRequest, project_pk: int, meeting_pk: int) -> HttpResponse:
    """All the lines at once, prefilled with the version in force."""
    row = meeting_or_404(request, project_pk, meeting_pk)
    project = row.project

    def last_decision() -> str:
        """The version in force may be another committee's."""
        return last_edit(current_use(project).meeting or row, deed="meetings.decide_complement")()

    return answer_form(
        request,
        lambda data, _: UseForm(data, use=current_use(project), structures=structures(project)),
        page=lambda _: page_of(
            project,
            "Décider l'usage de la part complémentaire",
            "Enregistrer l'usage décidé",
            row,
            template="meetings/decide_complement.html",
            context={"current": current_use(project)},
        ),
        right=may_decide_complement(request.hat, project),
        turn=lambda: ensure_may_decide(row, timezone.now()),
        edits=project.award,
        last_edit=last_decision,
        deed=lambda form: use_of_complement.decide_complement(row, form.lines(), by=request.hat),
        done=lambda use: back(request, row, f"L'usage est enregistré : {euros(use.total)} sur {euros(use.ceiling)}."),
    )


def structures(project: RegionalProject) -> dict[str, Establishment]:
    """Those that take part or took part, by key."""
    rows = Establishment.objects.filter(participations__project=project).distinct().order_by("search_text", "pk")
    return {str(row.pk): row for row in rows}
