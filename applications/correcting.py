"""Correcting a deposited fiche: a round that the secretary opens on chosen sections, and how it ends.

Until the pair deposits again, everybody else reads the deposit that stands. A round that ends without a deposit puts
the fiche back as it was deposited; what was written meanwhile stays in its versions.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.mailing import Mail, addresses_of, tell
from accounts.models import Membership
from applications.enums import CorrectionEnd
from applications.fiche_edit import locked, void_live
from applications.mailing import path_of, secretaries
from applications.models import Application, Correction, SectionAnswers
from applications.moments import CORRECTION_ENDED, CORRECTION_EXTENDED, CORRECTION_OPENED
from applications.permissions import may_correct, may_end_correction
from applications.removing import OF_STRUCTURES
from applications.sealing import questions_of, seal, sections_of
from applications.versions import put_section_back, versions
from applications.withdrawing import decided
from calls.calendar import instant_of, local_day
from calls.conditions import dependents
from calls.enums import SectionKind
from calls.models import Call, Section
from core.verdicts import OutOfTurn, Refused, ensure
from core.wording import counted, deadline
from records import journal

LONGEST = timedelta(days=90)


def ensure_undecided(fiche: Application) -> None:
    """What the commission decides on does not change under it: a proposal states amounts that the fiche asked for."""
    if decided(fiche):
        raise OutOfTurn("Une décision est proposée sur cette fiche : elle ne se corrige plus.")
    if fiche.inadmissibilities.proposed().exists():
        raise OutOfTurn("Une irrecevabilité est proposée sur cette fiche : elle ne se corrige pas en attendant.")


def end_of(day: date, call: Call) -> datetime:
    """The instant after the last of a day, where the call is read."""
    return instant_of(datetime.combine(day + timedelta(days=1), datetime.min.time()), call.zone)


def with_dependents(fiche: Application, chosen: Collection[Section]) -> list[Section]:
    """The chosen sections and those that change with them: by a condition, or because seats come from structures."""
    sections = sections_of(fiche)
    keys = {section.pk for section in chosen} | dependents(list(chosen), questions_of(fiche))
    if any(section.kind == SectionKind.PARTICIPANTS for section in chosen):
        keys |= {section.pk for section in sections if section.kind in OF_STRUCTURES}
    return [section for section in sections if section.pk in keys]


def ensure_ahead(day: date, fiche: Application, now: datetime) -> datetime:
    """The closing of a round that lasts until this day, included."""
    closes_at = end_of(day, fiche.project.call)
    if closes_at <= now:
        raise Refused("Choisissez un jour à venir : la correction finit avec lui.", at="until")
    if closes_at - now > LONGEST:
        raise Refused(f"Une correction dure au plus {counted(LONGEST.days, 'jour')}.", at="until")
    return closes_at


def _judged(
    fiche: Application, sections: Collection[Section], reason: str, until: date, *, by: Membership, now: datetime
) -> datetime:
    """The closing of a round that may be opened; refused otherwise."""
    ensure(may_correct(by, fiche))
    ensure_undecided(fiche)
    if fiche.correction is not None:
        raise OutOfTurn("Une correction est déjà ouverte sur cette fiche : prolongez-la, ou mettez-y fin.")
    if not sections:
        raise Refused("Choisissez au moins une section à corriger.", at="sections")
    if not reason.strip():
        raise Refused("Dites au binôme ce qui est à corriger.", at="reason")
    return ensure_ahead(until, fiche, now)


@transaction.atomic
def open_correction(
    application: Application,
    *,
    sections: Collection[Section],
    reason: str,
    until: date,
    by: Membership,
    now: datetime | None = None,
) -> Correction:
    """Have the pair write these sections again until a day, included; the others stay sealed."""
    now = now or timezone.now()
    fiche = locked(application)
    closes_at = _judged(fiche, sections, reason, until, by=by, now=now)
    last = versions(fiche).values_list("pk", flat=True).first()
    correction = Correction.objects.create(
        application=fiche,
        of=fiche.in_force,
        reason=reason,
        since=last or 0,
        opened_at=now,
        opened_by=by,
        closes_at=closes_at,
    )
    correction.sections.set(with_dependents(fiche, sections))
    _tell_opened(correction, by=by, now=now)
    until_said = deadline(closes_at, fiche.project.call.zone)
    journal.record(
        "applications.open_correction",
        fiche,
        by=by,
        summary=f"Correction ouverte jusqu'au {until_said} sur {correction.sections_said} : {reason}"[:300],
        data={"correction": correction.pk, "sections": correction.sections_said, "reason": reason, "until": closes_at},
        now=now,
    )
    return correction


def _tell_opened(correction: Correction, *, by: Membership, now: datetime) -> None:
    project = correction.application.project
    until_said = deadline(correction.closes_at, project.call.zone, there=project.region)
    mail = Mail(
        project.mail_about,
        f"fiche à corriger avant le {deadline(correction.closes_at, project.call.zone)}",
        f"Corrigez {correction.sections_said} de la fiche « {project.title} », signez-la des deux côtés, "
        f"puis déposez-la de nouveau avant le {until_said}.",
        path_of(correction.application),
        [
            f"Motif : {correction.reason}",
            f"Sans nouveau dépôt à cette date, le dépôt {correction.of} reste tel quel.",
        ],
        reply_to=by.user.email,
    )
    told = addresses_of([project.ars, project.aract], now=now)
    tell(CORRECTION_OPENED, told, mail, key=f"correction-opened:{correction.pk}")


@transaction.atomic
def extend_correction(
    application: Application, *, until: date, by: Membership, now: datetime | None = None
) -> Correction:
    """Give the pair more time; a round whose time is up but which nothing closed yet may be given more too."""
    now = now or timezone.now()
    fiche = locked(application)
    correction = held(fiche)
    ensure(may_correct(by, fiche))
    closes_at = ensure_ahead(until, fiche, now)
    if closes_at == correction.closes_at:
        return correction
    if closes_at < correction.closes_at:
        raise Refused("Une correction se prolonge ; pour l'abréger, mettez-y fin.", at="until")
    correction.closes_at = closes_at
    correction.save(update_fields=["closes_at"])
    project = fiche.project
    said = deadline(closes_at, project.call.zone)
    mail = Mail(
        project.mail_about,
        f"correction prolongée jusqu'au {said}",
        f"Déposez de nouveau la fiche « {project.title} » avant le "
        f"{deadline(closes_at, project.call.zone, there=project.region)}.",
        path_of(fiche),
        reply_to=by.user.email,
    )
    told = addresses_of([project.ars, project.aract], now=now)
    tell(CORRECTION_EXTENDED, told, mail, key=f"correction-extended:{correction.pk}:{closes_at.isoformat()}")
    journal.record(
        "applications.extend_correction",
        fiche,
        by=by,
        summary=f"Correction prolongée jusqu'au {said}",
        data={"correction": correction.pk, "until": closes_at},
        now=now,
    )
    return correction


def held(fiche: Application) -> Correction:
    """The round open on a fiche whose row is held."""
    if fiche.correction is None:
        raise OutOfTurn("Aucune correction n'est ouverte sur cette fiche.")
    return fiche.correction


@transaction.atomic
def end_correction(application: Application, *, reason: str, by: Membership, now: datetime | None = None) -> Correction:
    """Put an end to a round without a new deposit: what was deposited stands."""
    now = now or timezone.now()
    fiche = locked(application)
    ensure(may_end_correction(by, fiche))
    correction = held(fiche)
    if not reason.strip():
        raise Refused("Dites pourquoi la correction s'arrête.", at="reason")
    end = CorrectionEnd.GIVEN_UP if by.regional else CorrectionEnd.CLOSED
    return stand(fiche, correction, end, reason=reason, by=by, now=now)


def stand(
    fiche: Application,
    correction: Correction,
    end: CorrectionEnd,
    *,
    reason: str = "",
    by: Membership | None,
    now: datetime,
) -> Correction:
    """Close the round and have the fiche say again what its deposit says."""
    back, kept = put_back(fiche, correction, by=by, now=now)
    correction.ended_at, correction.ended_by, correction.end = now, by, end
    correction.save(update_fields=["ended_at", "ended_by", "end"])
    vars(fiche).pop("correction", None)
    project = fiche.project
    why = f"Motif : {reason}" if reason else ""
    written = "Ce qui a été écrit entre-temps reste dans les versions de la fiche." if back or kept else ""
    mail = Mail(
        project.mail_about,
        f"correction {end.label}",
        f"Le dépôt {correction.of} de la fiche « {project.title} » reste tel quel.",
        path_of(fiche),
        [why, written],
        reply_to=by.user.email if by else "",
    )
    told = addresses_of([project.ars, project.aract], now=now) | secretaries(now)
    told -= {by.user.email} if by else set()
    tell(CORRECTION_ENDED, told, mail, key=f"correction-ended:{correction.pk}")
    journal.record(
        "applications.end_correction",
        fiche,
        by=by,
        summary=f"Correction {end.label} : le dépôt {correction.of} reste tel quel"[:300],
        data={"correction": correction.pk, "end": end, "reason": reason, "put_back": back, "left": kept},
        now=now,
    )
    return correction


def put_back(
    fiche: Application, correction: Correction, *, by: Membership | None, now: datetime
) -> tuple[list[int], list[int]]:
    """The numbers of the sections put back as they were deposited, and of those that could not be.

    A row that something else holds on to stays; the section then goes on saying so in its versions, and the deposit,
    which everybody reads, is not touched.
    """
    moved = SectionAnswers.objects.filter(
        application=fiche, section__in=correction.keys, revisions__pk__gt=correction.since
    )
    back, left = [], []
    for row in moved.distinct().select_related("section").order_by("section__number"):
        try:
            with transaction.atomic():
                put_section_back(row, correction.since, fiche, by=None)
        except (Refused, ValidationError):
            left.append(row.section.number)
        else:
            back.append(row.section.number)
    vars(fiche).pop("rows_by_section", None)
    sections = [row.section for row in fiche.rows_by_section.values() if row.section.number in {*back, *left}]
    summary = f"Section revenue à ce que dit le dépôt {correction.of}"
    seal(fiche, sections, by=by, now=now, summary=summary)
    void_live(fiche, reason="La correction est close sans nouveau dépôt", now=now)
    return back, left


def expire(now: datetime | None = None) -> None:
    """Close the rounds whose time is up, once each; at every sweep."""
    now = now or timezone.now()
    for fiche in Application.objects.filter(corrections__in=Correction.objects.overdue(now)).distinct().order_by("pk"):
        with transaction.atomic():
            held_fiche = locked(fiche)
            correction = held_fiche.correction
            if correction is not None and correction.closes_at <= now:
                stand(held_fiche, correction, CorrectionEnd.EXPIRED, by=None, now=now)


def last_day_of(correction: Correction) -> date:
    """The day with which the round ends."""
    return local_day(correction.closes_at - timedelta(seconds=1), correction.application.project.call)
