"""What the money's pages share: finding rows through the project, and answering a form by its deed."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.middleware import HatRequest
from core.forms import PortalForm
from core.verdicts import NotAllowed, OutOfTurn, Refused
from grants.enums import AgreementState
from grants.models import Agreement
from regions.models import RegionalProject
from regions.views.projects import followed_project

Result = TypeVar("Result")


def funded_project(request: HatRequest, project_pk: int) -> RegionalProject:
    """An awarded project that this hat may follow; without an award there is no money to speak of."""
    project = followed_project(request, project_pk)
    if getattr(project, "award", None) is None:
        raise OutOfTurn("Le projet n'est pas retenu : il n'y a pas encore de subvention.")
    return project


def agreement_of(project: RegionalProject, agreement_pk: int) -> Agreement:
    """One of this project's agreements; another project's does not exist (404)."""
    agreement = get_object_or_404(project.agreements.in_full().with_paid(), pk=agreement_pk)
    agreement.project = project
    return agreement


def ensure_shown(request: HatRequest, agreement: Agreement, *states: AgreementState) -> None:
    """Before a form is shown: an act whose turn is over has no form. What is sent is judged by the deed."""
    if request.method != "POST" and agreement.state not in states:
        raise OutOfTurn(f"La convention est {agreement.get_state_display()} : ce n'est pas le moment de cet acte.")


def done(form: PortalForm, deed: Callable[[], Result], *, at: str | None = None) -> Result | None:
    """What the deed gives, or None with its refusal written on the form, where nothing typed is lost."""
    try:
        return deed()
    except NotAllowed:
        raise
    except Refused as refusal:
        form.add_error(at if at in form.fields else None, refusal.reason)
        return None


def form_page(
    request: HatRequest,
    project: RegionalProject,
    form: PortalForm,
    *,
    title: str,
    submit: str,
    back: str,
    intro: str = "",
    consequences: Sequence[str] = (),
    crumb: tuple[str, str] | None = None,
    extra: dict[str, Any] | None = None,
) -> HttpResponse:
    """A form on a page of its own: what it is about, what will happen, the fields, one button."""
    context = {
        "project": project,
        "form": form,
        "title": title,
        "submit": submit,
        "back": back,
        "intro": intro,
        "consequences": consequences,
        "above": crumb,
        **(extra or {}),
    }
    return render(request, "grants/form.html", context)


def back_to(request: HatRequest, message: str, name: str, *args: int) -> HttpResponse:
    messages.success(request, message)
    return redirect(name, *args)
