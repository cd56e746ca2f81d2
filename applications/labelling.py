"""Labels on deposited fiches: making, renaming, merging and removing them, putting them on and taking them off.

A pair reads the deeds of its own fiche: those about labels are journaled about the label, never about the fiche.
"""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from applications.enums import LabelTone
from applications.fiche_edit import locked
from applications.models import Application, Label, Labelling
from applications.permissions import may_keep_labels, may_label
from core.verdicts import OutOfTurn, Refused, ensure
from core.wording import counted, listed, of
from records import journal
from records.models import JournalEntry
from records.removing import comes_back, removal_of, remove

PUT = "La fiche porte déjà l'étiquette « {} »."
NOT_PUT = "La fiche ne porte pas l'étiquette « {} »."


@transaction.atomic
def make_label(*, name: str, tone: LabelTone, by: Membership, now: datetime | None = None) -> Label:
    ensure(may_keep_labels(by))
    labels = list(Label.objects.select_for_update())
    if len(labels) >= Label.MOST:
        raise Refused(f"Il y a déjà {Label.MOST} étiquettes : fusionnez-en ou retirez-en avant d'en créer.")
    ensure_free(name, labels)
    label = Label.objects.create(name=name, tone=tone, made_by=by, made_at=now or timezone.now())
    journal.record("applications.make_label", label, by=by, summary=f"Étiquette « {name} » créée", now=now)
    return label


@transaction.atomic
def change_label(label: Label, *, name: str, tone: LabelTone, by: Membership, now: datetime | None = None) -> Label:
    """Name it or colour it otherwise, on every fiche that bears it."""
    ensure(may_keep_labels(by))
    labels = {one.pk: one for one in Label.objects.select_for_update()}
    if label.pk not in labels:
        raise OutOfTurn("Cette étiquette vient d'être retirée.")
    before = labels.pop(label.pk).name
    ensure_free(name, labels.values())
    label.name, label.tone = name, tone
    label.save(update_fields=["name", "tone"])
    journal.record("applications.change_label", label, by=by, summary=f"Étiquette « {before} » : « {name} »", now=now)
    return label


def ensure_free(name: str, labels: Collection[Label] | Iterator[Label]) -> None:
    if name.casefold() in {label.name.casefold() for label in labels}:
        raise Refused(f"L'étiquette « {name} » existe déjà.", at="name")


@transaction.atomic
def remove_label(label: Label, *, by: Membership, now: datetime | None = None) -> JournalEntry:
    """Take it away, and off every fiche."""
    ensure(may_keep_labels(by))
    summary = f"Étiquette « {label} » retirée"
    return remove(label, "applications.remove_label", by=by, summary=summary, within={}, now=now)


@transaction.atomic
def merge_label(label: Label, *, into: Label, by: Membership, now: datetime | None = None) -> JournalEntry:
    """Put another label wherever this one is, then take this one away."""
    now = now or timezone.now()
    ensure(may_keep_labels(by))
    if label.pk == into.pk:
        raise Refused("Une étiquette se fusionne avec une autre.", at="into")
    there = {one.pk for one in Label.objects.select_for_update().filter(pk__in=[label.pk, into.pk])}
    if there != {label.pk, into.pk}:
        raise OutOfTurn("Une de ces étiquettes vient d'être retirée.")
    bearing = set(into.labellings.values_list("application", flat=True))
    moved = [key for key in label.labellings.values_list("application", flat=True) if key not in bearing]
    Labelling.objects.bulk_create(Labelling(label=into, application_id=key, put_by=by, put_at=now) for key in moved)
    summary = f"Étiquette « {label} » fusionnée avec « {into} »"
    within = {"into": into.pk, "moved": moved}
    return remove(label, "applications.merge_label", by=by, summary=summary, within=within, now=now)


@comes_back("applications.remove_label")
def label_again(label: Label, *, by: Membership) -> Iterator[str]:
    ensure(may_keep_labels(by))
    ensure_free(label.name, Label.objects.select_for_update())
    yield reverse("applications:labels")


@comes_back("applications.merge_label")
def unmerged(label: Label, *, by: Membership) -> Iterator[str]:
    """What the merging put comes off again."""
    ensure(may_keep_labels(by))
    ensure_free(label.name, Label.objects.select_for_update())
    entry = removal_of(Label, label.pk)
    moved = entry.data if entry else {"into": None, "moved": []}
    yield reverse("applications:labels")
    Labelling.objects.filter(label=moved["into"], application__in=moved["moved"]).delete()


@transaction.atomic
def put_label(application: Application, label: Label, *, by: Membership, now: datetime | None = None) -> Labelling:
    now = now or timezone.now()
    fiche = locked(application)
    ensure(may_label(by, fiche))
    if not Label.objects.select_for_update().filter(pk=label.pk).exists():
        raise OutOfTurn("Cette étiquette vient d'être retirée.")
    row, new = Labelling.objects.get_or_create(label=label, application=fiche, defaults={"put_by": by, "put_at": now})
    if not new:
        raise OutOfTurn(PUT.format(label))
    _note("applications.put_label", label, fiche, "posée sur", by=by, now=now)
    return row


@transaction.atomic
def take_label(application: Application, label: Label, *, by: Membership, now: datetime | None = None) -> None:
    """It is put again by the same gesture, so nothing is kept to undo it."""
    fiche = locked(application)
    ensure(may_label(by, fiche))
    gone, _ = Labelling.objects.filter(label=label, application=fiche).delete()
    if not gone:
        raise OutOfTurn(NOT_PUT.format(label))
    _note("applications.take_label", label, fiche, "ôtée de", by=by, now=now)


@transaction.atomic
def set_labels(
    application: Application, labels: Collection[Label], *, by: Membership, now: datetime | None = None
) -> str:
    """The labels of a fiche as they should be; the sentence that says what changed."""
    fiche = locked(application)
    ensure(may_label(by, fiche))
    present = {row.label for row in fiche.labellings.select_related("label")}
    put, taken = sorted(set(labels) - present, key=str), sorted(present - set(labels), key=str)
    for label in put:
        put_label(fiche, label, by=by, now=now)
    for label in taken:
        take_label(fiche, label, by=by, now=now)
    changed = [
        f"{counted(len(rows), one, several)} : {listed([str(row) for row in rows])}"
        for rows, one, several in (
            (put, "étiquette posée", "étiquettes posées"),
            (taken, "étiquette ôtée", "étiquettes ôtées"),
        )
        if rows
    ]
    return f"{'. '.join(changed)}." if changed else "Rien n'a changé."


def _note(deed: str, label: Label, fiche: Application, done: str, *, by: Membership, now: datetime | None) -> None:
    summary = f"Étiquette « {label} » {done} la fiche {of(fiche.project.region)}"
    journal.record(deed, label, by=by, summary=summary, data={"application": fiche.pk}, now=now)
