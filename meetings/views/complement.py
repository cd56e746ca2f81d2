"""The use of the complementary share: in force, as it was, and as a committee decides it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.middleware import HatRequest
from core.verdicts import Refused, ensure
from core.wording import euros
from directory.models import Establishment
from meetings.complement import MOST_LINES, current_use, decide_complement, ensure_may_decide, uses
from meetings.forms.day import AttestForm, LineForm
from meetings.forms.rows import MORE, Rows
from meetings.models import Meeting
from meetings.permissions import may_decide_complement
from meetings.views.meetings import back, editing, meeting_to_run
from regions.models import RegionalProject
from regions.views.projects import followed_project


@require_safe
def complement(request: HatRequest, project_pk: int) -> HttpResponse:
    """The version in force, then the former ones."""
    project = followed_project(request, project_pk)
    versions = uses(project)
    last = Meeting.objects.filter(project=project, kind="copil").live().filter(starts_at__lte=timezone.now()).first()
    context = {
        "project": project,
        "current": current_use(project),
        "versions": versions[1:],
        "last_steering": last if may_decide_complement(request.hat, project) else None,
    }
    return render(request, "meetings/complement.html", context)


@editing
def decide(request: HatRequest, project_pk: int, meeting_pk: int) -> HttpResponse:
    """All the lines at once, prefilled with the version in force. What is refused comes back as typed."""
    row = meeting_to_run(request, project_pk, meeting_pk)
    ensure(may_decide_complement(request.hat, row.project))
    now = timezone.now()
    ensure_may_decide(row, now)
    current = current_use(row.project)
    data = request.POST if request.method == "POST" else None
    initial = [
        {
            "purpose": line.purpose,
            "amount": line.amount,
            "establishment": str(line.establishment.pk) if line.establishment else "",
        }
        for line in current.lines
    ]
    rows = Rows(LineForm, data, initial=initial, most=MOST_LINES, structures=structures(row.project))
    attest = AttestForm(data if data is not None and MORE not in data else None)
    refusal = ""
    if data is not None and MORE not in data and all([rows.is_valid(), attest.is_valid()]):
        lines = [form.line() for form in rows.forms if form.has_changed()]
        seen = str(data.get("vu", ""))
        version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 6 else -1  # noqa: PLR2004
        try:
            use = decide_complement(row, lines, seen=version, by=request.hat, now=now)
        except Refused as refused:
            refusal = refused.reason
        else:
            return back(
                request, row, f"L'usage du complément est enregistré : {euros(use.total)} sur {euros(use.ceiling)}."
            )
    context = {
        "project": row.project,
        "meeting": row,
        "rows": rows,
        "attest": attest,
        "current": current,
        "refusal": refusal,
    }
    return render(request, "meetings/decide_complement.html", context, status=422 if refusal else 200)


def structures(project: RegionalProject) -> dict[str, Establishment]:
    """Those that take part or took part, by key."""
    rows = Establishment.objects.filter(participations__project=project).distinct().order_by("name", "pk")
    return {str(row.pk): row for row in rows}
