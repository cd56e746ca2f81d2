"""What the ARS and the beneficiary are reminded of, each morning, about the money."""

from dataclasses import replace
from datetime import datetime, timedelta

from accounts.mailing import Mail
from core.wording import PARIS, day, euros
from grants.alerts import owes_statement
from grants.models import Agreement, Hearing
from grants.moments import OBSERVATIONS_OVER, STATEMENT_DUE
from grants.telling import agreement_path, statement_path, tell_ars, tell_beneficiary

STATEMENT_NEAR = timedelta(days=30)
WITH_ALL = ("beneficiary__organisation", "project__ars", "project__aract", "project__call", "project__region")


def tell_statements_due(now: datetime) -> None:
    """A month before a statement is due, once, if money was paid and none was handed in."""
    today = now.astimezone(PARIS).date()
    for agreement in Agreement.objects.binding().with_paid().select_related("statement", *WITH_ALL):
        due_on = agreement.statement_due_on
        if today <= due_on <= today + STATEMENT_NEAR and owes_statement(agreement):
            tell_due(agreement, now)


def tell_due(agreement: Agreement, now: datetime) -> None:
    due, key = day(agreement.statement_due_on), f"statement-due:{agreement.pk}:{agreement.statement_due_on}"
    verb = "Déposez" if agreement.beneficiary.has_account else "Adressez à l'ARS, signé,"
    mail = Mail(
        agreement.project.mail_about,
        f"compte rendu financier attendu pour le {due}",
        f"{verb} le compte rendu financier de la convention {agreement.number} au plus tard le {due}.",
        statement_path(agreement),
        [f"{euros(agreement.paid)} vous ont été versés au titre de cette convention."],
    )
    tell_beneficiary(STATEMENT_DUE, agreement, mail, key=key, now=now)
    expected = f"Le compte rendu financier de la convention {agreement.number} est attendu au plus tard le {due}."
    if not agreement.with_aract:
        expected += " Enregistrez-le dès que vous le recevez."
    paid = f"Bénéficiaire : {agreement.beneficiary}. {euros(agreement.paid)} lui ont été versés."
    tell_ars(STATEMENT_DUE, agreement, replace(mail, todo=expected, facts=[paid]), key=key, now=now)


def tell_observations_over(now: datetime) -> None:
    """To the ARS once the time to answer an invitation is over without a word."""
    today = now.astimezone(PARIS).date()
    silent = Hearing.objects.filter(closed_on=None, replied_on=None, answer_by__lt=today)
    for hearing in silent.select_related("act", *(f"agreement__{name}" for name in WITH_ALL)):
        agreement = hearing.agreement
        mail = Mail(
            agreement.project.mail_about,
            f"invitation {hearing.act} restée sans réponse",
            "Décidez du reversement envisagé, ou renoncez-y.",
            f"{agreement_path(agreement)}#reversements",
            [
                f"{agreement.beneficiary} pouvait répondre jusqu'au {day(hearing.answer_by)}, et n'a pas répondu.",
                f"{euros(hearing.amount)} sont envisagés au titre de la convention {agreement.number}.",
            ],
        )
        tell_ars(OBSERVATIONS_OVER, agreement, mail, key=f"observations-over:{hearing.pk}", now=now)
