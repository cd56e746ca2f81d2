"""Sealing what a fiche says: each section written keeps its content, its hash, what it lacks, and its version."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from accounts.models import Membership
from applications.annexes import is_annexes
from applications.carried import answers_waiting
from applications.content import heading_of, section_content, table_of
from applications.hashing import fiche_hash
from applications.models import Application, SectionAnswers, SectionRevision
from applications.rows import PROJECT_FIELDS, rows_of
from applications.tables import has_rows, table_missing
from calls.answers import is_blank, unfilled
from calls.conditions import asked, dependents, is_void
from calls.models import Question, Section
from regions.models import RegionalProject

ANSWER = "#reponse-"


def sections_of(application: Application) -> list[Section]:
    """The sections of the questionnaire that the fiche answers, in order."""
    of_call = Section.objects.filter(questionnaire=application.questionnaire_id)
    return list(of_call.order_by("number"))


def questions_of(application: Application) -> list[Question]:
    """Every question of the fiche, in order."""
    of_call = Question.objects.filter(section__questionnaire=application.questionnaire_id)
    return list(of_call.select_related("section").order_by("section__number", "position", "pk"))


def seal(
    fiche: Application,
    sections: list[Section],
    *,
    heading: bool = False,
    tables: bool = True,
    by: Membership | None = None,
    now: datetime,
    summary: str = "",
) -> bool:
    """Bring the sealed content of these sections (and the heading) up to date; true when the fiche says something else.

    The fiche's row is held by its caller, who says whether the `tables` of these sections may have moved with their
    answers. Each section that moved keeps a revision: who, when, what changed.
    """
    if sections:
        _seal_sections(fiche, sections, tables=tables, by=by, now=now, summary=summary)
    if heading or not fiche.heading:
        fiche.heading = heading_of(_with_previous(fiche))
    rows = sorted(fiche.rows_by_section.values(), key=lambda row: row.section.number)
    fresh = fiche_hash(fiche.heading, [(row.section.code, row.sha256) for row in rows])
    if fresh == fiche.content_hash:
        return False
    fiche.content_hash = fresh
    if by is not None:
        fiche.edited_at, fiche.edited_by = now, by
    fiche.save(update_fields=["content_hash", "heading", "edited_at", "edited_by"])
    return True


def _seal_sections(
    fiche: Application, sections: list[Section], *, tables: bool, by: Membership | None, now: datetime, summary: str
) -> None:
    questions = questions_of(fiche)
    rows = fiche.rows_by_section
    redrawn = sections if tables else []
    concerned = [*sections, *(rows[key].section for key in dependents(sections, questions) if key in rows)]
    answers = {code: value for row in rows.values() for code, value in row.answers.items()}
    every = asked(questions, answers)
    called_for: dict[int, list[Question]] = defaultdict(list)
    for question in every:
        called_for[question.section_id].append(question)
    if any(section.kind in PROJECT_FIELDS for section in redrawn):
        # The block may have written them through another instance.
        fiche.project.refresh_from_db(fields=[name for names in PROJECT_FIELDS.values() for name in names])
    revisions = []
    for section in concerned:
        row = rows.setdefault(section.pk, SectionAnswers(application=fiche, section=section, edited_at=now))
        void = is_void(section, every, answers)
        if void:
            table, lacking, places = None, [], []
        elif section in redrawn or not row.content or row.content.get("void"):
            table, lacks = table_of(section, fiche.project), table_missing(section.kind, fiche)
            lacking, places = [lack.sentence for lack in lacks], [lack.place(fiche) for lack in lacks]
        else:
            said = len(missing_in(row.content))
            table, lacking, places = row.content["table"], *of_table(row.missing[said:], row.places[said:])
        content = section_content(section, called_for[section.pk], row.answers, table, void=void)
        own = lacking_in(content) + answers_waiting(fiche, row.answers, called_for[section.pk])
        row.missing = [sentence for _, sentence in own] + lacking
        row.places = [place_of(code) for code, _ in own] + places
        revisions.append(_seal_section(fiche, row, content, by=by, now=now, summary=summary))
    SectionRevision.objects.bulk_create(revision for revision in revisions if revision)


def seal_whole(fiche: Application, *, by: Membership | None = None, now: datetime, summary: str = "") -> bool:
    """Seal every section and the heading: when the fiche begins, and when its questionnaire is revised."""
    vars(fiche).pop("rows_by_section", None)
    return seal(fiche, sections_of(fiche), heading=True, by=by, now=now, summary=summary)


def _with_previous(fiche: Application) -> RegionalProject:
    projects = RegionalProject.objects.select_related("call", "region", "ars", "aract", "previous__call")
    return projects.get(pk=fiche.project_id)


def _seal_section(
    fiche: Application,
    row: SectionAnswers,
    content: dict[str, Any],
    *,
    by: Membership | None,
    now: datetime,
    summary: str,
) -> SectionRevision | None:
    """Save the row; the revision to keep with it, if it moved.

    The first one, version 0, is nobody's: it holds the table as the fiche began, so that it can be gone back to.
    """
    former = row.content
    moved = row.seal(content)
    row.started = not row.is_void and (has_rows(content["kind"], content["table"]) or answered(content))
    if not moved:
        if row.pk:
            row.save(update_fields=["answers", "missing", "places", "started"])
        return None
    if former:
        row.version += 1
        row.edited_at, row.edited_by = now, by
    row.save()
    table = content["table"] if content["table"] != former.get("table") else None
    if not former and table is None:
        return None
    return SectionRevision(
        section_answers=row,
        version=row.version,
        changes=changed_answers(former, content, row.answers) if former else {},
        table=table,
        rows=None if table is None else rows_of(row.section.kind, fiche.project),
        summary=summary[:300],
        edited_at=now,
        edited_by=by if former else None,
    )


def changed_answers(former: dict[str, Any], content: dict[str, Any], answers: dict[str, Any]) -> dict[str, Any]:
    """{code: new value} of the answers that differ between two contents of a section."""
    before = {answer["code"]: answer["value"] for answer in former["answers"]}
    after = {answer["code"]: answer["value"] for answer in content["answers"]}
    # Annexes that are all removed leave the content, where other questions stay with a blank answer.
    emptied = (code for code in before if is_annexes(code) and code not in after and not answers.get(code))
    return {code: answers.get(code) for code in (*after, *emptied) if before.get(code) != after.get(code)}


def place_of(code: str) -> str:
    """Where a question is answered, on the page of its section."""
    return f"{ANSWER}{code}"


def of_table(missing: list[str], places: list[str]) -> tuple[list[str], list[str]]:
    """What a table lacked, without the answers that waited to be kept; what was sealed long ago has no places."""
    known = [*places, *[""] * (len(missing) - len(places))]
    kept = [pair for pair in zip(missing, known, strict=True) if not pair[1].startswith(ANSWER)]
    return [sentence for sentence, _ in kept], [place for _, place in kept]


def missing_in(content: dict[str, Any]) -> list[str]:
    """What the questions of a section still need, in sentences: the required ones left blank, the others begun."""
    return [sentence for _, sentence in lacking_in(content)]


def lacking_in(content: dict[str, Any]) -> list[tuple[str, str]]:
    """(code of the question, sentence) of the same."""
    found: list[tuple[str, str]] = []
    for answer in content["answers"]:
        blank = answer["required"] and is_blank(answer["value"])
        sentences = [unfilled(answer["label"])] if blank else answer.get("lacks", [])
        found += [(answer["code"], sentence) for sentence in sentences]
    return found


def answered(content: dict[str, Any]) -> bool:
    return any(not is_blank(answer["value"]) for answer in content["answers"])
