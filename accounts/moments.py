"""When accounts write to people."""

from records.moments import MailClass, moment

INVITED = moment("accounts.invited", "Invitation à rejoindre le portail", "la personne invitée", MailClass.ACT)
ROLE_ADDED = moment("accounts.role_added", "Rôle ajouté à un compte", "la personne", MailClass.ACT)
ROLE_ENDED = moment("accounts.role_ended", "Rôle terminé", "la personne", MailClass.ACT)
DISABLED = moment("accounts.disabled", "Compte désactivé", "la personne", MailClass.ACT)
DIGEST = moment("accounts.digest", "Courriel du jour", "qui a choisi de le recevoir", MailClass.WORK)
JOB_FAILED = moment("accounts.job_failed", "Travail en échec", "l'équipe du portail", MailClass.ACT)
