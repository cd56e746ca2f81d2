"""What the views of the tables share: a table that saves itself, the form of a row, its removal."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from accounts.middleware import HatRequest
from applications.fiche_edit import edit, named
from applications.models import Application
from applications.permissions import may_write
from applications.removing import Row, kinds_of, remove_row
from applications.sealing import sections_of
from applications.tables import section_url
from applications.views.fiches import fiche_or_404
from applications.views.sections import render_section, saved_in
from applications.window import is_open
from calls.enums import SectionKind
from calls.models import Section
from core.autosave import answer_draft
from core.form_page import AnyForm, FormPage, answer_form, redirect_saying
from core.verdicts import Verdict
from records.journal import last_edit
from records.views.removing import ask_to_remove
from regions.models import DigitalProject, RegionalProject

VOIDED = "Si la fiche est signée, les signatures sont annulées et leurs signataires prévenus."


def writes_now(request: HatRequest, fiche: Application, *kinds: SectionKind) -> Verdict:
    """Whether the sections that hold these tables may be written now."""
    parts = [section for section in sections_of(fiche) if section.kind in kinds] if fiche.correction else []
    return may_write(request.hat, fiche, parts) and is_open(fiche, timezone.now())


def table_page(fiche: Application, kind: SectionKind, title: str, submit: str, **around: Any) -> FormPage:
    """A form about one table of the fiche; it goes back to the section that holds it."""
    section = section_url(fiche, kind)
    crumbs = [
        (fiche.project.title, reverse("applications:application", args=[fiche.pk])),
        (kind.label.capitalize(), section),
    ]
    return FormPage(title, submit, section, crumbs=crumbs, **around)


def answer_table(
    request: HatRequest,
    pk: int,
    kind: SectionKind,
    make_form: Callable[[Any, Any], AnyForm],
    *,
    summary: str,
    save: Callable[[AnyForm, Application], None],
    drawn: Callable[[Application], str],
    done: str,
    refusal_at: str | None = None,
) -> HttpResponse:
    """A table whose fields save themselves, on the page of its section; `drawn` is what a save changes in it."""
    fiche, part = fiche_and_part(request, pk, kind)
    if request.method != "POST":
        return redirect(section_url(fiche, kind))
    return answer_draft(
        request,
        fiche,
        make_form,
        right=writes_now(request, fiche, kind),
        hold=lambda: edit(fiche, kind, by=request.hat, now=timezone.now(), summary=summary),
        last_edit=last_edit(fiche, summary=summary),
        refusal_at=refusal_at,
        save=save,
        around=lambda _, held: saved_in(request.hat, held, part, drawn(held)),
        page=lambda form, status: render_section(request, fiche, part, table={"form": form}, status=status),
        done=lambda _: redirect_saying(request, done, section_url(fiche, kind)),
        zone=fiche.project.call.zone,
    )


def fiche_and_part(request: HatRequest, pk: int, kind: SectionKind) -> tuple[Application, Section]:
    fiche = fiche_or_404(request, pk)
    sections = Section.objects.filter(questionnaire=fiche.questionnaire_id, kind=kind)
    return fiche, get_object_or_404(sections.prefetch_related("questions").order_by("number")[:1])


def answer_row(
    request: HatRequest,
    fiche: Application,
    make_form: Callable[..., AnyForm],
    *touched: SectionKind,
    page: FormPage,
    summary: Callable[[AnyForm], str],
    write: Callable[[AnyForm, RegionalProject], Any],
    done: Callable[[Any], str],
    row: Row | DigitalProject | None = None,
    refusal_at: str | None = None,
) -> HttpResponse:
    """Answer the form of a row to add, or of `row` to change: what is typed is written within the fiche's edit.

    `summary` is the journal's sentence; `done` that of the page where one lands, from what `write` gave.
    """
    changing = partial(edit, fiche, *touched, row=row, by=request.hat, now=timezone.now())
    return answer_form(
        request,
        make_form,
        page=page,
        right=writes_now(request, fiche, *touched),
        edits=row,
        under=fiche if row else None,
        last_edit=last_edit(fiche, data__row=named(row)),
        refusal_at=refusal_at,
        deed=lambda form: written(form, changing(summary=summary(form)), write),
        done=lambda result: redirect_saying(request, done(result), landing(request, page)),
    )


def written(
    form: AnyForm, changing: AbstractContextManager[Application], write: Callable[[AnyForm, RegionalProject], Any]
) -> Any:
    with changing as held:
        return write(form, held.project)


def landing(request: HatRequest, page: FormPage) -> str:
    """The same form again when one goes on typing rows."""
    return request.get_full_path() if "encore" in request.POST else page.back


def ask_to_remove_row(
    request: HatRequest, fiche: Application, row: Row, *, page: FormPage, summary: str, done: str
) -> HttpResponse:
    """Ask once whether a row goes; `summary` tells of it in the journal."""
    return ask_to_remove(
        request,
        page,
        right=writes_now(request, fiche, *kinds_of(row)),
        deed=lambda: remove_row(row, summary, by=request.hat, now=timezone.now()),
        done=done,
        to=(page.back,),
    )
