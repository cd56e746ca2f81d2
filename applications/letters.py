"""The acts about a deposited fiche before its decision: what each says."""

from datetime import datetime

from django.conf import settings

from accounts.enums import OrganisationKind
from accounts.models import Membership, Organisation
from acts.addressees import agency
from acts.appeals import PARIS_COURT
from acts.authors import author_of, service_of
from acts.drafting import ActDraft
from acts.enums import ActKind
from acts.models import Act
from applications.mailing import path_of
from applications.models import Application, Deposit, Inadmissibility, PiecesRequest
from applications.silence import implicit_refusal_on
from core.wording import PARIS, day, deadline, instant

# The points of admissibility, in the words of a decision that finds them missing.
LACKING = {
    "complete": "la fiche n'est pas complète",
    "in_time": "la fiche n'est pas arrivée dans le délai",
    "region": "le binôme et les structures ne sont pas tous de la région",
    "scope": "le projet n'entre pas dans le champ de l'appel",
}


def service() -> Organisation:
    """The authority in charge of the calls."""
    found = Organisation.objects.of_kind(OrganisationKind.DGOS).order_by("pk").first()
    return found or Organisation(name="Direction générale de l'offre de soins")


def about(deposit: Deposit) -> dict[str, object]:
    """What each of these acts recalls of the deposit that it is about."""
    project = deposit.application.project
    return {
        "call": {"title": project.call.title, "reference": project.call.reference},
        "deposit": {"number": deposit.number, "received_at": instant(deposit.received_at, project.call.zone)},
        "project": {"title": deposit.content.get("project", {}).get("title") or project.title},
        "region": str(project.region),
    }


def visas_of(application: Application) -> list[str]:
    call = application.project.call
    return [f"l'appel à projets « {call.title} » ({call.reference})"]


def receipt_of(deposit: Deposit) -> ActDraft:
    """The receipt of a deposit, known by the deposit's number."""
    application = deposit.application
    project = application.project
    office = service()
    received = instant(deposit.received_at, project.call.zone)
    signatures = deposit.signatures.select_related("signed_by__organisation").order_by("pk")
    contacts = project.call.contacts.select_related("organisation")
    return ActDraft(
        kind=ActKind.RECEIPT,
        subject=f"{project.call.title} – fiche projet de la région {project.region}",
        sense=f"Fiche projet reçue le {received}{', hors délai, par exception' if deposit.late else ''}",
        authors=[service_of(office)],
        addressee=agency(project.ars),
        copies=[project.aract.name],
        court=PARIS_COURT,
        place=office.city,
        implicit_on=implicit_refusal_on(deposit),
        body=about(deposit)
        | {
            "late": (
                {"closed": deadline(project.call.closes_at, project.call.zone), "reason": deposit.late.access.reason}
                if deposit.late
                else None
            ),
            "corrects": former_of(deposit),
            "deposited_by": named(deposit.deposited_by),
            "signatures": [
                f"{one.get_party_display()} : {one.signed_as}, le {instant(one.signed_at, project.call.zone)}"
                for one in signatures
            ],
            "contacts": [
                f"{one.organisation} : {one.function}, " + ", ".join(filter(None, [one.email, one.phone]))
                for one in contacts
            ],
        },
    )


def former_of(deposit: Deposit) -> str:
    """The number of the deposit that this one corrects; blank for the first."""
    former = deposit.application.deposits.filter(rank=deposit.rank - 1).first()
    return former.number if former else ""


def named(hat: Membership) -> str:
    return f"{hat.user.full_name}, {hat.job_title} ({hat.organisation})"


def pieces_asked(asked: PiecesRequest, at: datetime) -> ActDraft:
    """The request for what a fiche lacks: it decides nothing, and is signed by the person who asks."""
    application, by = asked.application, asked.asked_by
    project, deposit = application.project, application.in_force
    lines = [line.strip(" -–•\t") for line in asked.pieces.splitlines()]
    return ActDraft(
        kind=ActKind.PIECES,
        subject=f"{project.call.title} – pièces à fournir pour la fiche {deposit.number}",
        sense=f"Pièces demandées, à envoyer jusqu'au {day(asked.until)}",
        authors=[author_of(by, at.astimezone(PARIS).date(), signed=f"Demandé le {instant(at)}", decides=False)],
        addressee=agency(project.ars),
        copies=[project.aract.name],
        place=by.organisation.city,
        body=about(deposit)
        | {
            "pieces": [line for line in lines if line],
            "until": day(asked.until),
            "address": settings.SITE_URL + path_of(application),
        },
    )


def inadmissibility_of(found: Inadmissibility, *, by: Membership, at: datetime) -> ActDraft:
    """The decision not to examine a fiche, as the one who signs it takes it."""
    application = found.application
    project, deposit = application.project, application.in_force
    request = application.pieces_requests.standing().select_related("act").last()
    asked = [f"la demande de pièces n° {request.act} du {day(request.asked_at)}"] if request else []
    return ActDraft(
        kind=ActKind.INADMISSIBILITY,
        subject=f"{project.call.title} – fiche projet de la région {project.region}",
        sense="Fiche irrecevable : elle ne sera pas examinée",
        authors=[author_of(by, at.astimezone(PARIS).date(), signed=f"Décidé le {instant(at)}")],
        addressee=agency(project.ars),
        copies=[project.aract.name],
        court=PARIS_COURT,
        visas=[*visas_of(application), *asked],
        reasons=found.reason,
        place=by.organisation.city,
        implicit_on=implicit_refusal_on(deposit),
        body=about(deposit) | {"lacking": [words for point, words in LACKING.items() if not found.findings[point]]},
    )


def withdrawal_of(act: Act, application: Application, *, reason: str, by: Membership, at: datetime) -> ActDraft:
    """The decision that takes an inadmissibility back: the fiche is to be examined again."""
    project = application.project
    return ActDraft(
        kind=ActKind.WITHDRAWAL,
        subject=f"{project.call.title} – fiche projet de la région {project.region}",
        sense=f"La décision n° {act} est retirée",
        authors=[author_of(by, at.astimezone(PARIS).date(), signed=f"Décidé le {instant(at)}")],
        addressee=agency(project.ars),
        copies=[project.aract.name],
        visas=visas_of(application),
        reasons=reason,
        place=by.organisation.city,
        body=about(application.in_force)
        | {"withdrawn": {"number": act.number, "on": day(act.issued_at.astimezone(PARIS))}},
    )
