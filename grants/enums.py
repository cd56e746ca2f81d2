"""Vocabularies of the money of a project, as the ledger, agreements and statements state them."""

from typing import Self

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
    REVERSAL = "reversal", "écriture de correction"


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
    """The two halves of a statement's table, then what was given in kind, which no total counts."""

    USE = "use", "emplois"
    RESOURCE = "resource", "ressources"
    IN_KIND = "in_kind", "contributions volontaires en nature"


class Rubric(models.TextChoices):
    """The headings of the official form (Cerfa 15059*02); each stands on one side of the table."""

    side: Side

    PURCHASES = "60", Side.USE, "Charges directes : achats"
    SERVICES = "61", Side.USE, "Charges directes : services extérieurs"
    OTHER_SERVICES = "62", Side.USE, "Charges directes : autres services extérieurs"
    TAXES = "63", Side.USE, "Charges directes : impôts et taxes"
    STAFF = "64", Side.USE, "Charges directes : charges de personnel"
    OTHER_COSTS = "65", Side.USE, "Charges directes : autres charges de gestion courante"
    FINANCIAL_COSTS = "66", Side.USE, "Charges directes : charges financières"
    EXCEPTIONAL_COSTS = "67", Side.USE, "Charges directes : charges exceptionnelles"
    DEPRECIATION = "68", Side.USE, "Charges directes : dotations aux amortissements et provisions"
    RUNNING_COSTS = "fixed", Side.USE, "Charges indirectes : charges fixes de fonctionnement"
    SHARED_FINANCIAL_COSTS = "financial", Side.USE, "Charges indirectes : frais financiers"
    OTHER_SHARED_COSTS = "shared", Side.USE, "Charges indirectes : autres"
    SALES = "70", Side.RESOURCE, "Produits : ventes de produits finis et prestations de services"
    SUBSIDIES = "74", Side.RESOURCE, "Produits : autres subventions d'exploitation"
    OTHER_PRODUCTS = "75", Side.RESOURCE, "Produits : autres produits de gestion courante"
    FINANCIAL_PRODUCTS = "76", Side.RESOURCE, "Produits : produits financiers"
    EXCEPTIONAL_PRODUCTS = "77", Side.RESOURCE, "Produits : produits exceptionnels"
    REVERSALS = "78", Side.RESOURCE, "Produits : reprises sur amortissements et provisions"
    VOLUNTEERS = "87", Side.IN_KIND, "Contributions volontaires : bénévolat"
    LENT = "86", Side.IN_KIND, "Contributions volontaires : mise à disposition de biens, de services ou de personnel"

    def __new__(cls, value: str, side: Side = Side.USE) -> Self:
        rubric = str.__new__(cls, value)
        rubric._value_ = value
        rubric.side = side
        return rubric

    @classmethod
    def on(cls, *sides: Side) -> "list[Rubric]":
        return [one for one in cls if one.side in sides]


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
