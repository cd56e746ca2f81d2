"""The drafts of a call as the secretary knows them, the codes that open some after the closing, and entering one."""

from datetime import datetime

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.middleware import HatRequest
from accounts.views.limits import ensure_allowed
from accounts.views.telling import refusals_told
from applications import late
from applications.drafting import counted_by_stage, drafts_of
from applications.forms.late import LateAccessForm, LateCodeForm
from applications.models import Application, LateAccess, LateEntry
from applications.permissions import may_enter_late_code, may_give_late_access
from applications.views.fiches import fiche_or_404, fiche_page
from applications.window import is_open
from calls.calendar import phase
from calls.enums import CallPhase
from calls.models import Call
from core.form_page import FormPage, answer_form, redirect_saying
from core.verdicts import OutOfTurn, ensure
from core.wording import deadline

MOST = 100


def call_or_404(request: HatRequest, slug: str) -> Call:
    return get_object_or_404(Call.objects.visible_to(request.hat), slug=slug)


@require_safe
def drafts(request: HatRequest, slug: str) -> HttpResponse:
    call, now = call_or_404(request, slug), timezone.now()
    ensure(may_give_late_access(request.hat, call))
    lines = drafts_of(call, now)
    accesses = call.late_accesses.select_related("region", "made_by__organisation").annotate(used=Count("entries"))
    context = {
        "call": call,
        "lines": lines,
        "stages": counted_by_stage(lines),
        "accesses": [(access, access.is_live(now)) for access in accesses[:MOST]],
        "may_give": phase(call, now) != CallPhase.CONCLUDED,
    }
    return render(request, "applications/drafts.html", context)


def give_late_access(request: HatRequest, slug: str) -> HttpResponse:
    call = call_or_404(request, slug)
    above = reverse("applications:drafts", args=[slug])

    def turn() -> None:
        if phase(call, timezone.now()) == CallPhase.CONCLUDED:
            raise OutOfTurn("L'appel est terminé : aucune fiche ne s'y dépose plus.")

    def done(made: tuple[LateAccess, str]) -> HttpResponse:
        said = f"Le code est {made[1]}. Notez-le et transmettez-le : il n'est montré qu'une fois."
        return redirect_saying(request, said, above)

    return answer_form(
        request,
        lambda data, _: LateAccessForm(data, call=call),
        page=late_access_page(call),
        right=may_give_late_access(request.hat, call),
        turn=turn,
        deed=lambda form: late.give_late_access(call, **form.cleaned_data, by=request.hat, now=timezone.now()),
        done=done,
    )


def late_access_page(call: Call) -> FormPage:
    above = reverse("applications:drafts", args=[call.slug])
    return FormPage(
        "Créer un code d'accès tardif",
        "Créer le code",
        above,
        crumbs=[(call.title, reverse("calls:call", args=[call.slug])), ("Brouillons et codes d'accès", above)],
        consequences=(
            "Avec ce code, un binôme écrit, signe et dépose sa fiche après la clôture, jusqu'à l'expiration.",
            "L'accusé de réception, la vérification et les pages de la commission disent l'exception et son motif.",
            "Le code n'est montré qu'une fois ; vous pourrez le révoquer.",
        ),
    )


@require_POST
def revoke_late_access(request: HatRequest, slug: str, access_pk: int) -> HttpResponse:
    call = call_or_404(request, slug)
    ensure(may_give_late_access(request.hat, call))
    access = get_object_or_404(call.late_accesses, pk=access_pk)
    with refusals_told(request):
        late.revoke_late_access(access, by=request.hat)
        messages.success(request, "Le code est révoqué : il n'ouvre plus rien.")
    return redirect("applications:drafts", slug)


def enter_late_code(request: HatRequest, pk: int) -> HttpResponse:
    fiche = fiche_or_404(request, pk)

    def deed(form: LateCodeForm) -> LateEntry:
        ensure_allowed(request, "applications.late_code", str(fiche.pk))
        return late.enter_code(fiche, **form.cleaned_data, by=request.hat, now=timezone.now())

    return answer_form(
        request,
        lambda data, _: LateCodeForm(data),
        page=fiche_page(
            fiche,
            "Ouvrir la fiche par un code",
            "Ouvrir la fiche",
            intro="L'appel est clos. Par exception, le secrétariat de la commission donne un code qui la rouvre.",
        ),
        right=may_enter_late_code(request.hat, fiche),
        turn=lambda: ensure_closed(fiche, timezone.now()),
        deed=deed,
        done=lambda entry: redirect_saying(
            request,
            f"La fiche est ouverte jusqu'au {deadline(entry.access.expires_at, fiche.project.call.zone)}.",
            "applications:application",
            pk,
        ),
    )


def ensure_closed(fiche: Application, now: datetime) -> None:
    if is_open(fiche, now) or phase(fiche.project.call, now) != CallPhase.EXAMINATION:
        raise OutOfTurn("Cette fiche n'a pas besoin de code, ou l'appel est terminé.")
