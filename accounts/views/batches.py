"""An act on the ticked rows of a list: asked once, then followed row by row."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from accounts import batches
from accounts.middleware import HatRequest
from core.form_page import FormPage, answer_form
from core.verdicts import ensure
from core.wording import counted
from records.models import Job

# More figures than any key has.
LONGEST_KEY = 19


def back_of(request: HatRequest) -> str:
    """The list that the ticks come from, as it was filtered; never a page of another site."""
    address = request.GET.get("retour", "")
    ours = url_has_allowed_host_and_scheme(address, allowed_hosts=None) and address.startswith("/")
    return address if ours else reverse("todos")


def ticked_in(request: HatRequest) -> set[int]:
    keys = request.GET.getlist("ligne")
    return {int(key) for key in keys if key.isdecimal() and len(key) < LONGEST_KEY}


def ask_page(act: batches.BatchAct, rows: list[Any], lost: int, back: str) -> FormPage:
    return FormPage(
        act.label,
        act.submit,
        back,
        crumbs=[("Liste", back)],
        intro="Chaque ligne est traitée à part, avec son propre résultat.",
        consequences=[*act.consequences, "Une ligne refusée n'empêche pas les autres : vous lirez pourquoi."],
        notice=("warning", counted(lost, "ligne n'existe plus", "lignes n'existent plus"), "") if lost else None,
        template="accounts/ask_batch.html",
        context={"rows": [act.named(row) for row in rows]},
    )


def ask_batch(request: HatRequest) -> HttpResponse:
    """The rows ticked, what is to be told of them all, and what will happen."""
    act = batches.act_named(request.GET.get("acte", ""))
    if act is None or request.hat is None:
        raise Http404("Cet acte ne se fait pas sur plusieurs lignes.")
    ensure(act.may(request.hat))
    back, ticked = back_of(request), ticked_in(request)
    if not ticked or len(ticked) > batches.MOST:
        reason = f"{len(ticked)} lignes sont cochées : {batches.MOST} au plus." if ticked else "Aucune n'est cochée."
        messages.warning(request, f"Cochez les lignes sur lesquelles agir. {reason}")
        return redirect(back)
    rows = list(act.rows(request.hat).filter(pk__in=ticked))
    return answer_form(
        request,
        lambda data, _: act.form(data),
        page=ask_page(act, rows, len(ticked) - len(rows), back),
        right=act.may(request.hat),
        deed=lambda form: batches.ask_batch(act, rows, act.told(form.cleaned_data), by=request.hat, back_url=back),
        done=lambda run: redirect("accounts:batch", run.key),
    )


@require_safe
def batch(request: HatRequest, key: UUID) -> HttpResponse:
    """What became of each row; the page looks again by itself until all is done."""
    mine = Job.objects.filter(deed=batches.RUN_BATCH, created_by=request.user)
    run = get_object_or_404(mine, key=key)
    lines = list(run.batch_lines.all())
    return render(request, "accounts/batch.html", {"run": run, "lines": lines, "summary": batches.summary(lines)})
