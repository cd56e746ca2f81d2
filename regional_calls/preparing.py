"""Preparing a regional call: its text and dates, its themes, its documents."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from calls.models import Questionnaire, Term
from calls.models.questionnaire import REGIONAL
from core.codes import LONGEST_SLUG, new_code
from core.verdicts import OutOfTurn, Refused, ensure
from records import documents, journal
from records.models import JournalEntry
from records.removing import comes_back, remove
from regional_calls.models import RegionalCall, RegionalDocument, RegionalTheme
from regional_calls.permissions import may_edit_regional_call, may_prepare_regional_call, may_run_regional_call
from regions.models import Award, RegionalProject
from regions.themes import own_list, themes_for

CALL_FIELDS = (
    "title",
    "presentation",
    "expectations",
    "contact_function",
    "contact_email",
    "opens_at",
    "closes_at",
)


def ensure_none_under_way(project: RegionalProject) -> None:
    if project.regional_calls.filter(announced_at=None).exists():
        raise OutOfTurn("Ce projet a déjà un appel régional en cours : il se conclut par l'annonce des choix.")


@transaction.atomic
def create_call(
    project: RegionalProject, values: dict[str, Any], *, by: Membership, now: datetime | None = None
) -> RegionalCall:
    """Begin a draft in the region's own time zone, with the themes that its pair had chosen before (R50)."""
    now = now or timezone.now()
    project = locked_project(project)
    ensure(may_prepare_regional_call(by, project))
    ensure_none_under_way(project)
    questionnaire = Questionnaire.objects.filter(code=REGIONAL).order_by("-revision").first()
    if questionnaire is None:
        raise Refused("Le questionnaire des appels régionaux manque. L'équipe du portail est à prévenir.")
    call = RegionalCall.objects.create(
        project=project,
        slug=free_slug(f"{project.region.slug} {values['opens_at'].year}"),
        time_zone=project.region.time_zone,
        questionnaire=questionnaire,
        created_at=now,
        **{name: values[name] for name in CALL_FIELDS},
    )
    RegionalTheme.objects.bulk_create(
        RegionalTheme(call=call, label=term.label, definition=term.definition, term=term, position=position)
        for position, term in enumerate(usual_themes(project), start=1)
    )
    journal.record("regional_calls.create", call, by=by, summary=f"Appel régional « {call} » préparé.", now=now)
    return call


@transaction.atomic
def edit_call(
    call: RegionalCall, values: dict[str, Any], *, by: Membership, now: datetime | None = None
) -> RegionalCall:
    """Rewrite a draft; what is published no longer changes."""
    call = locked_to_edit(call, by)
    changes = [name for name in CALL_FIELDS if getattr(call, name) != values[name]]
    for name in changes:
        setattr(call, name, values[name])
    call.save(update_fields=changes)
    journal.record(
        "regional_calls.edit",
        call,
        by=by,
        summary=f"Appel régional « {call} » modifié.",
        data={"changed": changes},
        now=now,
    )
    return call


@transaction.atomic
def write_theme(
    call: RegionalCall,
    *,
    label: str,
    definition: str,
    term: Term,
    theme: RegionalTheme | None = None,
    by: Membership,
    now: datetime | None = None,
) -> RegionalTheme:
    """Add a theme, or reword one; where the national call is closed to themes of regions, in its own words."""
    call = locked_to_edit(call, by)
    if not call.project.call.regional_themes and (label, definition) != (term.label, term.definition):
        raise Refused("L'appel national n'admet que ses propres thèmes, dans ses mots.", at="term")
    others = call.themes.exclude(pk=theme.pk) if theme else call.themes.all()
    if others.filter(label=label).exists():
        raise Refused(f"Le thème « {label} » est déjà dans l'appel.")
    row = theme or RegionalTheme(call=call, position=call.themes.count() + 1)
    row.label, row.definition, row.term = label, definition, term
    row.save()
    journal.record("regional_calls.write_theme", row, by=by, summary=f"Thème « {label} » écrit.", now=now)
    return row


@transaction.atomic
def remove_theme(theme: RegionalTheme, *, by: Membership, now: datetime | None = None) -> JournalEntry:
    within = {"regional_call": locked_to_edit(theme.call, by).pk}
    summary = f"Thème « {theme} » retiré"
    return remove(theme, "regional_calls.remove_theme", by=by, summary=summary, within=within, now=now)


@transaction.atomic
def add_document(
    call: RegionalCall, *, title: str, upload: Any, by: Membership, now: datetime | None = None
) -> RegionalDocument:
    """Join an uploaded file, checked by `records.documents`; it is public with the call."""
    call = locked_to_run(call, by)
    document = documents.store_upload(upload, by=by)
    row = RegionalDocument.objects.create(call=call, title=title, document=document)
    journal.record(
        "regional_calls.add_document",
        call,
        by=by,
        summary=f"Document « {title} » joint à l'appel régional.",
        data={"document": str(document.key), "sha256": document.sha256},
        now=now,
    )
    return row


@transaction.atomic
def remove_document(piece: RegionalDocument, *, by: Membership, now: datetime | None = None) -> JournalEntry:
    """Take a document off a draft; the stored file stays."""
    within = {"regional_call": locked_to_edit(piece.call, by).pk}
    summary = f"Document « {piece} » retiré"
    return remove(piece, "regional_calls.remove_document", by=by, summary=summary, within=within, now=now)


@comes_back("regional_calls.remove_theme")
@comes_back("regional_calls.remove_document")
def in_draft_again(row: RegionalTheme | RegionalDocument, *, by: Membership) -> Iterator[str]:
    call = locked_to_edit(row.call, by)
    yield reverse("regional_calls:call", args=[call.project_id, call.pk])


def usual_themes(project: RegionalProject) -> list[Term]:
    """The region's own list where it has one, else those of the national call."""
    themes = themes_for(project)
    own = own_list(project)
    return list(themes.filter(vocabulary=own) if own else themes)


def locked_project(project: RegionalProject) -> RegionalProject:
    """Held until the transaction ends: two calls cannot begin at once."""
    RegionalProject.objects.select_for_update().get(pk=project.pk)
    return RegionalProject.objects.select_related("region", "ars", "aract", "call", "award").get(pk=project.pk)


def locked(call: RegionalCall) -> RegionalCall:
    """The call's row, held, with its project as it is once held."""
    RegionalCall.objects.select_for_update().get(pk=call.pk)
    return RegionalCall.objects.with_parties().select_related("project__award").get(pk=call.pk)


def locked_with_award(call: RegionalCall) -> RegionalCall:
    """The same with the project's award, if it has one: nobody enters a project while it closes or moves."""
    RegionalCall.objects.select_for_update().get(pk=call.pk)
    Award.objects.select_for_update().filter(project=call.project_id).first()
    return RegionalCall.objects.with_parties().select_related("project__award").get(pk=call.pk)


def locked_to_edit(call: RegionalCall, by: Membership) -> RegionalCall:
    call = locked(call)
    ensure(may_edit_regional_call(by, call))
    return call


def locked_to_run(call: RegionalCall, by: Membership) -> RegionalCall:
    call = locked(call)
    ensure(may_run_regional_call(by, call))
    return call


def free_slug(text: str) -> str:
    """An address drawn from the region and the year, numbered if need be."""
    return new_code(text, set(RegionalCall.objects.values_list("slug", flat=True)), "appel", LONGEST_SLUG)
