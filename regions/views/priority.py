"""The conditions on which participants of the earlier call have priority."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from accounts.middleware import HatRequest
from calls.models import Call
from core.form_page import FormPage, answer_form, redirect_saying
from records.journal import last_edit
from regions.forms.priority import PriorityForm
from regions.permissions import may_set_priority
from regions.priority import conditions, rule_of
from regions.priority import set_priority_rule as state


def set_priority_rule(request: HatRequest, slug: str) -> HttpResponse:
    """The conditions of a call, stated by its secretary."""
    call = get_object_or_404(Call.objects.visible_to(request.hat), slug=slug)
    return answer_form(
        request,
        lambda data, _: PriorityForm(data, rule=rule_of(call)),
        page=FormPage(
            "Conditions de priorité",
            "Enregistrer les conditions",
            back=call.get_absolute_url(),
            crumbs=[("Appels", reverse("calls:calls")), (call.title, call.get_absolute_url())],
            intro="À quelles conditions une structure qui a pris part au projet précédent de sa région a la priorité "
            f"dans « {call} ». Les textes promettent cette priorité sans en écrire les conditions ; celles-ci sont "
            "montrées avec chaque résultat.",
        ),
        right=may_set_priority(request.hat, call),
        edits=call,
        last_edit=last_edit(rule_of(call)),
        deed=lambda form: state(call, **form.cleaned_data, by=request.hat, now=timezone.now()),
        done=lambda rule: redirect_saying(
            request,
            f"Les conditions sont enregistrées. {conditions(rule)}",
            "regions:set_priority_rule",
            call.slug,
        ),
    )
