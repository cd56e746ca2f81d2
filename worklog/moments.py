"""When the log of days writes to people."""

from records.moments import MailClass, moment

TO_SEAL = moment("worklog.to_seal", "Mois à sceller", "l'Aract", MailClass.WORK)
TO_SEE = moment("worklog.to_see", "Mois scellé, à attester", "l'ARS", MailClass.WORK)
