"""The commission's dashboard, a fiche's profile beside it, and reminders."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.middleware import HatRequest
from accounts.models import Membership
from accounts.views.telling import refusals_told
from applications.silence import unanswered
from calls.models import Call
from commission import charts
from commission.comparison import compared
from commission.convening import standing
from commission.forms.reviews import WhatIfForm
from commission.models import Assignment, Review
from commission.permissions import (
    may_assign_rapporteurs,
    may_convene,
    may_follow_commission,
    may_propose,
    may_remind,
)
from commission.ranking import SORTS, RankedFiche, arranged, standings
from commission.reminding import remind as send_reminder
from commission.reminding import reminded_today, reminder_key
from commission.what_if import Sharing, WhatIf, explained, share_out
from core.alphabetical import Alphabetical
from core.form_page import FormPage
from core.verdicts import ensure


def followed_call(request: HatRequest, slug: str) -> Call:
    """A call whose examination and decisions the person may read."""
    call = get_object_or_404(Call.objects.visible_to(request.hat).select_related("rule"), slug=slug)
    ensure(may_follow_commission(request.hat))
    return call


def page_of(call: Call, title: str, submit: str, *above: tuple[str, str], **around: Any) -> FormPage:
    """What stands around a form: the pages above it, the last of which is the way back."""
    crumbs = [("Commission", reverse("commission:dashboard", args=[call.slug])), *above]
    context = {"call": call, **around.pop("context", {})}
    return FormPage(title, submit, crumbs[-1][1], crumbs=crumbs, context=context, **around)


def dashboard(request: HatRequest, slug: str) -> HttpResponse:
    call = followed_call(request, slug)
    found = standings(call)
    what_if, form = hypothesis(request, call)
    sharing = share_out(call.rule, found, what_if)
    sort = request.GET.get("tri", "rang")
    context = {
        "call": call,
        "rows": [(one, sharing.shares.get(one.region.code)) for one in arranged(found, sort)],
        "columns": columns(request, sort),
        "sharing": sharing,
        "what_if": what_if,
        "form": form,
        "envelope_chart": charts.envelope_chart(call.rule.envelope, found, sharing),
        "committed": sum(amount for _, amount in charts.committed(found)),
        "tile_map": charts.tile_map(call, found),
        "mixes": charts.mixes(call),
        "waiting": waiting_for(call),
        "silences": [one for one in unanswered(timezone.now()) if one.deposit.application.project.call_id == call.pk],
        "disagreements": [one for one in found if one.disagreement],
        "unassigned": sum(voice.assignment is None for one in found for voice in one.voices),
        "may_remind": may_remind(request.hat),
        "convening": standing(call, timezone.now()),
        "may_convene": may_convene(request.hat),
        "may_assign": may_assign_rapporteurs(request.hat),
    }
    return render(request, "commission/dashboard.html", context)


def hypothesis(request: HatRequest, call: Call) -> tuple[WhatIf, WhatIfForm]:
    """What the address asks to try; a field that makes no sense is left out and says so."""
    names = {"retenues": "retained", "projet": "project_weight", "etablissement": "establishment_weight"}
    asked = any(name in request.GET for name in names)
    rule = call.rule
    initial = {"projet": rule.project_weight, "etablissement": rule.establishment_weight}
    form = WhatIfForm(request.GET if asked else None, initial=initial)
    form.is_valid()
    cleaned = getattr(form, "cleaned_data", {})
    return WhatIf(**{names[name]: value for name, value in cleaned.items() if value is not None}), form


def columns(request: HatRequest, sort: str) -> dict[str, dict[str, Any]]:
    """By name of sort: its title, the address that sorts by it (the other way round if it already does), its state."""
    found = {}
    for name, (title, _, largest_first) in SORTS.items():
        query = request.GET.copy()
        query["tri"] = f"-{name}" if sort == name else name
        state = ""
        if sort.removeprefix("-") == name:
            state = "descending" if largest_first != sort.startswith("-") else "ascending"
        found[name] = {"title": title, "url": f"?{query.urlencode()}", "state": state}
    return found


def waiting_for(call: Call) -> list[dict[str, Any]]:
    """Rapporteurs whose reviews are missing, with the regions, and whether they were reminded today."""
    now = timezone.now()
    told = reminded_today(call, now)
    missing = Assignment.objects.of_call(call).to_score().with_fiche()
    by_rapporteur: dict[int, dict[str, Any]] = {}
    for assignment in missing.order_by(
        "party", Alphabetical("rapporteur__user__full_name"), "application__project__region__slug"
    ):
        hat = assignment.rapporteur
        line = by_rapporteur.setdefault(
            hat.pk, {"hat": hat, "regions": [], "reminded": reminder_key(call, hat.pk, now) in told}
        )
        line["regions"].append(assignment.application.project.region.name)
    return list(by_rapporteur.values())


def profile(request: HatRequest, slug: str, application_pk: int) -> HttpResponse:
    """A fiche's scores side by side and its line in the allocation; a fragment when asked by the dashboard."""
    call = followed_call(request, slug)
    found = standings(call)
    standing = next((one for one in found if one.application.pk == application_pk), None)
    if standing is None:
        raise Http404("Cette fiche n'est pas à l'examen.")
    what_if, _ = hypothesis(request, call)
    context = profile_of(request, call, standing, share_out(call.rule, found, what_if))
    template = "commission/_profile.html" if request.htmx else "commission/profile.html"
    return render(request, template, context)


def profile_of(request: HatRequest, call: Call, standing: RankedFiche, sharing: Sharing) -> dict[str, Any]:
    seen = (
        Review.objects.visible_to(request.hat)
        .filter(assignment__application=standing.application)
        .select_related("deposit", "assignment__rapporteur__user", "assignment__rapporteur__organisation")
        .prefetch_related("scores")
    )
    criteria = list(call.grid.criteria.order_by("position", "pk"))
    return {
        "call": call,
        "standing": standing,
        "project": standing.application.project,
        "comparison": compared(criteria, seen, standing.application.deposit_id),
        "explanation": explained(sharing, standing),
        "basis": sharing.basis,
        "may_propose": may_propose(request.hat, standing.application, standing.decision),
    }


@require_POST
def remind(request: HatRequest, slug: str, rapporteur_pk: int) -> HttpResponse:
    call = followed_call(request, slug)
    ensure(may_remind(request.hat))
    waited_for = Assignment.objects.of_call(call).to_score().values("rapporteur")
    rapporteur = get_object_or_404(
        Membership.objects.select_related("user", "organisation").filter(pk__in=waited_for), pk=rapporteur_pk
    )
    with refusals_told(request):
        send_reminder(call, rapporteur, by=request.hat)
        messages.success(request, f"Relance envoyée à {rapporteur.user}.")
    return redirect("commission:dashboard", slug)
