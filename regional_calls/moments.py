"""When a regional call writes to people. A structure has no account, so no pace to choose: its mails leave at once."""

from records.moments import MailClass, moment

LINK = moment("regional_calls.link", "Lien personnel d'une réponse", "qui le demande", MailClass.ACT)
RECEIVED = moment("regional_calls.received", "Accusé de réception d'une réponse", "la structure", MailClass.ACT)
WITHDRAWN = moment("regional_calls.withdrawn", "Réponse retirée", "la structure", MailClass.ACT)
CHOSEN = moment("regional_calls.chosen", "Choix annoncé", "la structure", MailClass.ACT)
CALLED_UP = moment("regional_calls.called_up", "Place qui se libère", "la structure en attente", MailClass.ACT)
POSTPONED = moment("regional_calls.postponed", "Clôture régionale reportée", "qui a un brouillon", MailClass.ACT)
UNFINISHED = moment(
    "regional_calls.unfinished", "Réponse non remise, trois jours avant la clôture", "la structure", MailClass.ACT
)
ASKED = moment("regional_calls.asked", "Question du public reçue", "l'ARS et l'Aract", MailClass.WORK)
SET_ASIDE = moment("regional_calls.set_aside", "Question du public écartée", "qui l'a posée", MailClass.ACT)
ANSWERED = moment("regional_calls.answered", "Réponse à une question du public", "qui l'a posée", MailClass.ACT)
