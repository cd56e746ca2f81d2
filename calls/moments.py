"""When a national call writes to the regions."""

from records.moments import MailClass, moment

OPENED = moment("calls.opened", "Appel national ouvert", "les ARS et les Aract", MailClass.NEWS)
POSTPONED = moment("calls.postponed", "Clôture nationale reportée", "les ARS et les Aract", MailClass.WORK)
