"""Roles of a person within an organisation."""

from django.db import models

from core.states import State, life


class Role(models.TextChoices):
    WRITER = "writer", "rédaction"
    SIGNATORY = "signatory", "signature"
    SECRETARY = "secretary", "secrétariat"
    PRESIDENT = "president", "présidence de la commission"
    RAPPORTEUR = "rapporteur", "rapport"
    CONTACT = "contact", "référent de la structure"
    GUEST = "guest", "sur invitation"
    ADMINISTRATOR = "administrator", "administration du portail"


class OrganisationKind(models.TextChoices):
    """What an organisation is; here rather than in `regions` because rights are read off it."""

    DGOS = "dgos", "DGOS"
    ANACT = "anact", "Anact"
    ARS = "ars", "ARS"
    ARACT = "aract", "Aract"
    OPERATOR = "operator", "autre opérateur"
    ESTABLISHMENT = "establishment", "établissement"
    PLATFORM = "platform", "équipe du portail"
    GUESTS = "guests", "personnes invitées"


class MailPace(models.TextChoices):
    """When a person is written to about what is not an act."""

    NOW = "now", "à l'instant"
    DAILY = "daily", "une fois par jour, le matin"
    NONE = "none", "jamais : je consulte le portail"


class Audience(models.TextChoices):
    """Who sees a view of a list that somebody keeps."""

    SELF = "self", "vous seul ou vous seule"
    ORGANISATION = "organisation", "votre organisation"
    NATION = "nation", "la DGOS et l'Anact"


@life("la ligne", waiting="done refused")
class LineOutcome(State):
    """What became of one row of a batch."""

    WAITING = "waiting", "", "en attente"
    DONE = "done", "success", "faite"
    REFUSED = "refused", "error", "refusée"


class AccountState(State):
    """What a person's account allows today; derived, never stored."""

    ACTIVE = "active", "success", "actif"
    IDLE = "idle", "warning", "sans rôle"
    CLOSED = "closed", "error", "désactivé"
    ANONYMISED = "anonymised", "", "anonymisé"


class InvitationState(State):
    """Where an invitation stands; derived from its dates."""

    PENDING = "pending", "info", "en attente"
    EXPIRED = "expired", "warning", "expirée"
    ACCEPTED = "accepted", "success", "acceptée"
    REVOKED = "revoked", "", "annulée"


NATIONAL_KINDS = frozenset({OrganisationKind.DGOS, OrganisationKind.ANACT})
# In Guyane and Mayotte, outside the Anact network, another operator stands in for the Aract (domain X11).
ARACT_KINDS = frozenset({OrganisationKind.ARACT, OrganisationKind.OPERATOR})

# Which roles exist in which organisation.
ROLES_BY_KIND = {
    OrganisationKind.DGOS: (Role.SECRETARY, Role.PRESIDENT, Role.RAPPORTEUR, Role.SIGNATORY),
    OrganisationKind.ANACT: (Role.SECRETARY, Role.PRESIDENT, Role.RAPPORTEUR, Role.SIGNATORY),
    OrganisationKind.ARS: (Role.WRITER, Role.SIGNATORY),
    OrganisationKind.ARACT: (Role.WRITER, Role.SIGNATORY),
    OrganisationKind.OPERATOR: (Role.WRITER, Role.SIGNATORY),
    OrganisationKind.ESTABLISHMENT: (Role.CONTACT,),
    OrganisationKind.PLATFORM: (Role.ADMINISTRATOR,),
    OrganisationKind.GUESTS: (Role.GUEST,),
}
