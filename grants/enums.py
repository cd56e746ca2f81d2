"""Vocabularies of the money of a project, as the ledger, agreements and statements state them."""

from django.db import models

from core.states import State, life


class Account(models.TextChoices):
    """Which money: each account of the ledger balances by itself."""

    FIXED = "fixed", "part fixe"
    COMPLEMENT = "complement", "part complémentaire"
    COFUNDING = "cofunding", "cofinancements"


# The two accounts that the award feeds (R19–R20), in the order of the decision.
GRANT_ACCOUNTS = (Account.FIXED, Account.COMPLEMENT)


class EntryDirection(models.TextChoices):
    IN = "in", "recette"
    OUT = "out", "dépense"


class Nature(models.TextChoices):
    """What an entry of the ledger is; each nature except the reversal goes one way only (`DIRECTIONS`)."""

    GRANT = "grant", "crédits reçus"
    INSTALMENT = "instalment", "échéance versée"
    AID = "aid", "aide sans convention"
    PURCHASE = "purchase", "achat"
    COFUNDING = "cofunding", "cofinancement reçu"
    REPAYMENT = "repayment", "reversement reçu"
    REVERSAL = "reversal", "contre-passation"


DIRECTIONS = {
    Nature.GRANT: EntryDirection.IN,
    Nature.COFUNDING: EntryDirection.IN,
    Nature.REPAYMENT: EntryDirection.IN,
    Nature.INSTALMENT: EntryDirection.OUT,
    Nature.AID: EntryDirection.OUT,
    Nature.PURCHASE: EntryDirection.OUT,
}
# Money given to a body, as opposed to what buys a service: the law's thresholds count these (L6–L7, L9).
GIVEN = (Nature.INSTALMENT, Nature.AID)


@life("la convention", draft="signed", signed="ended")
class AgreementState(State):
    DRAFT = "draft", "new", "en préparation"
    SIGNED = "signed", "success", "signée"
    ENDED = "ended", "", "terminée"


class InstalmentState(State):
    """Read off the ledger and the calendar, never stored."""

    PAID = "paid", "success", "versée"
    LATE = "late", "error", "en retard"
    DUE = "due", "info", "à venir"
    DROPPED = "dropped", "", "sans objet"


class Side(models.TextChoices):
    """The two halves of a statement's table."""

    USE = "use", "emplois"
    RESOURCE = "resource", "ressources"


@life("le compte rendu", draft="submitted", submitted="returned accepted", returned="submitted")
class StatementState(State):
    DRAFT = "draft", "new", "à établir"
    SUBMITTED = "submitted", "info", "déposé"
    RETURNED = "returned", "warning", "renvoyé"
    ACCEPTED = "accepted", "success", "accepté"


class RecoveryGround(models.TextChoices):
    """Why money comes back (L10)."""

    UNSPENT = "unspent", "somme non employée"
    MISUSED = "misused", "emploi non conforme à l'objet"
