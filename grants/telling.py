"""Telling the beneficiary of an agreement, and the ARS, what happens to the money."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.urls import reverse

from accounts.mailing import Mail, addresses_of, tell
from accounts.models import Membership
from core.wording import NBSP, day, euros
from grants.enums import StatementState
from grants.models import Agreement, Beneficiary, LedgerEntry, Submission
from grants.moments import AGREED, PAID, STATEMENT_ACCEPTED, STATEMENT_FILED, STATEMENT_RETURNED
from records.models import Document
from records.moments import Moment


def addresses(beneficiary: Beneficiary, now: datetime | None, *, but: Membership | None = None) -> set[str]:
    if beneficiary.organisation is None:
        return {beneficiary.email}
    return addresses_of([beneficiary.organisation], but=but, now=now)


def agreement_path(agreement: Agreement) -> str:
    return reverse("grants:agreement", args=[agreement.project_id, agreement.pk])


def statement_path(agreement: Agreement) -> str:
    return reverse("grants:statement", args=[agreement.project_id, agreement.pk])


def tell_beneficiary(
    moment: Moment,
    agreement: Agreement,
    mail: Mail,
    *,
    key: str,
    attachments: Iterable[Document] = (),
    but: Membership | None = None,
    now: datetime | None = None,
) -> None:
    """The ARS answers; who has no account is led nowhere."""
    beneficiary = agreement.beneficiary
    path = mail.path if beneficiary.has_account else ""
    written = replace(mail, path=path, reply_to=agreement.project.ars.email)
    tell(moment, addresses(beneficiary, now, but=but), written, key=key, attachments=attachments)


def tell_ars(
    moment: Moment,
    agreement: Agreement,
    mail: Mail,
    *,
    key: str,
    but: Membership | None = None,
    now: datetime | None = None,
) -> None:
    """The beneficiary answers."""
    written = replace(mail, reply_to=agreement.beneficiary.email)
    tell(moment, addresses_of([agreement.project.ars], but=but, now=now), written, key=key)


def tell_agreed(agreement: Agreement, document: Document, now: datetime) -> None:
    """Who has no account keeps the copy that the mail carries."""
    copied = not agreement.beneficiary.has_account
    mail = Mail(
        agreement.project.mail_about,
        f"convention {agreement.number} enregistrée",
        f"La convention {agreement.number}, signée par les deux parties, est enregistrée."
        + (" Gardez la copie jointe." if copied else ""),
        agreement_path(agreement),
        [f"{agreement.purpose}{NBSP}: {euros(agreement.amount)}, jusqu'au {day(agreement.ends_on)}."],
    )
    attachments = [document] if copied else []
    tell_beneficiary(AGREED, agreement, mail, key=f"agreement-signed:{agreement.pk}", attachments=attachments, now=now)


def tell_paid(entry: LedgerEntry, agreement: Agreement, now: datetime) -> None:
    mail = Mail(
        agreement.project.mail_about,
        f"versement de {euros(entry.amount)}",
        f"{euros(entry.amount)} vous sont versés, à la date du {day(entry.on)}.",
        agreement_path(agreement),
        [f"{entry.label}."],
    )
    tell_beneficiary(PAID, agreement, mail, key=f"instalment-paid:{entry.pk}", now=now)


def justified(submission: Submission) -> str:
    return f"{euros(submission.used)} justifiés sur {euros(submission.paid)} versés."


def tell_filed(submission: Submission, agreement: Agreement, *, by: Membership, now: datetime) -> None:
    """To the ARS, whose turn it is to judge it, and to the beneficiary."""
    key = f"statement-filed:{submission.pk}"
    mail = Mail(
        agreement.project.mail_about,
        f"compte rendu financier {agreement.number} déposé",
        f"Lisez le compte rendu financier de la convention {agreement.number}, puis acceptez-le ou renvoyez-le.",
        statement_path(agreement),
        [f"Bénéficiaire{NBSP}: {agreement.beneficiary}. {justified(submission)}"],
    )
    tell_ars(STATEMENT_FILED, agreement, mail, key=key, but=by, now=now)
    done = f"Le compte rendu financier de la convention {agreement.number} est déposé{NBSP}: l'ARS l'examine."
    tell_beneficiary(STATEMENT_FILED, agreement, replace(mail, todo=done), key=key, but=by, now=now)


def tell_judged(submission: Submission, agreement: Agreement, *, by: Membership, now: datetime) -> None:
    accepted = submission.outcome == StatementState.ACCEPTED
    moment, outcome = (STATEMENT_ACCEPTED, "accepté") if accepted else (STATEMENT_RETURNED, "renvoyé")
    key = f"statement-judged:{submission.pk}"
    mail = Mail(
        agreement.project.mail_about,
        f"compte rendu financier {agreement.number} {outcome}",
        f"Le compte rendu financier de la convention {agreement.number} est {outcome}.",
        statement_path(agreement),
        [
            f"Bénéficiaire{NBSP}: {agreement.beneficiary}.",
            justified(submission) if accepted else f"Motif{NBSP}: {submission.reason}",
        ],
    )
    tell_ars(moment, agreement, mail, key=key, but=by, now=now)
    again = "déposez-le de nouveau" if agreement.beneficiary.has_account else "adressez-le de nouveau, signé, à l'ARS"
    correct = f"Corrigez le compte rendu financier de la convention {agreement.number}, puis {again}."
    yours = mail if accepted else replace(mail, todo=correct)
    tell_beneficiary(moment, agreement, yours, key=key, now=now)
