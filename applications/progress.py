"""Where a fiche stands, what to do now, and what prevents it."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership
from applications.completeness import SectionStatus, missing_sections
from applications.enums import ApplicationState, Outcome, Party
from applications.models import Application, Deposit, Signature
from applications.permissions import party_of
from applications.silence import implicit_refusal_on
from applications.window import is_open
from core.wording import NBSP, counted, day, deadline, listed

STEPS = ("Écrire la fiche", "Signer : ARS et Aract", "Déposer", "Examen par la commission", "Décision")
WRITE, SIGN, DEPOSIT, EXAMINATION, DECISION = range(1, len(STEPS) + 1)
DECIDED = {
    Outcome.RETAINED: "Le projet est retenu",
    Outcome.WAITING: "Le projet est inscrit sur la liste d'attente",
    Outcome.NOT_RETAINED: "Le projet n'est pas retenu",
}


@dataclass(frozen=True)
class FicheStanding:
    """Where a fiche that left the draft stands, in a sentence or two."""

    tone: str
    title: str
    text: str = ""


@dataclass(frozen=True)
class Action:
    """The one thing to do now: a sentence, a link that begins with a verb, and what prevents it."""

    sentence: str
    label: str = ""
    url: str = ""
    obstacles: list[str] = field(default_factory=list)


def step_of(application: Application, sections: list[SectionStatus], signatures: dict[str, Signature]) -> int:
    """The step of the dossier, from 1 to 5; a decision shows once its letter is out."""
    match application.state:
        case ApplicationState.DRAFT if missing_sections(sections):
            return WRITE
        case ApplicationState.DRAFT:
            return DEPOSIT if len(valid(application, signatures)) == len(Party) else SIGN
    return DECISION if application.outcome else EXAMINATION


def standing(application: Application) -> FicheStanding:
    """What the page says of a deposited, judged or withdrawn fiche; a decision without its letter shows nothing."""
    tone = application.status.tone
    if application.outcome and application.notified_at:
        on = day(application.notified_at.astimezone(application.project.call.zone).date())
        title = DECIDED[Outcome(application.outcome)]
        return FicheStanding(
            tone, title, f"La décision est notifiée par la lettre {application.notice_number} du {on}."
        )
    match application.state:
        case ApplicationState.INADMISSIBLE:
            return FicheStanding(tone, "La fiche est irrecevable", application.check_reason)
        case ApplicationState.WITHDRAWN:
            return FicheStanding("warning", "La fiche est retirée : elle n'est pas examinée.")
        case ApplicationState.ADMISSIBLE:
            return FicheStanding(tone, "La fiche est recevable : elle est examinée par la commission nationale.")
    return FicheStanding(tone, "La fiche est déposée : le secrétariat de la commission examine sa recevabilité.")


def silence(application: Application, deposit: Deposit, today: date) -> str:
    """What silence means for the pair while nothing has been answered to it; nothing once it has an answer."""
    if application.outcome or application.state not in {ApplicationState.DEPOSITED, ApplicationState.ADMISSIBLE}:
        return ""
    on = implicit_refusal_on(deposit)
    if today <= on:
        return f"Sans réponse le {day(on)}, la demande est réputée rejetée : l'accusé de réception dit la suite."
    return (
        f"Faute de réponse le {day(on)}, la demande est réputée rejetée : l'accusé de réception dit la suite. "
        "Une décision peut encore vous être notifiée ; elle prendra la place de ce rejet."
    )


def valid(application: Application, signatures: dict[str, Signature]) -> dict[str, Signature]:
    """The signatures that cover the present content."""
    return {party: s for party, s in signatures.items() if s.content_hash == application.content_hash}


def time_left(closes_at: datetime, now: datetime) -> str:
    """«12 jours», «5 heures», «moins d'une heure»: what the server's clock says."""
    left = closes_at - now
    if left <= timedelta(0):
        return ""
    if left >= timedelta(days=2):
        return counted(left.days, "jour")
    if left >= timedelta(hours=1):
        return counted(left // timedelta(hours=1), "heure")
    return f"moins d'une{NBSP}heure"


def next_action(
    application: Application,
    sections: list[SectionStatus],
    signatures: dict[str, Signature],
    hat: Membership,
    now: datetime,
) -> Action:
    """What this person does now on a fiche of their pair that is still a draft."""
    if application.correction is not None and not is_open(application, now):
        return Action("La correction n'a pas été déposée à temps : le dépôt précédent reste tel quel.")
    if not is_open(application, now):
        call = application.project.call
        return Action(
            f"L'appel est clos depuis le {deadline(call.closes_at, call.zone)} : la fiche n'a pas été déposée."
        )
    lacking = missing_sections(sections)
    if lacking:
        first = lacking[0]
        return Action(
            f"Il reste {counted(len(lacking), 'section')} à compléter avant de signer.",
            f"Écrire la section {first.number} : {first.title}",
            first.url,
        )
    if application.deposit is not None and application.deposit.sha256 == application.content_hash:
        first = _first_to_correct(application, sections)
        return Action(
            "Rien n'est encore corrigé : le dépôt précédent reste tel quel.",
            f"Corriger la section {first.number} : {first.title}",
            first.url,
        )
    refusal = application.refusal
    if refusal is not None and not (hat.role == Role.SIGNATORY and refusal.party == party_of(hat, application.project)):
        return Action(
            f"L'{refusal.get_party_display()} ne signe pas la fiche en l'état : reprenez-la.",
            "Reprendre la fiche",
            sections[0].url if application.correction is None else _first_to_correct(application, sections).url,
        )
    return _binding_action(application, valid(application, signatures), hat)


def onward(
    application: Application, sections: list[SectionStatus], place: int, hat: Membership, signed: Collection[str]
) -> Action:
    """Where one goes on to from the section at `place` (0 is the first): the next, then one that lacks something.

    Once nothing lacks: to sign, or to read; `signed` are the parties whose signature covers the fiche.
    """
    lacking = missing_sections(sections)
    if not lacking and party_of(hat, application.project) not in signed:
        if hat.role == Role.SIGNATORY:
            label, url = "Lire et signer", reverse("applications:sign", args=[application.pk])
        else:
            label, url = "Relire la fiche", reading_url(application)
        return Action("La fiche est complète.", label, url)
    if lacking and place + 1 < len(sections):
        return Action(sections[place + 1].label, "Section suivante", sections[place + 1].url)
    if lacking and lacking[0] != sections[place]:
        return Action(lacking[0].label, f"Compléter la section {lacking[0].number}", lacking[0].url)
    return back_to(application)


def back_to(application: Application) -> Action:
    return Action("", "Revenir à la fiche", reverse("applications:application", args=[application.pk]))


def _first_to_correct(application: Application, sections: list[SectionStatus]) -> SectionStatus:
    keys = application.correction.keys if application.correction else set()
    return next(section for section in sections if section.section_pk in keys)


def reading_url(application: Application) -> str:
    """Where the pair reads again the whole of what it writes."""
    page = "read" if application.correction is None else "read_written"
    return reverse(f"applications:{page}", args=[application.pk])


def _binding_action(application: Application, signed: dict[str, Signature], hat: Membership) -> Action:
    party = party_of(hat, application.project)
    awaited = [p for p in Party if p not in signed]
    if party in awaited:
        if hat.role != Role.SIGNATORY:
            return Action(
                "La fiche est complète : elle attend la personne habilitée à signer pour votre organisation.",
                "Relire la fiche",
                reading_url(application),
            )
        return Action(
            "La fiche est complète : vous pouvez la signer.",
            "Lire et signer la fiche",
            reverse("applications:sign", args=[application.pk]),
        )
    missing = [f"La signature de l'{p.label} est attendue." for p in awaited]
    if party == Party.ARS:
        return Action(
            "Les deux parties ont signé : la fiche peut être déposée."
            if not missing
            else "Votre organisation a signé. Le dépôt attend encore l'autre partie.",
            "Déposer la fiche",
            reverse("applications:deposit", args=[application.pk]),
            missing,
        )
    who = (
        f"La signature de l'{listed([p.label for p in awaited])} est attendue."
        if awaited
        else "L'ARS peut déposer la fiche."
    )
    return Action(f"Votre organisation a signé. {who}", "Relire la fiche", reading_url(application))
