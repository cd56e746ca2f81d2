"""What is joined to a fiche: at each place, by its SHA-256, and for whom.

A reader may know of a file when a content that they may read names it; the pair knows of all of its own.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from django.conf import settings
from django.urls import reverse

from accounts.models import Membership
from applications.annexes import PREFIX, annexes_of, is_annexes
from applications.enums import FileState
from applications.fiche_view import known_to
from applications.models import Application, FicheFile, SectionAnswers
from applications.permissions import may_answer, may_write, party_of
from calls.enums import QuestionKind
from calls.kinds import NO_TERMS
from calls.kinds.files import Files
from calls.models import Question, Section
from core.verdicts import Verdict
from core.wording import weight

EXAMINED_FIRST = [FileState.SET_ASIDE, FileState.SOUND, FileState.PENDING]


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


def joins(by: Membership | None, application: Application, question: Question) -> Verdict:
    """Whether one joins files here, replaces and removes them: who writes the section and answers the question."""
    return may_write(by, application, [question.section]) and may_answer(by, application, question)


def listed_in(row: SectionAnswers | None, place: str) -> list[dict[str, Any]]:
    return list((row.answers.get(place) if row else None) or [])


def used_by(application: Application) -> int:
    """What the files of a fiche weigh together, in bytes."""
    return sum(file["size"] for file in files_of(application))


def files_of(application: Application) -> Iterator[dict[str, Any]]:
    """Every file that the answers of a fiche name now."""
    for row in application.rows_by_section.values():
        for place in row.answers:
            yield from listed_files(row, place)


def listed_files(row: SectionAnswers, place: str) -> list[dict[str, Any]]:
    """The files that an answer names, if it names files."""
    value = row.answers[place]
    return [one for one in value if isinstance(one, dict) and "sha256" in one] if isinstance(value, list) else []


@dataclass(frozen=True)
class JoinedFile:
    """A file of an answer, and those that it replaced, the latest first."""

    attachment: FicheFile
    former: list[FicheFile] = field(default_factory=list)


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


def former(attachment: FicheFile, known: Mapping[int, FicheFile]) -> Iterator[FicheFile]:
    before = known.get(attachment.replaces_id or 0)
    while before is not None:
        yield before
        before = known.get(before.replaces_id or 0)


def attachments_of(application: Application) -> list[FicheFile]:
    rows = FicheFile.objects.filter(application=application)
    return list(rows.select_related("document", "added_by__user", "added_by__organisation").order_by("pk"))


def attachment_of(application: Application, place: str, sha256: str) -> FicheFile:
    """The one that an answer names; a file joined again after its removal is its latest row."""
    rows = FicheFile.objects.filter(application=application, place=place, document__sha256=sha256)
    return rows.select_related("document").order_by("-pk")[:1].get()


def known_file(hat: Membership | None, application: Application, sha256: str) -> FicheFile | None:
    """The file of this SHA-256 if this reader may know of it: the pair, any; a guest, what their sections name; others,
    what the deposits show them.

    Of the same bytes joined twice, those that were set aside, else those that were examined.
    """
    rows = FicheFile.objects.filter(application=application, document__sha256=sha256)
    found = list(rows.select_related("document", "added_by").order_by("-pk"))
    if found and party_of(hat, application.project) is None:
        shown = shown_to(hat, application)
        found = [one for one in found if (one.place, sha256) in shown]
    return min(found, key=lambda one: EXAMINED_FIRST.index(one.state), default=None)


def shown_to(hat: Membership | None, application: Application) -> set[tuple[str, str]]:
    """(place, SHA-256) of the files that somebody outside the pair may know of."""
    guest = application.guesthood(hat)
    if guest is not None:
        rows = [row for key, row in application.rows_by_section.items() if key in guest.keys]
        return {(place, file["sha256"]) for row in rows for place in row.answers for file in listed_files(row, place)}
    contents = (known_to(hat, application, each.content) for each in application.deposits.all())
    return {each for content in contents for each in named_in(content)}


def named_in(content: dict[str, Any]) -> set[tuple[str, str]]:
    """(place, SHA-256) of the files that a whole content names."""
    return {
        (answer["code"], file["sha256"])
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
        for one in application.unsound_files:
            section = named.get((one.place, one.document.sha256))
            if section is not None:
                found.setdefault(section, []).append((said_of(one), f"#fichiers-{one.place}"))
    return found


def said_of(attachment: FicheFile) -> str:
    if attachment.state == FileState.PENDING:
        return f"« {attachment} » est en cours d'examen."
    return f"« {attachment} » est écarté : remplacez-le ou retirez-le."


def address_of_files(application: Application) -> str:
    """Where a file of the fiche is read, once its SHA-256 follows."""
    return reverse("applications:file", args=[application.pk, "-"]).removesuffix("-/")


def section_url(application: Application, question: Question) -> str:
    address = reverse("applications:section", args=[application.pk, question.section.number])
    return f"{address}#fichiers-{question.code}"
