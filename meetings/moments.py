"""When a meeting is the occasion of a mail."""

from records.moments import MailClass, moment

CONVENED = moment("meetings.convocation", "Réunion : invitation", "les personnes invitées", MailClass.ACT)
CHANGED = moment("meetings.change", "Réunion changée", "les personnes invitées", MailClass.ACT)
CANCELLED = moment("meetings.cancellation", "Réunion annulée", "les personnes invitées", MailClass.ACT)
SEAT_WITHDRAWN = moment("meetings.withdrawal", "Invitation retirée", "la personne", MailClass.ACT)
INVITED_AGAIN = moment("meetings.reinvitation", "Invitation rétablie", "la personne", MailClass.ACT)
REMINDED = moment("meetings.reminder", "Réponse attendue", "qui n'a pas répondu", MailClass.ACT)
MINUTES_TO_APPROVE = moment(
    "meetings.minutes_to_approve", "Compte rendu à approuver", "l'ARS et l'Aract", MailClass.WORK
)
MINUTES = moment("meetings.minutes", "Compte rendu approuvé", "les personnes invitées", MailClass.ACT)
