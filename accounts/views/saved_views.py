"""Keeping what one asks of a list, under a name; the list itself shows the views that are kept."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse

from accounts import keeping
from accounts.forms.saved_views import SavedViewForm
from accounts.middleware import HatRequest
from accounts.models import SavedView
from accounts.permissions import may_change_view, may_keep_views
from core.form_page import FormPage, answer_form, redirect_saying
from core.verdicts import ensure
from records.journal import last_edit
from records.views.removing import ask_to_remove, row_or_gone


def keep_view(request: HatRequest) -> HttpResponse:
    ensure(may_keep_views(request.hat))
    asked = keeping.asked_by(request.GET.get("liste", ""))
    if asked is None:
        raise Http404("Une vue s'enregistre depuis sa liste.")
    return answer_form(
        request,
        lambda data, _: SavedViewForm(data, audiences=keeping.audiences(request.hat)),
        page=FormPage(
            "Enregistrer cette vue",
            "Enregistrer la vue",
            asked.url,
            crumbs=[(asked.title, asked.url)],
            intro="Les filtres, l'ordre et les colonnes de la liste se retrouvent sous un nom, au-dessus d'elle.",
        ),
        right=may_keep_views(request.hat),
        deed=lambda form: keeping.keep_view(asked, **form.cleaned_data, by=request.hat),
        done=lambda view: redirect_saying(request, f"La vue « {view} » est enregistrée.", asked.url),
    )


def view_or_gone(request: HatRequest, pk: int) -> SavedView:
    """What is sent about a view that one no longer sees is refused with what was typed, not lost (case 54)."""
    rows = SavedView.objects.all() if request.method == "POST" else SavedView.objects.visible_to(request.hat)
    return row_or_gone(rows.with_habit(request.hat), pk)


def change_view(request: HatRequest, view_pk: int) -> HttpResponse:
    ensure(may_keep_views(request.hat))
    view: Any = view_or_gone(request, view_pk)
    here = f"{view.path}?{view.query}"
    shown = {"name": view.name, "audience": view.audience, "usual": view.usual}
    return answer_form(
        request,
        lambda data, _: SavedViewForm(data, initial=shown, audiences=keeping.audiences(request.hat)),
        page=FormPage(
            "Modifier une vue",
            "Enregistrer",
            here,
            template="accounts/change_view.html",
            context={"remove_url": reverse("accounts:remove_view", args=[view.pk])},
        ),
        right=may_change_view(request.hat, view),
        edits=view,
        last_edit=last_edit(view),
        deed=lambda form: keeping.change_view(view, **form.cleaned_data, by=request.hat),
        done=lambda changed: redirect_saying(request, f"La vue « {changed} » est à jour.", here),
    )


def remove_view(request: HatRequest, view_pk: int) -> HttpResponse:
    ensure(may_keep_views(request.hat))
    view = view_or_gone(request, view_pk)
    return ask_to_remove(
        request,
        FormPage(
            "Retirer une vue",
            "Retirer la vue",
            reverse("accounts:change_view", args=[view.pk]),
            consequences=["Elle disparaît de la liste, pour les personnes avec qui elle est partagée aussi."],
        ),
        right=may_change_view(request.hat, view),
        deed=lambda: keeping.remove_view(view, by=request.hat),
        done=f"La vue « {view} » est retirée.",
        to=(view.path,),
    )
