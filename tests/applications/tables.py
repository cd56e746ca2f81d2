"""A fiche whose questionnaire holds every table, in a call open at the moment of the test."""

from datetime import timedelta

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from applications.enums import Party
from applications.models import Signature
from applications.sealing import seal_whole
from calls.enums import SectionKind, Vocabulary
from calls.models import Section
from tests.applications.fiches import Fiche, draft
from tests.factories import NOW, CallFactory, ParticipationFactory, TermFactory

OTHER_KINDS = (SectionKind.COLLECTIVE, SectionKind.EXTENDED_GROUP, SectionKind.STAGES, SectionKind.BUDGET)


def open_fiche(**kwargs) -> Fiche:
    now = timezone.now()
    call = kwargs.pop("call", None) or CallFactory(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=10))
    fiche = draft(project__call=call, **kwargs)
    for number, kind in enumerate(OTHER_KINDS, start=3):
        Section.objects.get_or_create(
            questionnaire=call.questionnaire,
            number=number,
            defaults={"code": str(kind), "title": str(kind.label), "kind": kind},
        )
    seal_whole(fiche.application, now=NOW)
    return fiche


def named_fiche() -> Fiche:
    """An open fiche whose writers are Paul Durand, for the ARS, and Claire Martin, for the Aract."""
    fiche = open_fiche()
    for hat, name in ((fiche.ars_writer, "Paul Durand"), (fiche.aract_writer, "Claire Martin")):
        hat.user.full_name = name
        hat.user.save()
    return fiche


def address(name: str, fiche: Fiche, *args) -> str:
    return reverse(f"applications:{name}", args=[fiche.application.pk, *args])


def rows_of(fiche: Fiche) -> dict[str, Model]:
    """One row of each table; the seat is the structure's, whose digital project nobody else explores."""
    project = fiche.application.project
    participation = ParticipationFactory(project=project)
    profile = TermFactory(vocabulary=Vocabulary.PROFILE, code="DIRECTION")
    seat = {"group": "collective", "profile": profile, "function": "Directrice"}
    return {
        "participation": participation,
        "tool": participation.digital_project,
        "member": project.members.create(**seat, participation=participation),
        "cofunding": project.cofundings.create(funder="Région", amount=5),
    }


def live_signature(fiche: Fiche) -> Signature:
    """A signature of the present content, whether it is complete or not."""
    return Signature.objects.create(
        application=fiche.application,
        party=Party.ARS,
        signed_by=fiche.ars_signatory,
        signed_as="Directeur général",
        content_hash=fiche.hash,
    )


def terms() -> dict[str, int]:
    """The keys of one theme, one nature and one maturity."""
    return {
        "theme": TermFactory(vocabulary=Vocabulary.THEME, code="TELEMEDECINE").pk,
        "nature": TermFactory(vocabulary=Vocabulary.NATURE, code="NOUVEAU_SERVICE").pk,
        "maturity": TermFactory(vocabulary=Vocabulary.MATURITY, code="PRE_PROJET").pk,
    }


def tool_typed(**kwargs) -> dict[str, object]:
    """A new digital project as the form sends it."""
    return {"title": "Téléconsultation", "tool": "Chariot", "work_question": "Qui fait quoi ?"} | terms() | kwargs
