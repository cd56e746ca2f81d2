"""When the money of a project is the occasion of a mail."""

from records.moments import MailClass, moment

INVITED = moment("grants.observations", "Invitation à présenter des observations", "le bénéficiaire", MailClass.ACT)
RECOVERED = moment("grants.recovery", "Décision de reversement", "le bénéficiaire", MailClass.ACT)
LIFTED = moment("grants.lifting", "Reversement abrogé", "le bénéficiaire", MailClass.ACT)
GIVEN_UP = moment("grants.given_up", "Procédure de reversement abandonnée", "le bénéficiaire", MailClass.ACT)
