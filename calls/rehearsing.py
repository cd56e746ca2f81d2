"""Trying a questionnaire as the person who will meet it: what is asked, what would be lacking, what a rapporteur reads.

A rehearsal is a secretary's own, journaled nowhere: it is no fiche, has no number, and enters no count and no export.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import TextChoices

from accounts.models import Membership
from calls.answers import lacking
from calls.comparing import same_shape, shape_of
from calls.conditions import asked, asked_on_page, is_void
from calls.enums import Owner, SectionKind
from calls.kinds import ReadAnswer, TermLists, read
from calls.models import Question, Questionnaire, Rehearsal, Section
from calls.permissions import may_prepare_calls
from calls.terms import terms_of
from core.verdicts import ensure


class SeenAs(TextChoices):
    """As whom a questionnaire is looked at."""

    ARS = "ars", "ARS"
    ARACT = "aract", "Aract"
    RAPPORTEUR = "rapporteur", "Rapporteur"
    PUBLIC = "public", "Public"


WRITERS = {SeenAs.ARS: Owner.ARS, SeenAs.ARACT: Owner.ARACT}


@dataclass(frozen=True)
class TriedSection:
    """A section as these answers leave it: its questions in words, those that are asked, and what it would lack."""

    section: Section
    void: bool
    asked: list[Question]
    lacking: list[str]
    answers: list[tuple[str, ReadAnswer]] = field(default_factory=list)

    @property
    def table(self) -> str:
        kind = SectionKind(self.section.kind)
        return "" if self.void or kind == SectionKind.QUESTIONS else str(kind.label)


@dataclass(frozen=True)
class Trial:
    """A questionnaire with the answers that try it; three queries."""

    questionnaire: Questionnaire
    answers: Mapping[str, Any]
    sections: list[Section]
    terms: TermLists

    @property
    def every(self) -> list[Question]:
        return [question for section in self.sections for question in section.questions.all()]

    def tried(self, *, for_reviewers: bool = False) -> list[TriedSection]:
        """Every section; without what rapporteurs are not shown, if it is for them."""
        called_for = asked(self.every, self.answers)
        return [
            TriedSection(part, is_void(part, called_for, self.answers), *self.parts(part, called_for, for_reviewers))
            for part in self.sections
        ]

    def parts(
        self, section: Section, called_for: list[Question], for_reviewers: bool
    ) -> tuple[list[Question], list[str], list[tuple[str, ReadAnswer]]]:
        own = [one for one in called_for if one.section_id == section.pk]
        lacks = [sentence for one in own for sentence in lacking(one, self.answers.get(one.code))]
        shown = [one for one in own if one.for_reviewers or not for_reviewers]
        words = [
            (one.label, read(one.kind, one.asks.canonical(self.answers.get(one.code), self.terms))) for one in shown
        ]
        return own, lacks, words

    def on_page(self, section: Section) -> list[Question]:
        """The questions that the page of a section draws, given what the other pages say."""
        return asked_on_page(section.questions.all(), self.every, self.answers)


def trial(questionnaire: Questionnaire, hat: Membership | None) -> Trial:
    row = Rehearsal.objects.filter(questionnaire=questionnaire, by=hat).first()
    sections = list(questionnaire.sections.order_by("number").prefetch_related("questions"))
    every = [question for section in sections for question in section.questions.all()]
    kept = row.answers if row else {}
    answers = {one.code: kept[one.code]["said"] for one in every if one.code in kept and reads(one, kept[one.code])}
    return Trial(questionnaire, answers, sections, terms_of(every))


def reads(question: Question, kept: Mapping[str, Any]) -> bool:
    """Whether what was typed once answers the question as it has become."""
    return same_shape(kept["shape"], shape_of(question))


@transaction.atomic
def rehearse(questionnaire: Questionnaire, answers: Mapping[str, Any], *, by: Membership) -> Rehearsal:
    """Keep what was typed on one page beside what was typed on the others, with the shape of what it answers."""
    ensure(may_prepare_calls(by))
    row, _ = Rehearsal.objects.select_for_update().get_or_create(questionnaire=questionnaire, by=by)
    asked_for = Question.objects.filter(section__questionnaire=questionnaire, code__in=answers)
    typed = {one.code: {"shape": shape_of(one), "said": answers[one.code]} for one in asked_for}
    row.answers = {**row.answers, **typed}
    row.save(update_fields=["answers"])
    return row


@transaction.atomic
def start_over(questionnaire: Questionnaire, *, by: Membership) -> None:
    """Forget one's own trial answers; they bind nobody, so nothing undoes it."""
    ensure(may_prepare_calls(by))
    Rehearsal.objects.filter(questionnaire=questionnaire, by=by).delete()
