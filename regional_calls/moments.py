"""When a regional call writes to people."""

from records.moments import MailClass, moment

LINK = moment("regional_calls.link", "Lien personnel d'une réponse", "qui le demande", MailClass.ACT)
RECEIVED = moment("regional_calls.received", "Accusé de réception d'une réponse", "la structure", MailClass.ACT)
WITHDRAWN = moment("regional_calls.withdrawn", "Réponse retirée", "la structure", MailClass.ACT)
CHOSEN = moment("regional_calls.chosen", "Choix annoncé", "la structure", MailClass.ACT)
CALLED_UP = moment("regional_calls.called_up", "Place qui se libère", "la structure en attente", MailClass.ACT)
ANSWERED = moment("regional_calls.answered", "Réponse à une question du public", "qui l'a posée", MailClass.ACT)
