"""Preparing a call: drafting it, and joining its documents, contacts and milestones."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from accounts.models import Membership
from calls.dates import NAMES
from calls.enums import DocumentKind
from calls.models import AllocationRule, Call, CallContact, CallDocument, CallMilestone
from calls.permissions import may_add_pieces, may_edit_call, may_prepare_calls
from core.codes import LONGEST_SLUG, new_code
from core.verdicts import OutOfTurn, Refused, Verdict, ensure
from records import documents, journal
from records.models import JournalEntry
from records.removing import comes_back, remove

Piece = CallDocument | CallContact | CallMilestone
CALL_FIELDS = (
    "phase",
    "number",
    "title",
    "slug",
    "reference",
    "legal_basis",
    "summary",
    *NAMES,
    "regional_themes",
    "questionnaire",
    "grid",
    "previous",
)
# What another page already answers to under /appels/.
RESERVED_SLUGS = frozenset({"nouveau", "grilles", "programmes"})
RULE_FIELDS = ("envelope", "fixed", "project_weight", "establishment_weight", "step", "cap")


@transaction.atomic
def create_call(values: dict[str, Any], *, by: Membership, now: datetime | None = None) -> Call:
    """Begin a draft, with its allocation rule. `values` holds any of CALL_FIELDS, RULE_FIELDS and `themes`."""
    ensure(may_prepare_calls(by))
    values = values | {"slug": settled_slug(values.get("slug", ""), values["title"])}
    acronym = values["phase"].programme.acronym
    call = Call.objects.create(acronym=acronym, **{name: values[name] for name in CALL_FIELDS if name in values})
    AllocationRule.objects.create(call=call, **{name: values[name] for name in RULE_FIELDS if name in values})
    call.themes.set(values.get("themes", ()))
    journal.record("calls.create", call, by=by, summary=f"Appel « {call} » mis en préparation.", now=now)
    return call


@transaction.atomic
def edit_call(call: Call, values: dict[str, Any], *, by: Membership, now: datetime | None = None) -> Call:
    """Rewrite what is given of a draft; what is published no longer changes."""
    call = locked(call)
    ensure(may_edit_call(by, call))
    values = values | {"slug": settled_slug(values["slug"], values["title"], but=call)}
    if "phase" in values:
        call.acronym = values["phase"].programme.acronym
        call.save(update_fields=["acronym"])
    changes = []
    for target, fields in ((call, CALL_FIELDS), (call.rule, RULE_FIELDS)):
        names = [name for name in fields if name in values]
        changes += [name for name in names if getattr(target, name) != values[name]]
        for name in names:
            setattr(target, name, values[name])
        target.save(update_fields=names)
    call.themes.set(values["themes"])
    journal.record(
        "calls.edit",
        call,
        by=by,
        summary=f"Préparation de l'appel « {call} » modifiée.",
        data={"changed": changes},
        now=now,
    )
    return call


@transaction.atomic
def add_document(
    call: Call, *, kind: DocumentKind, title: str, upload: Any, by: Membership, now: datetime | None = None
) -> CallDocument:
    """Join an uploaded file (a Django `UploadedFile`), checked by `records.documents`."""
    call = locked_for_pieces(call, by)
    document = documents.store_upload(upload, by=by)
    row = CallDocument.objects.create(call=call, kind=kind, title=title, document=document)
    journal.record(
        "calls.add_document",
        call,
        by=by,
        summary=f"Document « {title} » joint à l'appel.",
        data={"document": str(document.key), "sha256": document.sha256},
        now=now,
    )
    return row


@transaction.atomic
def add_contact(
    call: Call,
    *,
    organisation: Any,
    function: str,
    email: str,
    phone: str = "",
    by: Membership,
    now: datetime | None = None,
) -> CallContact:
    """Say whom to write to, by function (R47)."""
    call = locked_for_pieces(call, by)
    row = CallContact.objects.create(call=call, organisation=organisation, function=function, email=email, phone=phone)
    journal.record("calls.add_contact", call, by=by, summary=f"Contact « {row} » ajouté à l'appel.", now=now)
    return row


@transaction.atomic
def add_milestone(
    call: Call, *, on: date, label: str, when: str = "", by: Membership, now: datetime | None = None
) -> CallMilestone:
    """Add a date to the public calendar; `when` is read in its place as long as the day is not fixed."""
    call = locked_for_pieces(call, by)
    row = CallMilestone.objects.create(call=call, on=on, when=when, label=label)
    journal.record("calls.add_milestone", call, by=by, summary=f"Jalon « {label} » ajouté à l'appel.", now=now)
    return row


@transaction.atomic
def remove_piece(piece: Piece, *, by: Membership, now: datetime | None = None) -> JournalEntry:
    """Take away a document, contact or milestone of a draft; a stored file stays, it only leaves the call."""
    call = locked(piece.call)
    ensure(may_edit_call(by, call))
    summary, within = f"« {piece} » retiré de l'appel", {"call": call.pk}
    return remove(piece, "calls.remove_piece", by=by, summary=summary, within=within, now=now, about=call)


@comes_back("calls.remove_piece")
def piece_again(piece: Piece, *, by: Membership) -> Iterator[str]:
    call = locked(piece.call)
    ensure(may_edit_call(by, call))
    yield reverse("calls:prepare", args=[call.slug])


def locked(call: Call) -> Call:
    return Call.objects.select_for_update().get(pk=call.pk)


def locked_for_pieces(call: Call, by: Membership) -> Call:
    call = locked(call)
    ensure(may_add_pieces(by, call))
    return call


def ensure_turn(verdict: Verdict) -> None:
    """The right to prepare was asked already: only the state of the call can still say no."""
    if not verdict:
        raise OutOfTurn(verdict.reason)


def settled_slug(typed: str, title: str, but: Call | None = None) -> str:
    """The address that was typed, refused when it is taken; else one derived from the title, numbered if need be."""
    others = Call.objects.exclude(pk=but.pk) if but else Call.objects.all()
    if typed:
        if typed in RESERVED_SLUGS or others.filter(slug=typed).exists():
            raise Refused(f"L'adresse « {typed} » est déjà prise : choisissez-en une autre.")
        return typed
    taken = {*others.values_list("slug", flat=True), *RESERVED_SLUGS}
    return new_code(title, taken, "appel", LONGEST_SLUG)
