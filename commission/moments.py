"""When the commission writes to people."""

from records.moments import MailClass, moment

ASSIGNED = moment("commission.assigned", "Fiche confiée à un rapporteur", "le rapporteur", MailClass.WORK)
UNASSIGNED = moment("commission.unassigned", "Fiche reprise à un rapporteur", "le rapporteur", MailClass.WORK)
CONFLICT = moment("commission.conflict", "Lien d'intérêt déclaré", "qui a confié la fiche", MailClass.WORK)
REMINDED = moment("commission.reminded", "Relance d'un rapporteur", "le rapporteur", MailClass.ACT)
NOTIFIED = moment("commission.notified", "Lettre de décision", "l'ARS et l'Aract", MailClass.ACT)
CORRECTED = moment(
    "commission.corrected", "Fiche corrigée pendant son évaluation", "les rapporteurs de la fiche", MailClass.WORK
)
HEARD = moment("commission.heard", "Toutes les évaluations d'un appel remises", "la présidence", MailClass.WORK)
PROPOSED = moment("commission.proposed", "Décision à valider", "les signataires", MailClass.WORK)
RETURNED = moment("commission.returned", "Décision renvoyée", "le secrétariat", MailClass.WORK)
VALIDATED = moment("commission.validated", "Décision validée par les deux autorités", "le secrétariat", MailClass.WORK)
CONVENED = moment("commission.convened", "Commission convoquée", "les membres convoqués", MailClass.ACT)
CALLED_OFF = moment("commission.called_off", "Réunion de la commission annulée", "les membres convoqués", MailClass.ACT)
