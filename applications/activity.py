"""What each person wrote of a fiche, in words: «a ajouté deux phrases à « Contexte régional »».

Read off the versions that each save leaves; a run of saves by one person in one section within one hour is one line,
told by what it changed in the end.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from difflib import SequenceMatcher
from typing import Any

from django.urls import reverse

from accounts.models import Membership
from applications.annexes import annexes_of, is_annexes
from applications.models import Application, SectionRevision, Visit
from applications.sealing import questions_of
from calls.enums import QuestionKind, SectionKind
from calls.kinds import ReadAnswer, ReadFile, TermLists, read
from calls.models import Question, Section
from calls.terms import terms_of
from core.wording import counted, day, days, euros, listed

LATEST = 200  # versions read; older ones are in the list of versions
SHOWN = 60  # characters of a short value that is told whole
ALIKE = 0.5  # below, a text is another text
# Not values: what an answer was before the versions read, and a table that nobody touched.
UNKNOWN, SAME = object(), object()
SENTENCE = re.compile(r"[^.!?…\n]+[.!?…]*")
NUMBERS = ("", "une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf")


@dataclass
class Written:
    """What one person changed in one section within an hour: sentences that begin with a verb; `at` is the last."""

    by: Membership | None
    section: str
    at: datetime
    first: SectionRevision
    last: SectionRevision
    application_pk: int
    said: list[str] = field(default_factory=list)
    new: bool = False

    @property
    def url(self) -> str:
        """What this section said before and after it, word by word."""
        address = reverse("applications:compare_versions", args=[self.application_pk])
        return f"{address}?depuis={self.first.pk}&apres={self.last.pk}"


def counted_sentences(number: int) -> str:
    words = NUMBERS[number] if 0 < number < len(NUMBERS) else str(number)
    return f"{words} {counted(number, 'phrase').split()[-1]}"


def sentences_of(text: str) -> list[str]:
    return [" ".join(found.split()) for found in SENTENCE.findall(text) if found.strip()]


def change_of(label: str, before: ReadAnswer, after: ReadAnswer, kind: str = QuestionKind.LONG_TEXT) -> str:
    """One answer that changed, in words after a name: «a réécrit « Contexte régional »»; blank when nothing did."""
    name = f"« {label} »"
    if before == after or (before.blank and after.blank):
        return ""
    if after.blank and not before.files:
        return f"a effacé {name}"
    if kind == QuestionKind.YES_NO:
        return f"a répondu « {after.plain.lower()} » à {name}"
    if before.files or after.files or before.labels or after.labels:
        return parts_changed(name, before, after)
    if after.table or after.items:
        return f"a rempli {name}" if before.blank else f"a modifié {name}"
    return value_changed(name, before.plain, after.plain)


def value_changed(name: str, old: str, new: str) -> str:
    """A short value is told whole, a text by its sentences."""
    if not old.strip():
        return f"a rempli {name}"
    if max(len(old), len(new)) <= SHOWN and "\n" not in old + new and len(sentences_of(old + new)) <= 1:
        return f"a changé {name} : « {old} » devient « {new} »"
    return text_changed(name, old, new)


def parts_changed(name: str, before: ReadAnswer, after: ReadAnswer) -> str:
    """Of an answer made of files, or of labels of a list."""
    if before.files or after.files:
        return files_changed(name, before.files, after.files)
    return terms_changed(name, set(before.labels), set(after.labels))


def terms_changed(name: str, before: set[str], after: set[str]) -> str:
    """`before` and `after` are what was chosen, as it reads."""
    more, less = sorted(after - before), sorted(before - after)
    done = [f"ajouté {listed([f'« {one} »' for one in more])}"] if more else []
    done += [f"retiré {listed([f'« {one} »' for one in less])}"] if less else []
    return f"a {' et '.join(done)} dans {name}"


def files_changed(name: str, before: list[ReadFile], after: list[ReadFile]) -> str:
    """Files are told apart by their bytes: one in the place of another of the same name replaces it."""
    was, now = ({file.sha256: f"« {file.name} »" for file in files} for files in (before, after))
    more, less = ([key for key in side if key not in other] for side, other in ((now, was), (was, now)))
    replaced = {now[key] for key in more} & {was[key] for key in less}
    done = [f"remplacé {one}" for one in sorted(replaced)]
    done += [f"joint {now[key]}" for key in more if now[key] not in replaced]
    done += [f"retiré {was[key]}" for key in less if was[key] not in replaced]
    return f"a {listed(done)} dans {name}" if done else ""


def text_changed(name: str, before: str, after: str) -> str:
    """Two texts told apart by their sentences."""
    old, new = sentences_of(before), sentences_of(after)
    if old == new:
        return f"a changé la mise en forme de {name}"
    added = removed = reworded = 0
    for what, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "equal":
            both = min(j - i, m - k)
            reworded += both
            added += (m - k) - both
            removed += (j - i) - both
    if reworded and words_alike(before, after) < ALIKE:
        return f"a réécrit {name}"
    done = []
    if added:
        done.append(f"ajouté {counted_sentences(added)} à {name}")
    if removed:
        done.append(f"retiré {counted_sentences(removed)} de {name}")
    if reworded:
        done.append(f"modifié {counted_sentences(reworded)} de {name}")
    return f"a {listed(done)}"


def words_alike(before: str, after: str) -> float:
    return SequenceMatcher(None, before.split(), after.split(), autojunk=False).ratio()


def table_changed(kind: str, before: Any, after: Any) -> list[str]:
    """What changed in a table, row by row, in words after a name."""
    match kind:
        case SectionKind.STAGES:
            return list(_stages(before or [], after or []))
        case SectionKind.BUDGET:
            return list(_budget(before or {}, after or {}))
        case SectionKind.PARTICIPANTS:
            old, new = before or {}, after or {}
            rows = ("participants", "name", "la structure"), ("digital_projects", "title", "le projet numérique")
            return [
                said for key, name, what in rows for said in _rows(old.get(key, []), new.get(key, []), (name,), what)
            ]
        case _:
            return list(_rows(before or [], after or [], ("function", "organisation"), "le membre"))


def _rows(before: list[Any], after: list[Any], names: tuple[str, ...], what: str) -> Iterator[str]:
    """Rows known by what names them: those that came, those that went, those that say something else."""

    def keyed(rows: list[Any]) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        for row in rows:
            found.setdefault(", ".join(str(row[name]) for name in names if row.get(name)), []).append(row)
        return found

    old, new = keyed(before), keyed(after)
    for name in new.keys() | old.keys():
        more = len(new.get(name, [])) - len(old.get(name, []))
        if more > 0:
            yield f"a ajouté {what} « {name} »"
        elif more < 0:
            yield f"a retiré {what} « {name} »"
        elif old[name] != new[name]:
            yield f"a modifié {what} « {name} »"


def _stages(before: list[Any], after: list[Any]) -> Iterator[str]:
    old = {row["stage"]: row for row in before}
    for row in after:
        was = old.get(row["stage"], {"days": "0.00", "starts_on": None, "ends_on": None, "method": ""})
        of_stage = f"l'étape {row['stage']}"
        if row["days"] != was["days"]:
            if Decimal(was["days"]):
                yield f"a changé {days(Decimal(was['days']))} en {days(Decimal(row['days']))} pour {of_stage}"
            else:
                yield f"a prévu {days(Decimal(row['days']))} pour {of_stage}"
        for key, label in (("starts_on", "le début"), ("ends_on", "la fin")):
            if row[key] != was[key]:
                when = day(datetime.fromisoformat(row[key]).date()) if row[key] else ""
                yield f"a mis {label} de {of_stage} au {when}" if when else f"a effacé {label} de {of_stage}"
        if row["method"] != was["method"]:
            yield change_of(f"Méthode, {row['stage']}", ReadAnswer(was["method"]), ReadAnswer(row["method"]))


def _budget(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    was, now = before.get("requested_complement"), after.get("requested_complement")
    if was != now:
        if now is None:
            yield "a effacé la part complémentaire demandée"
        elif was is None:
            yield f"a demandé une part complémentaire de {amount(now)}"
        else:
            yield f"a changé la part complémentaire demandée de {amount(was)} à {amount(now)}"
    old, new = (ReadAnswer(side.get("complement_reason") or "") for side in (before, after))
    reason = change_of("Justification de la part complémentaire", old, new)
    if reason:
        yield reason
    yield from _rows(before.get("cofundings", []), after.get("cofundings", []), ("funder",), "le cofinancement")


def amount(text: str) -> str:
    try:
        return euros(Decimal(text))
    except InvalidOperation:
        return text


def activity(application: Application, *, since: int = 0) -> list[Written]:
    """The latest first; those after the version `since` are new. Three queries, however much was written."""
    rows = SectionRevision.objects.filter(section_answers__application=application)
    rows = rows.select_related("section_answers__section", "edited_by__user", "edited_by__organisation")
    latest = list(rows.order_by("-pk")[: LATEST + 1])
    questions = {question.code: question for question in questions_of(application)}
    teller = Teller(application.pk, questions, terms_of(questions.values()), whole=len(latest) <= LATEST)
    for revision in reversed(latest[:LATEST]):
        teller.read(revision)
    told = teller.told()
    for one in told:
        one.new = since > 0 and one.last.pk > since
    return told


@dataclass
class Run:
    """A run of versions being read: what its answers were before it, and its table if it touched it."""

    written: Written
    answers: dict[str, Any] = field(default_factory=dict)
    table: Any = SAME

    def goes_on(self, revision: SectionRevision) -> bool:
        """By the same person, within the same hour of the clock."""
        hours = (at.replace(minute=0, second=0, microsecond=0) for at in (self.written.at, revision.edited_at))
        return self.written.last.edited_by_id == revision.edited_by_id and next(hours) == next(hours)


class Teller:
    """Reads versions from the oldest; what a first one changed is not known unless the history is `whole`."""

    def __init__(self, application_pk: int, questions: dict[str, Question], terms: TermLists, *, whole: bool) -> None:
        self.application_pk, self.questions, self.terms = application_pk, questions, terms
        self.blank = None if whole else UNKNOWN
        self.answers: dict[tuple[int, str], Any] = {}
        self.tables: dict[int, Any] = {}
        self.open: dict[int, Run] = {}
        self.closed: list[Written] = []

    def read(self, revision: SectionRevision) -> None:
        section = revision.section_answers_id
        if revision.version == 0:
            self.tables[section] = revision.table
            return
        run = self.open.get(section)
        if run is None or not run.goes_on(revision):
            self.close(section)
            title = str(revision.section_answers.section)
            written = Written(revision.edited_by, title, revision.edited_at, revision, revision, self.application_pk)
            run = self.open[section] = Run(written)
        run.written.last, run.written.at = revision, revision.edited_at
        for code, value in revision.changes.items():
            run.answers.setdefault(code, self.answers.get((section, code), self.blank))
            self.answers[section, code] = value
        if revision.table is not None:
            if run.table is SAME:
                run.table = self.tables.get(section, self.blank)
            self.tables[section] = revision.table

    def close(self, section: int) -> None:
        run = self.open.pop(section, None)
        if run is None:
            return
        of = run.written.last.section_answers.section
        said = [self.said(of, code, before, self.answers[section, code]) for code, before in run.answers.items()]
        if run.table is UNKNOWN:
            said.append("a modifié le tableau")
        elif run.table is not SAME:
            said += table_changed(of.kind, run.table, self.tables[section])
        run.written.said = [one for one in dict.fromkeys(said) if one]
        self.closed.append(run.written)

    def said(self, section: Section, code: str, before: Any, after: Any) -> str:
        question = annexes_of(section) if is_annexes(code) else self.questions.get(code)
        if question is None:
            return ""
        if before is UNKNOWN:
            return f"a modifié « {question.label} »"
        was, now = (read(question.kind, question.asks.canonical(value, self.terms)) for value in (before, after))
        return change_of(question.label, was, now, question.kind)

    def told(self) -> list[Written]:
        """The latest first; a run that changed nothing in the end is not told."""
        for section in list(self.open):
            self.close(section)
        return sorted((one for one in self.closed if one.said), key=lambda one: -one.last.pk)


def visited(application: Application, by: Membership, now: datetime) -> int:
    """The last version that this person had seen when this visit began; their visit is noted. Three queries."""
    latest = (
        SectionRevision.objects.filter(section_answers__application=application)
        .order_by("-pk")
        .values_list("pk", flat=True)
        .first()
    ) or 0
    visit, first = Visit.objects.get_or_create(
        application=application, person=by.user, defaults={"seen": latest, "before": latest, "at": now}
    )
    if not first and now - visit.at > Visit.LASTS:
        visit.before, visit.seen = visit.seen, latest
    if not first:
        Visit.objects.filter(pk=visit.pk).update(before=visit.before, seen=max(latest, visit.seen), at=now)
    return visit.before


def summed(found: list[Written]) -> str:
    """«3 changements depuis votre dernière visite», blank for none."""
    new = sum(one.new for one in found)
    return f"{counted(new, 'changement')} depuis votre dernière visite" if new else ""
