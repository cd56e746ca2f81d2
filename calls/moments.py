"""When a national call writes to the regions, and about what the public asks."""

from records.moments import MailClass, moment

OPENED = moment("calls.opened", "Appel national ouvert", "les ARS et les Aract", MailClass.NEWS)
POSTPONED = moment("calls.postponed", "Clôture nationale reportée", "les ARS et les Aract", MailClass.WORK)
ASKED = moment("calls.asked", "Question du public sur un appel national", "les secrétariats", MailClass.WORK)
ANSWERED = moment("calls.answered", "Réponse à une question sur un appel national", "qui l'a posée", MailClass.ACT)
SET_ASIDE = moment("calls.set_aside", "Question sur un appel national écartée", "qui l'a posée", MailClass.ACT)
