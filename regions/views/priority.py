"""The conditions on which participants of the earlier call have priority."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.middleware import HatRequest
from calls.models import Call
from core.verdicts import Refused, ensure
from regions.forms.priority import PriorityForm
from regions.permissions import may_set_priority
from regions.priority import conditions, rule_of
from regions.priority import set_priority_rule as state


def set_priority_rule(request: HatRequest, slug: str) -> HttpResponse:
    """The conditions of a call, stated by its secretary."""
    call = get_object_or_404(Call.objects.visible_to(request.hat), slug=slug)
    ensure(may_set_priority(request.hat, call))
    form = PriorityForm(request.POST or None, rule=rule_of(call))
    if request.method == "POST" and form.is_valid():
        try:
            rule = state(call, **form.cleaned_data, by=request.hat, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, f"Les conditions sont enregistrées. {conditions(rule)}")
            return redirect("regions:set_priority_rule", call.slug)
    return render(request, "regions/set_priority_rule.html", {"call": call, "form": form})
