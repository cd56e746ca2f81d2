"""What an establishment sees: the projects that it takes part in, and its commitment."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.middleware import HatRequest
from core.verdicts import ensure
from regions.confirming import confirm as confirm_commitment
from regions.models import Participation
from regions.permissions import may_confirm_participation, may_read_participations

PAGE = 25


def participations(request: HatRequest) -> HttpResponse:
    ensure(may_read_participations(request.hat))
    rows = Participation.objects.visible_to(request.hat).in_full().with_leaders()
    page = Paginator(rows.order_by("-joined_on", "-pk"), PAGE).get_page(request.GET.get("page"))
    lines = [{"participation": row, "verdict": may_confirm_participation(request.hat, row)} for row in page]
    return render(request, "regions/participations.html", {"page": page, "lines": lines})


@require_POST
def confirm(request: HatRequest, pk: int) -> HttpResponse:
    ensure(may_read_participations(request.hat))
    participation = get_object_or_404(Participation.objects.visible_to(request.hat), pk=pk)
    confirmed = confirm_commitment(participation, by=request.hat, now=timezone.now())
    messages.success(
        request,
        f"Votre engagement dans « {confirmed.project.title} » est enregistré ; l'ARS et l'Aract sont prévenues.",
    )
    return redirect("regions:participations")
