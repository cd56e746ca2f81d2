"""When the money of a project is the occasion of a mail."""

from records.moments import MailClass, moment

AGREED = moment("grants.agreed", "Convention enregistrée", "le bénéficiaire", MailClass.NEWS)
PAID = moment("grants.paid", "Échéance versée", "le bénéficiaire", MailClass.NEWS)
STATEMENT_DUE = moment(
    "grants.statement_due", "Compte rendu financier attendu dans un mois", "le bénéficiaire et l'ARS", MailClass.WORK
)
STATEMENT_FILED = moment(
    "grants.statement_filed", "Compte rendu financier déposé", "l'ARS et le bénéficiaire", MailClass.WORK
)
STATEMENT_RETURNED = moment(
    "grants.statement_returned", "Compte rendu financier renvoyé", "le bénéficiaire et l'ARS", MailClass.WORK
)
STATEMENT_ACCEPTED = moment(
    "grants.statement_accepted", "Compte rendu financier accepté", "le bénéficiaire et l'ARS", MailClass.NEWS
)
OBSERVATIONS_OVER = moment(
    "grants.observations_over", "Délai d'observations passé sans réponse", "l'ARS", MailClass.WORK
)
INVITED = moment("grants.observations", "Invitation à présenter des observations", "le bénéficiaire", MailClass.ACT)
RECOVERED = moment("grants.recovery", "Décision de reversement", "le bénéficiaire", MailClass.ACT)
LIFTED = moment("grants.lifting", "Reversement abrogé", "le bénéficiaire", MailClass.ACT)
GIVEN_UP = moment("grants.given_up", "Procédure de reversement abandonnée", "le bénéficiaire", MailClass.ACT)
