"""Joining files to a fiche: to a question that asks for some, or to the annexes of a section.

The answer names each file by its name, its size and its SHA-256 (`calls.kinds.files`): that is what is sealed, so that
a signature binds the files too. The bytes and the examination are those of an `FicheFile`, which stays.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import count
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from applications.answers import answers_row, write
from applications.enums import FileState
from applications.fiche_edit import edit
from applications.joined import attachment_of, joins, kind_of, listed_in, question_at, section_url, used_by
from applications.models import Application, FicheFile
from calls.models import Question
from core.form_page import GONE
from core.states import move
from core.verdicts import OutOfTurn, ensure
from core.wording import clock, counted, weight
from records import documents, journal
from records.documents import UnacceptedFile
from records.examining import examine
from records.jobs import enqueue
from records.models import JournalEntry
from records.removing import comes_back, keep

EXAMINE = "applications.examine_file"
DETACH = "applications.detach"


# — judging —


class NotJoined(UnacceptedFile):
    """A file that is not joined, named with the reason."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"« {documents.displayed_name(name)} » n'est pas joint. {reason}")


def judge(question: Question, name: str, size: int, start: bytes = b"") -> None:
    """Refuse a file by what is announced of it, and by its first bytes if they are there."""
    kind = kind_of(question)
    try:
        extension = documents.extension_of(documents.displayed_name(name))
        documents.check_size(size, min(kind.max_bytes, settings.DOCUMENT_MAX_BYTES))
        if start:
            documents.check_start(start, extension)
    except UnacceptedFile as fault:
        raise NotJoined(name, fault.reason) from fault
    if extension not in kind.extensions:
        raise NotJoined(name, f"Types acceptés ici : {kind.types_said}.")


def recognised(question: Question, name: str, content: bytes) -> tuple[str, str]:
    """(the name to show, the media type) of a file that the question takes, all of it being there."""
    judge(question, name, len(content), content)
    try:
        return documents.recognised(name, content)
    except UnacceptedFile as fault:
        raise NotJoined(name, fault.reason) from fault


def ensure_room(question: Question, application: Application, name: str, size: int, instead_of: int = 0) -> None:
    """Refuse a file for which the question, or the fiche, has no more room; `instead_of` bytes are given back."""
    kind, rows = kind_of(question), application.rows_by_section
    listed = listed_in(rows.get(question.section_id), question.code)
    if len(listed) >= kind.most and not instead_of:
        raise NotJoined(name, f"{counted(kind.most, 'fichier')} au plus ici : retirez-en un, ou remplacez-le.")
    used = used_by(application) - instead_of
    if used + size > settings.FICHE_FILES_MAX_BYTES:
        left = max(settings.FICHE_FILES_MAX_BYTES - used, 0)
        most = weight(settings.FICHE_FILES_MAX_BYTES)
        weighs = f"il pèse {weight(size)} et il en reste {weight(left)}"
        raise NotJoined(name, f"Les fichiers d'une fiche tiennent dans {most} : {weighs}.")


def named_apart(name: str, listed: list[dict[str, Any]]) -> str:
    """A name that no other file of the answer has: «plan (2).pdf»."""
    taken = {file["name"].casefold() for file in listed}
    stem, _, extension = name.rpartition(".")
    names = (name if n == 1 else f"{stem} ({n}).{extension}" for n in count(1))
    return next(one for one in names if one.casefold() not in taken)


# — deeds —


def attach(
    application: Application,
    question: Question,
    *,
    name: str,
    content: bytes,
    replaces: FicheFile | None = None,
    by: Membership,
    now: datetime | None = None,
) -> FicheFile:
    """Join a file, in the place of another if it `replaces` one; the same bytes sent twice are joined once."""
    now = now or timezone.now()
    name, media_type = recognised(question, name, content)
    sha256 = documents.hash_of_bytes(content)
    deed = f"remplace « {replaces} »" if replaces else "joint"
    summary = f"Fichier « {name} » {deed} : {question.label}"
    with edit(application, question.section, tables=False, by=by, now=now, summary=summary) as held:
        held.wrote = False
        ensure(joins(by, held, question))
        row = answers_row(held, question.section)
        listed = listed_in(row, question.code)
        here = [file["sha256"] for file in listed]
        if replaces is not None:
            ensure_another(replaces, name, sha256, here)
        if sha256 in here:
            found = attachment_of(held, question.code, sha256)
            found.application = held
            return found
        rank = here.index(replaces.document.sha256) if replaces else len(listed)
        ensure_room(question, held, name, len(content), listed[rank]["size"] if replaces else 0)
        name = named_apart(name, listed[:rank] + listed[rank + 1 :])
        document = documents.store(name, content, media_type=media_type, by=by)
        made = FicheFile.objects.create(
            application=held, place=question.code, document=document, replaces=replaces, added_by=by, added_at=now
        )
        listed[rank : rank + 1] = [made.entry]
        write(row, {question.code: listed}, by=by)
        ask_to_examine(made)
    return made


def ensure_another(replaces: FicheFile, name: str, sha256: str, here: list[str]) -> None:
    """Refuse to replace what is no longer there, or by what is joined already."""
    if replaces.document.sha256 not in here:
        raise OutOfTurn(what_became_of(replaces))
    if sha256 in here:
        raise NotJoined(name, "Le même fichier est déjà joint ici : rien n'est remplacé.")


def what_became_of(attachment: FicheFile) -> str:
    """Why it can no longer be replaced: somebody else did so, or took it away."""
    after = attachment.replaced_by.select_related("added_by__user", "added_by__organisation").last()
    if after is None:
        return GONE
    at = clock(after.added_at, attachment.application.project.call.zone)
    return (
        f"« {attachment} » vient d'être remplacé par « {after} » ({after.added_by}, {at}). Votre fichier n'est pas "
        "joint : regardez celui-là, puis remplacez-le si besoin."
    )


def detach(attachment: FicheFile, question: Question, *, by: Membership, now: datetime | None = None) -> JournalEntry:
    """Take a file out of the answer; it stays for the versions and comes back for a day."""
    now = now or timezone.now()
    summary = f"Fichier « {attachment} » retiré : {question.label}"
    application = attachment.application
    with edit(application, question.section, tables=False, by=by, now=now, summary=summary) as held:
        ensure(joins(by, held, question))
        row = answers_row(held, question.section)
        listed = listed_in(row, question.code)
        left = [file for file in listed if file["sha256"] != attachment.document.sha256]
        if len(left) == len(listed):
            raise OutOfTurn(what_became_of(attachment))
        write(row, {question.code: left}, by=by)
        data = {"application": held.pk, "place": question.code, "sha256": attachment.document.sha256}
        entry = journal.record(DETACH, held, by=by, summary=summary, data=data, now=now)
        keep(entry, [attachment])
    return entry


@comes_back(DETACH)
def file_again(attachment: FicheFile, *, by: Membership) -> Iterator[str]:
    question = question_at(attachment.application, attachment.place)
    if question is None:
        raise OutOfTurn("La question à laquelle ce fichier répondait n'est plus posée.")
    summary = f"Retrait annulé : « {attachment} », {question.label}"
    with edit(attachment.application, question.section, tables=False, by=by, summary=summary) as held:
        ensure(joins(by, held, question))
        yield section_url(held, question)
        row = answers_row(held, question.section)
        listed = listed_in(row, question.code)
        ensure_room(question, held, attachment.document.name, attachment.document.size)
        write(row, {question.code: [*listed, attachment.entry]}, by=by)
        if attachment.state == FileState.PENDING:
            ask_to_examine(attachment)


# — examining —


def ask_to_examine(attachment: FicheFile) -> None:
    enqueue(
        EXAMINE,
        label=f"Examen du fichier « {attachment} »",
        arguments={"attachment_id": attachment.pk},
        total=1,
        by=attachment.added_by,
        back_url=reverse("applications:application", args=[attachment.application_id]),
    )


def examine_file(attachment_id: int) -> FileState:
    """Look at what a file holds, and say whether it is kept; safe to run twice."""
    attachment = FicheFile.objects.select_related("document").get(pk=attachment_id)
    document = attachment.document
    finding = examine(documents.read(document), document.media_type)
    with transaction.atomic():
        held = FicheFile.objects.select_for_update().get(pk=attachment.pk)
        if held.state != FileState.PENDING:
            return FileState(held.state)
        move(held, FileState.SET_ASIDE if finding else FileState.SOUND)
        held.finding = finding
        held.save(update_fields=["state", "finding"])
        if finding:
            journal.record(
                "applications.set_file_aside",
                attachment.application,
                summary=f"Fichier « {document} » écarté. {finding}"[:300],
                data={"attachment": attachment.pk, "sha256": document.sha256},
            )
    return FileState(held.state)
