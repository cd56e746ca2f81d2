"""When the fiche projet is the occasion of a mail."""

from records.moments import MailClass, moment

STARTED = moment("applications.started", "Fiche projet commencée", "l'ARS et l'Aract", MailClass.NEWS)
REVISED = moment("applications.revised", "Questionnaire révisé", "l'ARS et l'Aract en brouillon", MailClass.WORK)
SIGNED = moment("applications.signed", "Fiche signée par l'autre partie", "l'ARS ou l'Aract", MailClass.WORK)
SIGNATURE_VOIDED = moment("applications.signature_voided", "Signature annulée", "le signataire", MailClass.WORK)
SIGNATURE_REFUSED = moment("applications.signature_refused", "Signature refusée", "l'ARS et l'Aract", MailClass.WORK)
RECEIVED = moment("applications.received", "Accusé de réception d'une fiche", "l'ARS et l'Aract", MailClass.ACT)
CHECKED = moment("applications.checked", "Fiche recevable", "l'ARS et l'Aract", MailClass.ACT)
WITHDRAWN = moment("applications.withdrawn", "Fiche retirée", "l'ARS, l'Aract, le secrétariat", MailClass.NEWS)
CLOSING_SOON = moment("applications.closing_soon", "Appel qui ferme bientôt", "qui n'a pas commencé", MailClass.WORK)
DRAFT_REMINDED = moment(
    "applications.draft_reminded",
    "Brouillon non déposé, sept jours puis 48 heures avant la clôture",
    "l'ARS et l'Aract",
    MailClass.WORK,
)
TO_SIGN = moment("applications.to_sign", "Fiche complète, signature attendue", "les signataires", MailClass.WORK)
PIECES_ASKED = moment("applications.pieces_asked", "Demande de pièces", "l'ARS et l'Aract", MailClass.ACT)
INADMISSIBLE = moment("applications.inadmissible", "Décision d'irrecevabilité", "l'ARS et l'Aract", MailClass.ACT)
INADMISSIBILITY_WITHDRAWN = moment(
    "applications.inadmissibility_withdrawn", "Irrecevabilité retirée", "l'ARS et l'Aract", MailClass.ACT
)
CORRECTION_OPENED = moment("applications.correction_opened", "Fiche à corriger", "l'ARS et l'Aract", MailClass.WORK)
CORRECTION_EXTENDED = moment(
    "applications.correction_extended", "Correction prolongée", "l'ARS et l'Aract", MailClass.WORK
)
CORRECTION_ENDED = moment(
    "applications.correction_ended", "Correction close sans dépôt", "l'ARS, l'Aract, le secrétariat", MailClass.NEWS
)
CORRECTED = moment("applications.corrected", "Fiche corrigée et déposée de nouveau", "le secrétariat", MailClass.WORK)
MESSAGE_TO_PAIR = moment("applications.message_to_pair", "Message du secrétariat", "l'ARS et l'Aract", MailClass.WORK)
MESSAGE_TO_SECRETARIAT = moment(
    "applications.message_to_secretariat", "Message d'un binôme", "le secrétariat", MailClass.WORK
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
GUEST_INVITED = moment("applications.guest_invited", "Invitation sur une fiche", "qui a déjà un compte", MailClass.WORK)
LEAD_OFFERED = moment("applications.lead_offered", "Conduite d'une fiche proposée", "la personne", MailClass.WORK)
LEAD_ANSWERED = moment(
    "applications.lead_answered", "Réponse à une conduite proposée", "qui l'a proposée", MailClass.NEWS
)
