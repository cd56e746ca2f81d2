"""Making what was carried over one's own, or taking it out again (`applications.carrying`)."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from applications.carried import forget_read, kind_of_row, unchanged, waits
from applications.fiche_edit import edit
from applications.models import Application, CarriedOver
from applications.permissions import may_answer
from applications.sealing import place_of, questions_of
from calls.answers import is_blank
from calls.models import Question, Section
from core.form_page import GONE
from core.verdicts import YES, OutOfTurn, Verdict, ensure
from core.wording import counted
from records import journal
from records.models import JournalEntry
from records.removing import comes_back, remove

DROP = "applications.drop_carried"
REWRITTEN = "Cette réponse a changé depuis qu'elle est reprise : modifiez-la à sa place."


def may_keep(hat: Membership, fiche: Application, one: CarriedOver, questions: dict[str, Question]) -> Verdict:
    """A row is both parties' to keep; an answer, the party that may give it."""
    return may_answer(hat, fiche, questions[one.code]) if one.code else YES


def keep(
    application: Application, section: Section, *, only: int | None = None, by: Membership, now: datetime | None = None
) -> int:
    """State again what a section took from elsewhere, all of it that one may state, or one thing by its key."""
    now = now or timezone.now()
    summary = f"Ce qui est repris est gardé : {section}"
    with edit(application, section, by=by, now=now, summary=summary) as fiche:
        questions = {question.code: question for question in questions_of(fiche) if question.section_id == section.pk}
        answers = fiche.rows_by_section[section.pk].answers
        here = [
            one
            for one in fiche.carried_over
            if (one.code in questions if one.row is None else kind_of_row(one.row) == section.kind)
        ]
        asked_for = [one for one in here if only in (None, one.pk)]
        if only is not None:
            if not asked_for:
                raise OutOfTurn(GONE)
            ensure(may_keep(by, fiche, asked_for[0], questions))
        kept = [one for one in asked_for if waits(one, answers) and may_keep(by, fiche, one, questions)]
        for one in kept:
            one.kept_at, one.kept_by = now, by
        CarriedOver.objects.bulk_update(kept, ["kept_at", "kept_by"])
        fiche.wrote = bool(kept)
        if kept:
            journal.record(
                "applications.keep_carried",
                fiche,
                by=by,
                summary=f"{counted(len(kept), 'élément repris gardé', 'éléments repris gardés')} : {section}",
                data={"kept": [one.code or str(one) for one in kept], "section": section.number},
                now=now,
            )
    return len(kept)


def question_of(fiche: Application, code: str) -> Question:
    question = next((question for question in questions_of(fiche) if question.code == code), None)
    if question is None:
        raise OutOfTurn("Cette question n'est plus posée.")
    return question


def drop(application: Application, key: int, *, by: Membership, now: datetime | None = None) -> JournalEntry:
    """Take an answer out of the fiche as long as it is what was carried over; rows are removed as any row is."""
    now = now or timezone.now()
    one = application.carried.exclude(code="").filter(pk=key).first()
    if one is None:
        raise OutOfTurn(GONE)
    question = question_of(application, one.code)
    summary = f"Réponse reprise retirée : {question.label}"
    with edit(application, question.section, tables=False, by=by, now=now, summary=summary) as fiche:
        ensure(may_answer(by, fiche, question))
        held = next((each for each in fiche.carried_over if each.pk == key), None)
        if held is None:
            raise OutOfTurn(GONE)
        row = fiche.rows_by_section[question.section_id]
        if not unchanged(held, row.answers):
            raise OutOfTurn(REWRITTEN)
        row.answers = {code: value for code, value in row.answers.items() if code != held.code}
        entry = remove(held, DROP, by=by, summary=summary, within={"project": fiche.project_id}, now=now, about=fiche)
        forget_read(fiche)
        return entry


@comes_back(DROP)
def answer_again(one: CarriedOver, *, by: Membership) -> Iterator[str]:
    """The answer, unless somebody gave another since."""
    question = question_of(one.application, one.code)
    summary = f"Retrait annulé : {question.label}"
    with edit(one.application, question.section, tables=False, by=by, summary=summary) as fiche:
        ensure(may_answer(by, fiche, question))
        row = fiche.rows_by_section[question.section_id]
        if not is_blank(row.answers.get(one.code)):
            raise OutOfTurn("Une autre réponse a été écrite depuis.")
        row.answers = {**row.answers, one.code: one.value}
        address = reverse("applications:section", args=[fiche.pk, question.section.number])
        yield f"{address}{place_of(one.code)}"
        forget_read(fiche)
