"""The link between a project and the one before: participants in common, priority and its conditions."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.middleware import HatRequest
from acia_portal.verdicts import Refused, ensure
from calls.models import Call
from fieldwork.enums import DeliverableKind
from fieldwork.forms.experiment import PriorityForm
from fieldwork.models import Deliverable
from fieldwork.permissions import may_set_priority
from fieldwork.priority import conditions, judge, rule_of, set_priority_rule
from fieldwork.views.stages import editing
from regions.views.projects import followed_project

PAGE = 25


def lineage(request: HatRequest, project_pk: int) -> HttpResponse:
    """What the earlier project brought: structures in common, orientations, and who has priority (R68–R69, R88)."""
    project = followed_project(request, project_pk)
    standing = judge(project, timezone.localdate())
    earlier = project.previous
    orientations = Deliverable.objects.filter(milestone__project=earlier, kind=DeliverableKind.ORIENTATION)
    context = {
        "project": project,
        "earlier": earlier,
        "standing": standing,
        "conditions": conditions(standing.rule),
        "page": Paginator(standing.lines, PAGE).get_page(request.GET.get("page")),
        "orientations": orientations.exclude(document=None).select_related("document") if earlier else [],
        "may_set": may_set_priority(request.hat, project.call),
    }
    return render(request, "fieldwork/lineage.html", context)


@editing
def set_rule(request: HatRequest, slug: str) -> HttpResponse:
    """The conditions of a call, stated by its secretary."""
    call = get_object_or_404(Call.objects.visible_to(request.hat), slug=slug)
    ensure(may_set_priority(request.hat, call))
    form = PriorityForm(request.POST or None, rule=rule_of(call))
    if request.method == "POST" and form.is_valid():
        try:
            rule = set_priority_rule(call, **form.cleaned_data, by=request.hat, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, f"Les conditions sont enregistrées. {conditions(rule)}")
            return redirect("fieldwork:set_priority_rule", call.slug)
    return render(request, "fieldwork/set_priority_rule.html", {"call": call, "form": form})
