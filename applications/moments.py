"""When the fiche projet is the occasion of a mail."""

from records.moments import MailClass, moment

STARTED = moment("applications.started", "Fiche projet commencée", "l'ARS et l'Aract", MailClass.NEWS)
SIGNED = moment("applications.signed", "Fiche signée par l'autre partie", "l'ARS ou l'Aract", MailClass.WORK)
SIGNATURE_VOIDED = moment("applications.signature_voided", "Signature annulée", "le signataire", MailClass.WORK)
RECEIVED = moment("applications.received", "Accusé de réception d'une fiche", "l'ARS et l'Aract", MailClass.ACT)
CHECKED = moment("applications.checked", "Fiche recevable", "l'ARS et l'Aract", MailClass.ACT)
WITHDRAWN = moment("applications.withdrawn", "Fiche retirée", "l'ARS, l'Aract, le secrétariat", MailClass.NEWS)
CLOSING_SOON = moment("applications.closing_soon", "Appel qui ferme bientôt", "qui n'a pas déposé", MailClass.WORK)
TO_SIGN = moment("applications.to_sign", "Fiche complète, signature attendue", "les signataires", MailClass.WORK)
PIECES_ASKED = moment("applications.pieces_asked", "Demande de pièces", "l'ARS et l'Aract", MailClass.ACT)
INADMISSIBLE = moment("applications.inadmissible", "Décision d'irrecevabilité", "l'ARS et l'Aract", MailClass.ACT)
INADMISSIBILITY_WITHDRAWN = moment(
    "applications.inadmissibility_withdrawn", "Irrecevabilité retirée", "l'ARS et l'Aract", MailClass.ACT
)
SILENCE = moment("applications.silence", "Rejet implicite dans quinze jours", "le secrétariat", MailClass.WORK)
INADMISSIBILITY_PROPOSED = moment(
    "applications.inadmissibility_proposed", "Irrecevabilité à signer", "les signataires de la DGOS", MailClass.WORK
)
INADMISSIBILITY_RETURNED = moment(
    "applications.inadmissibility_returned", "Irrecevabilité non signée", "le secrétariat", MailClass.WORK
)
PIECES_ANSWERED = moment(
    "applications.pieces_answered", "Réponse à une demande de pièces", "le secrétariat", MailClass.WORK
)
MENTIONED = moment("applications.mentioned", "Remarque qui vous est adressée", "la personne nommée", MailClass.WORK)
REPLIED = moment("applications.replied", "Réponse à une remarque", "qui a écrit dans l'échange", MailClass.NEWS)
IN_CHARGE = moment("applications.in_charge", "Section qui vous est confiée", "la personne nommée", MailClass.WORK)
