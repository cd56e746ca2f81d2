"""Joining files to a fiche: to a question that asks for some, or to the annexes of a section.

The answer names each file by its name, its size and its SHA-256 (`calls.kinds.files`): that is what is sealed, so that
a signature binds the files too. The bytes and the examination are those of an `Attachment`, which stays.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any, cast

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from applications.annexes import PREFIX, annexes_of, is_annexes
from applications.answers import answers_row, write
from applications.enums import FileState
from applications.fiche_edit import edit
from applications.fiche_view import known_to
from applications.models import Application, Attachment, SectionAnswers
from applications.permissions import may_answer, may_write, party_of
from calls.enums import QuestionKind
from calls.kinds import NO_TERMS
from calls.kinds.files import Files
from calls.models import Question, Section
from core.form_page import GONE
from core.states import move
from core.verdicts import OutOfTurn, Verdict, ensure
from core.wording import clock, counted, weight
from records import documents, journal
from records.documents import UnacceptedFile
from records.examining import examine
from records.jobs import enqueue
from records.models import JournalEntry
from records.removing import comes_back, keep

EXAMINE = "applications.examine_file"
DETACH = "applications.detach"


def question_at(application: Application, place: str) -> Question | None:
    """The question that asks for files, or the annexes of a section; None for what the fiche has not."""
    asked = {"questionnaire": application.questionnaire_id}
    if is_annexes(place):
        code = place.removeprefix(PREFIX)
        section = Section.objects.filter(**asked, code=code).prefetch_related("questions").first()
        return annexes_of(section) if section else None
    questions = Question.objects.filter(
        code=place, kind=QuestionKind.FILE, section__questionnaire=asked["questionnaire"]
    )
    return questions.select_related("section").first()


def kind_of(question: Question) -> Files:
    return cast("Files", question.asks)


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


def listed_in(row: SectionAnswers | None, place: str) -> list[dict[str, Any]]:
    return list((row.answers.get(place) if row else None) or [])


def used_by(application: Application) -> int:
    """What the files of a fiche weigh together, in bytes."""
    return sum(file["size"] for file in files_of(application))


def files_of(application: Application) -> Iterator[dict[str, Any]]:
    """Every file that the answers of a fiche name now."""
    for row in application.rows_by_section.values():
        for value in row.answers.values():
            if isinstance(value, list):
                yield from (one for one in value if isinstance(one, dict) and "sha256" in one)


def named_apart(name: str, listed: list[dict[str, Any]]) -> str:
    """A name that no other file of the answer has: «plan (2).pdf»."""
    taken = {file["name"].casefold() for file in listed}
    stem, _, extension = name.rpartition(".")
    names = (name if n == 1 else f"{stem} ({n}).{extension}" for n in count(1))
    return next(one for one in names if one.casefold() not in taken)


def joins(by: Membership | None, application: Application, question: Question) -> Verdict:
    """Whether one joins files here, replaces and removes them: who writes the section and answers the question."""
    return may_write(by, application, [question.section]) and may_answer(by, application, question)


# — deeds —


def attach(
    application: Application,
    question: Question,
    *,
    name: str,
    content: bytes,
    replaces: Attachment | None = None,
    by: Membership,
    now: datetime | None = None,
) -> Attachment:
    """Join a file, in the place of another if it `replaces` one; the same bytes sent twice are joined once."""
    now = now or timezone.now()
    judge(question, name, len(content), content)
    try:
        name, media_type = documents.recognised(name, content)
    except UnacceptedFile as fault:
        raise NotJoined(name, fault.reason) from fault
    sha256 = documents.hash_of_bytes(content)
    deed = f"remplace « {replaces} »" if replaces else "joint"
    summary = f"Fichier « {name} » {deed} : {question.label}"
    with edit(application, question.section, tables=False, by=by, now=now, summary=summary) as held:
        held.wrote = False
        ensure(joins(by, held, question))
        row = answers_row(held, question.section)
        listed = listed_in(row, question.code)
        here = [file["sha256"] for file in listed]
        if replaces is not None and replaces.document.sha256 not in here:
            raise OutOfTurn(what_became_of(replaces))
        if sha256 in here:
            found = attachment_of(held, question.code, sha256)
            found.application = held
            return found
        rank = here.index(replaces.document.sha256) if replaces else len(listed)
        ensure_room(question, held, name, len(content), listed[rank]["size"] if replaces else 0)
        others = listed[:rank] + listed[rank + 1 :]
        document = documents.store(named_apart(name, others), content, media_type=media_type, by=by)
        made = Attachment.objects.create(
            application=held, place=question.code, document=document, replaces=replaces, added_by=by, added_at=now
        )
        listed[rank : rank + 1] = [made.entry]
        write(row, {question.code: listed}, by=by)
        ask_to_examine(made)
    return made


def what_became_of(attachment: Attachment) -> str:
    """Why it can no longer be replaced: somebody else did so, or took it away."""
    after = attachment.replaced_by.select_related("added_by__user", "added_by__organisation").last()
    if after is None:
        return GONE
    at = clock(after.added_at, attachment.application.project.call.zone)
    return (
        f"« {attachment} » vient d'être remplacé par « {after} » ({after.added_by}, {at}). Votre fichier n'est pas "
        "joint : regardez celui-là, puis remplacez-le si besoin."
    )


def detach(attachment: Attachment, question: Question, *, by: Membership, now: datetime | None = None) -> JournalEntry:
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
def file_again(attachment: Attachment, *, by: Membership) -> Iterator[str]:
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


def ask_to_examine(attachment: Attachment) -> None:
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
    attachment = Attachment.objects.select_related("document").get(pk=attachment_id)
    document = attachment.document
    finding = examine(documents.read(document), document.media_type)
    with transaction.atomic():
        held = Attachment.objects.select_for_update().get(pk=attachment.pk)
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


# — reading —


@dataclass(frozen=True)
class JoinedFile:
    """A file of an answer, and those that it replaced, the latest first."""

    attachment: Attachment
    former: list[Attachment] = field(default_factory=list)


@dataclass(frozen=True)
class Joined:
    """What is joined at one place, as its page shows it; `writable` when one may join more."""

    application: Application
    question: Question
    files: list[JoinedFile]
    writable: bool

    @property
    def place(self) -> str:
        return self.question.code

    @property
    def kind(self) -> Files:
        return kind_of(self.question)

    @property
    def help(self) -> str:
        return self.kind.explained(NO_TERMS)

    @property
    def room(self) -> str:
        """How much of what the files of a fiche may weigh is taken; blank while none is joined."""
        used, most = used_by(self.application), settings.FICHE_FILES_MAX_BYTES
        return f"Fichiers de toute la fiche : {weight(used)} sur {weight(most)}." if used else ""

    @property
    def full(self) -> bool:
        return len(self.files) >= self.kind.most


def joined(
    application: Application, questions: Sequence[Question], row: SectionAnswers, *, by: Membership, open_now: bool
) -> dict[str, Joined]:
    """{place: what is joined} of these questions, which ask for files; one query, and none while there is no file."""
    entries = {question.code: listed_in(row, question.code) for question in questions}
    known = attachments_of(application) if any(entries.values()) else []
    by_place = {(one.place, one.document.sha256): one for one in known}
    by_key = {one.pk: one for one in known}
    found = {}
    for question in questions:
        here = (by_place.get((question.code, file["sha256"])) for file in entries[question.code])
        files = [JoinedFile(one, list(former(one, by_key))) for one in here if one is not None]
        writable = open_now and bool(joins(by, application, question))
        found[question.code] = Joined(application, question, files, writable)
    return found


def former(attachment: Attachment, known: Mapping[int, Attachment]) -> Iterator[Attachment]:
    before = known.get(attachment.replaces_id or 0)
    while before is not None:
        yield before
        before = known.get(before.replaces_id or 0)


def attachments_of(application: Application) -> list[Attachment]:
    rows = Attachment.objects.filter(application=application)
    return list(rows.select_related("document", "added_by__user", "added_by__organisation").order_by("pk"))


def attachment_of(application: Application, place: str, sha256: str) -> Attachment:
    """The one that an answer names; a file joined again after its removal is its latest row."""
    rows = Attachment.objects.filter(application=application, place=place, document__sha256=sha256)
    return rows.select_related("document").order_by("-pk")[:1].get()


def known_file(hat: Membership | None, application: Application, sha256: str) -> Attachment | None:
    """The file of this SHA-256 if this reader may know of it: the pair, any; others, what the deposits show them."""
    rows = Attachment.objects.filter(application=application, document__sha256=sha256)
    found = rows.select_related("document", "added_by").order_by("-pk").first()
    if found is None or party_of(hat, application.project) is not None:
        return found
    contents = (known_to(hat, application, each.content) for each in application.deposits.all())
    return found if any(sha256 in hashes_in(content) for content in contents) else None


def hashes_in(content: dict[str, Any]) -> set[str]:
    """Those of the files that a whole content names."""
    return {
        file["sha256"]
        for section in content["sections"]
        for answer in section["answers"]
        if answer["kind"] == QuestionKind.FILE
        for file in answer["value"]
    }


def unsound(application: Application, rows: Collection[SectionAnswers]) -> dict[int, list[tuple[str, str]]]:
    """{key of section: (sentence, place of the page)} of the files named that are not examined, or were set aside.

    One query, and none for a fiche without files.
    """
    named = {
        (answer["code"], file["sha256"]): row.section_id
        for row in rows
        for answer in row.content.get("answers", [])
        if answer["kind"] == QuestionKind.FILE
        for file in answer["value"]
    }
    found: dict[int, list[tuple[str, str]]] = {}
    if named:
        others = Attachment.objects.filter(application=application).exclude(state=FileState.SOUND)
        for one in others.select_related("document"):
            section = named.get((one.place, one.document.sha256))
            if section is not None:
                found.setdefault(section, []).append((said_of(one), f"#fichiers-{one.place}"))
    return found


def said_of(attachment: Attachment) -> str:
    if attachment.state == FileState.PENDING:
        return f"« {attachment} » est en cours d'examen."
    return f"« {attachment} » est écarté : remplacez-le ou retirez-le."


def address_of_files(application: Application) -> str:
    """Where a file of the fiche is read, once its SHA-256 follows."""
    return reverse("applications:file", args=[application.pk, "-"]).removesuffix("-/")


def section_url(application: Application, question: Question) -> str:
    address = reverse("applications:section", args=[application.pk, question.section.number])
    return f"{address}#fichiers-{question.code}"
