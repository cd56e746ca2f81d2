"""The first page of a project's money: what was granted, agreed, paid, justified, and what comes next."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.middleware import HatRequest
from grants.alerts import alerts, facts
from grants.charts import chart
from grants.enums import AgreementState
from grants.models import Instalment
from grants.permissions import may_keep_money
from grants.todos import waiting_in
from grants.views.answering import funded_project
from records.models import JournalEntry

NEXT = 5
HISTORY = 8


def money(request: HatRequest, project_pk: int) -> HttpResponse:
    project = funded_project(request, project_pk)
    now = timezone.now()
    today = timezone.localdate(now)
    found = facts([project], today)[project.pk]
    waiting = waiting_in([project], request.hat, now) if request.hat.regional else []
    rows = Instalment.objects.unpaid().filter(agreement__project=project, agreement__state=AgreementState.SIGNED)
    coming = list(rows.select_related("agreement__beneficiary").order_by("due_on", "pk")[:NEXT])
    acts = JournalEntry.objects.about(project).filter(deed__startswith="grants.")
    context = {
        "project": project,
        "money": found,
        "chart": chart(found),
        "alerts": alerts([project], today)[project.pk],
        "waiting": sorted(waiting, key=lambda todo: (not todo.urgent, todo.due is None, todo.due)),
        "coming": [(row, row.state(today)) for row in coming],
        "agreements": found.agreements,
        "may_keep": may_keep_money(request.hat, project),
        "history": acts.order_by("-at", "-pk")[:HISTORY],
    }
    return render(request, "grants/money.html", context)
