"""Vocabularies of projects that rules are read off."""

from django.db import models

from core.states import State, life


class MemberGroup(models.TextChoices):
    """Where a member sits: the regional collective (R38) or the extended group (R41)."""

    COLLECTIVE = "collective", "collectif régional"
    EXTENDED = "extended", "groupe élargi"


class ProjectState(State):
    """Where a project is in its life."""

    BEFORE_AWARD = "before_award", "new", "avant décision"
    RUNNING = "running", "success", "en cours"
    CLOSED = "closed", "", "clos"


@life("le cofinancement", asked="asked granted", granted="granted asked")
class FundingState(State):
    ASKED = "asked", "info", "demandé"
    GRANTED = "granted", "success", "acquis"
