"""The public page that an act's QR code opens."""

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from accounts.middleware import HatRequest
from acts.forms.verification import CompareForm, VerificationForm
from acts.verifying import found_by, same_file
from core.form_page import FormPage, answer_form

# Pages asked by one address before it has to wait: far above what a person does.
ASKED_AT_MOST = 60
WINDOW = 60


def asks_too_much(request: HatRequest) -> bool:
    """Addresses are told apart as at sign-in, so that people behind one trusted proxy do not wait for each other."""
    key = f"check:{get_adapter(request).get_client_ip(request)}"
    cache.add(key, 0, WINDOW)
    try:
        return cache.incr(key) > ASKED_AT_MOST
    except ValueError:
        # The window closed between the two calls.
        return False


@login_not_required
@never_cache
def check_search(request: HatRequest) -> HttpResponse:
    """Type the code of an act."""
    if asks_too_much(request):
        return render(request, "acts/check_wait.html", status=429)
    form = VerificationForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        if found_by(form.cleaned_data["code"]) is not None:
            return redirect("acts:check", code=form.cleaned_data["code"])
        form.add_error("code", "Aucun document ne porte ce code. Vérifiez les majuscules, les tirets et les zéros.")
    return render(request, "acts/check_search.html", {"form": form})


@login_not_required
@never_cache
def check(request: HatRequest, code: str) -> HttpResponse:
    """What the portal knows of the act; a file sent here is compared and forgotten."""
    if asks_too_much(request):
        return render(request, "acts/check_wait.html", status=429)
    act = found_by(code)
    if act is None:
        return render(request, "acts/check_unknown.html", status=404)
    search = reverse("acts:check_search")

    def page(*, same: bool | None = None) -> FormPage:
        context = {"act": act, "told": act.content, "same": same, "styles": "css/decisions.css"}
        return FormPage(
            f"{act.get_kind_display().capitalize()} {act}",
            "Comparer le fichier",
            back="",
            crumbs=[("Vérifier un document", search)],
            template="acts/check.html",
            context=context,
        )

    return answer_form(
        request,
        CompareForm,
        page=page(),
        deed=lambda form: same_file(act, form.cleaned_data["file"].chunks()),
        done=lambda same: page(same=same).render(request, CompareForm()),
    )
