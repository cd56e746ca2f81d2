"""When the project's participants are the occasion of a mail."""

from records.moments import MailClass, moment

CONFIRMED = moment("regions.confirmed", "Engagement confirmé par une structure", "l'ARS et l'Aract", MailClass.NEWS)
TO_CONFIRM = moment(
    "regions.to_confirm", "Structure inscrite, engagement à confirmer", "le référent de la structure", MailClass.WORK
)
CLOSED = moment("regions.closed", "Projet clos", "l'ARS, l'Aract et les structures", MailClass.NEWS)
