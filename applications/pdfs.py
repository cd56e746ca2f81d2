"""The papers of a deposit: the fiche and its receipt, in PDF (L1–L2)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from accounts.enums import OrganisationKind
from accounts.mailing import Mail, addresses_of, tell
from accounts.models import Organisation
from applications.fiche_view import content_of, readable
from applications.mailing import path_of
from applications.models import Application, Deposit, Signature
from applications.moments import RECEIVED
from core.dates import months_after
from core.wording import day, instant
from records import journal, papers, pdf
from records.models import Document

SILENCE_MONTHS = 2  # silence on a request for money is a refusal after two months (CRPA L231-4, 3°)
# The seat of the authority that decides rules (CJA R312-1), and DGOS sits in Paris.
COURT = "tribunal administratif de Paris"
COURT_ADDRESS = "7 rue de Jouy, 75181 Paris Cedex 04"
CSS = "pdf/fiche.css"


def implicit_refusal_on(deposit: Deposit) -> date:
    """The day on which silence becomes a refusal."""
    zone = deposit.application.project.call.zone
    return months_after(deposit.received_at.astimezone(zone).date(), SILENCE_MONTHS)


def fiche_pdf(
    application: Application, *, content_hash: str, signatures: Iterable[Signature], at: datetime | None = None
) -> bytes:
    """The fiche in PDF, in the layout of its reading page; a draft says when it was printed, `at`."""
    deposit = getattr(application, "deposit", None)
    context = {
        "application": application,
        "deposit": deposit,
        "printed_at": at,
        "content_hash": content_hash,
        "signatures": list(signatures),
        **readable(content_of(application)),
    }
    return pdf.render("applications/pdf/fiche.html", context, base_css=CSS)


def receipt_pdf(deposit: Deposit) -> bytes:
    """The acknowledgement of receipt that the law asks for, with its time limits and routes of appeal."""
    return pdf.render("applications/pdf/receipt.html", receipt_context(deposit), base_css=CSS)


def receipt_context(deposit: Deposit) -> dict[str, Any]:
    project = deposit.application.project
    return {
        "deposit": deposit,
        "project": project,
        "signatures": deposit.application.signatures.live().select_related("signed_by__organisation"),
        "service": Organisation.objects.of_kind(OrganisationKind.DGOS).order_by("pk").first(),
        "contacts": project.call.contacts.select_related("organisation"),
        "implicit_refusal_on": implicit_refusal_on(deposit),
        "court": COURT,
        "court_address": COURT_ADDRESS,
    }


def deposit_of(deposit_id: int) -> Deposit:
    return Deposit.objects.select_related(
        "application__project__call",
        "application__project__region",
        "application__project__ars",
        "application__project__aract",
        "deposited_by__organisation",
        "deposited_by__user",
    ).get(pk=deposit_id)


def keep_fiche(deposit_id: int) -> None:
    """The PDF of the deposited fiche, made once."""
    deposit = deposit_of(deposit_id)
    application = deposit.application
    signatures = application.signatures.live().select_related("signed_by__organisation")
    papers.keep(
        deposit,
        "fiche_pdf",
        f"fiche-{deposit.number}.pdf",
        lambda: fiche_pdf(application, content_hash=deposit.sha256, signatures=signatures),
    )


def issue_receipt(deposit_id: int, *, now: datetime | None = None) -> None:
    """The receipt, made once and sent to both parties."""
    deposit = deposit_of(deposit_id)

    def send(receipt: Document) -> None:
        _send_receipt(deposit, receipt, now)
        journal.record(
            "applications.issue_receipt",
            deposit.application,
            summary=f"Récépissé du dépôt {deposit.number} émis",
            data={"number": deposit.number, "sha256": receipt.sha256},
            now=now,
        )

    papers.keep(deposit, "receipt_pdf", f"recepisse-{deposit.number}.pdf", lambda: receipt_pdf(deposit), send)


def _send_receipt(deposit: Deposit, receipt: Document, now: datetime | None) -> None:
    project = deposit.application.project
    mail = Mail(
        project.mail_about,
        f"accusé de réception {deposit.number}",
        f"La fiche projet « {project.title} » est reçue. Gardez l'accusé de réception joint.",
        path_of(deposit.application),
        [
            f"Numéro de dépôt : {deposit.number}. Reçue le {instant(deposit.received_at, project.call.zone)}.",
            f"Sans réponse le {day(implicit_refusal_on(deposit))}, la demande est réputée rejetée.",
        ],
    )
    told = addresses_of([project.ars, project.aract], now=now)
    tell(RECEIVED, told, mail, key=f"receipt:{deposit.pk}", attachments=[receipt])
