"""When the project's participants are the occasion of a mail."""

from records.moments import MailClass, moment

CONFIRMED = moment("regions.confirmed", "Engagement confirmé par une structure", "l'ARS et l'Aract", MailClass.NEWS)
