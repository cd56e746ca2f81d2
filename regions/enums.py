"""Vocabularies of projects that rules are read off."""

from django.db import models


class MemberGroup(models.TextChoices):
    """Where a member sits: the regional collective (R38) or the extended group (R41)."""

    COLLECTIVE = "collective", "collectif régional"
    EXTENDED = "extended", "groupe élargi"


class FundingState(models.TextChoices):
    ASKED = "asked", "demandé"
    GRANTED = "granted", "acquis"
