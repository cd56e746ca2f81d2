"""Following a call to the next revision of its questionnaire: drafts move answer by answer, deposited fiches stay."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.mailing import Mail, addresses_of, tell
from accounts.models import Membership
from applications.enums import ApplicationState
from applications.fiche_edit import locked, void_signatures
from applications.mailing import path_of
from applications.models import Application, Remark, SectionAnswers
from applications.moments import REVISED
from applications.sealing import seal_whole
from calls.models import CallRevision, Question, Questionnaire
from core.wording import instant
from records import journal


def behind(revision: CallRevision) -> list[Application]:
    """The drafts of a revised call that still answer another revision, by region."""
    drafts = Application.objects.filter(project__call=revision.call_id, state=ApplicationState.DRAFT)
    return list(drafts.exclude(questionnaire=revision.after_id).with_parties())


@transaction.atomic
def follow(application: Application, revision: CallRevision, *, now: datetime | None = None) -> bool:
    """Move a draft to the revision; false when it is there already, or was deposited meanwhile.

    Each answer stays with its question, wherever the question now stands; the answer to a question that is no longer
    asked stays stored. A signature given to what the fiche no longer says lapses.
    """
    now, by = now or timezone.now(), revision.decided_by
    fiche = locked(application)
    if fiche.state != ApplicationState.DRAFT or fiche.questionnaire_id == revision.after_id:
        return False
    _regroup(fiche, revision.after, now)
    _move_remarks(fiche, revision.after)
    fiche.questionnaire = revision.after
    fiche.save(update_fields=["questionnaire"])
    when = instant(revision.decided_at, revision.call.zone)
    if seal_whole(fiche, by=by, now=now, summary=f"Questionnaire de l'appel révisé le {when}"):
        fiche.voided = sorted(
            signature.party
            for signature in void_signatures(
                fiche, reason=f"Le questionnaire de l'appel a été révisé le {when}", by=by, now=now
            )
        )
    journal.record(
        "applications.follow",
        fiche,
        by=by,
        summary=f"Fiche passée à la révision {revision.after.revision} du questionnaire",
        data={"content_hash": fiche.content_hash, "voided": list(fiche.voided)},
        now=now,
    )
    _tell(fiche, revision, by=by, now=now)
    return True


def _regroup(fiche: Application, after: Questionnaire, now: datetime) -> None:
    """Give each row its section of the new revision, and each answer to the section that now asks it."""
    rows = list(SectionAnswers.with_former.filter(application=fiche).select_related("section"))
    kept = {code: value for row in sorted(rows, key=_left_first) for code, value in row.answers.items()}
    homes = dict(Question.objects.filter(section__questionnaire=after).values_list("code", "section__code"))
    sections = {section.code: section for section in after.sections.all()}
    for row in rows:
        code = row.section.code
        own: dict[str, Any] = {name: value for name, value in row.answers.items() if homes.get(name, code) == code}
        row.answers = own | {name: value for name, value in kept.items() if homes.get(name) == code}
        row.left_at = None if code in sections else row.left_at or now
        row.section = sections.pop(code, row.section)
    SectionAnswers.with_former.bulk_update(rows, ["answers", "left_at", "section"])
    SectionAnswers.objects.bulk_create(
        SectionAnswers(
            application=fiche,
            section=section,
            answers={name: value for name, value in kept.items() if homes.get(name) == code},
            edited_at=now,
        )
        for code, section in sections.items()
    )


def _move_remarks(fiche: Application, after: Questionnaire) -> None:
    """Keep each remark beside its question; one about a question withdrawn stands beside its section, if that stays."""
    questions = {question.code: question for question in Question.objects.filter(section__questionnaire=after)}
    sections = {section.code: section for section in after.sections.all()}
    moved = list(fiche.remarks.select_related("section", "question"))
    for remark in moved:
        remark.question = questions.get(remark.question.code) if remark.question else None
        remark.section_id = (
            remark.question.section_id if remark.question else sections.get(remark.section.code, remark.section).pk
        )
    Remark.objects.bulk_update(moved, ["question", "section"])


def _left_first(row: SectionAnswers) -> bool:
    """Where two rows answer one question, the one that the fiche shows has the last word."""
    return row.left_at is None


def _tell(fiche: Application, revision: CallRevision, *, by: Membership, now: datetime) -> None:
    project = fiche.project
    mail = Mail(
        project.mail_about,
        "le questionnaire de l'appel est révisé",
        "Relisez votre fiche projet : ce qui est écrit est gardé, mais des questions ont changé.",
        path_of(fiche),
        [f"Motif : {revision.reason}", f"Appel : {revision.call.title}."],
        reply_to=by.user.email,
    )
    told = addresses_of([project.ars, project.aract], now=now)
    tell(REVISED, told, mail, key=f"revised:{revision.pk}:{fiche.pk}")
