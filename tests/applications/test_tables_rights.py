"""Who writes the tables, and until when (cases 32 and 35)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from applications.tables import table_context, table_missing
from calls.enums import SectionKind, Vocabulary
from regions.funding import ask_complement
from regions.planning import plan_stage
from tests.applications.fiches import received
from tests.applications.tables import address, live_signature, open_fiche, rows_of
from tests.factories import NOW, ParticipationFactory, TermFactory, secretary

pytestmark = pytest.mark.django_db
KINDS = [kind for kind in SectionKind if kind != SectionKind.QUESTIONS]
# By address: what it names besides the fiche.
ROUTES = {
    "rename": "",
    "add_grouping": "",
    "edit_participant": "participation",
    "remove_participant": "participation",
    "edit_tool": "tool",
    "add_member": "group",
    "edit_member": "member",
    "remove_member": "member",
    "stages": "",
    "budget": "",
    "add_cofunding": "",
    "edit_cofunding": "cofunding",
    "remove_cofunding": "cofunding",
}


@pytest.mark.parametrize("name", ROUTES)
def test_each_address_asks_the_right_and_the_calendar(name, as_hat):
    fiche = open_fiche()
    stranger = open_fiche(call=fiche.call).ars_writer
    keys = {"": [], "group": ["regional"]} | {name: [row.pk] for name, row in rows_of(fiche).items()}
    link = address(name, fiche, *keys[ROUTES[name]])
    assert as_hat(stranger).post(link).status_code == 404
    assert as_hat(secretary()).post(link).status_code == 404
    assert as_hat(None).post(link).status_code == 401
    fiche.call.closes_at = timezone.now() - timedelta(seconds=1)
    fiche.call.save()
    late = as_hat(fiche.ars_writer).post(link)
    assert late.status_code == 409
    assert "clos" in late.content.decode()
    received(fiche.application)
    assert as_hat(fiche.ars_writer).post(link).status_code == 409
    assert as_hat(secretary()).post(link).status_code == 403


def test_an_edit_voids_a_signature_but_a_commitment_does_not(as_hat):
    fiche = open_fiche()
    row = ParticipationFactory(project=fiche.application.project)
    live_signature(fiche)
    before = fiche.hash
    row.confirmed_at = NOW
    row.save()
    assert fiche.hash == before
    as_hat(fiche.ars_writer).post(address("remove_participant", fiche, row.pk))
    assert fiche.hash != before
    assert not fiche.application.signatures.live().exists()


def missing(kind, fiche):
    return " ".join(lack.sentence for lack in table_missing(kind, fiche.application))


def test_participants_lack_a_second_structure_a_question_and_a_referent():
    fiche = open_fiche()
    project = fiche.application.project
    assert "il en manque 2" in missing(SectionKind.PARTICIPANTS, fiche)
    row = ParticipationFactory(project=project)
    text = missing(SectionKind.PARTICIPANTS, fiche)
    assert "il en manque 1" in text
    assert row.digital_project.title in text
    assert "fonction du référent" in text
    row.digital_project.work_question = "Qui fait quoi ?"
    row.digital_project.save()
    project.participations.update(contact_function="Cadre")
    ParticipationFactory(project=project, digital_project=row.digital_project, contact_function="Cadre")
    assert missing(SectionKind.PARTICIPANTS, fiche) == ""


def test_the_collective_lacks_families_and_first_of_all_staff():
    fiche = open_fiche()
    project = fiche.application.project
    first, second = (lack.sentence for lack in table_missing(SectionKind.COLLECTIVE, fiche.application))
    assert "représentant du personnel" in first
    assert "représentants de direction, professionnels soignants" in second
    for code in ("DIRECTION", "SOIGNANT", "ELU_PERSONNEL", "FOURNISSEUR"):
        profile = TermFactory(vocabulary=Vocabulary.PROFILE, code=code)
        project.members.create(group="collective", profile=profile, function="Fonction")
    assert missing(SectionKind.COLLECTIVE, fiche) == ""
    assert "groupe élargi" in missing(SectionKind.EXTENDED_GROUP, fiche)
    expert = TermFactory(vocabulary=Vocabulary.EXTENDED_PROFILE, code="GRADES")
    project.members.create(group="extended", profile=expert, function="Direction")
    assert missing(SectionKind.EXTENDED_GROUP, fiche) == ""


def test_stages_lack_days_then_dates():
    fiche = open_fiche()
    project = fiche.application.project
    stage = TermFactory(vocabulary=Vocabulary.STAGE, code="ENQUETE", label="Enquête")
    values = {"planned_days": 0, "starts_on": None, "ends_on": None, "method": ""}
    plan_stage(project, stage, **values)
    assert "Aucun jour" in missing(SectionKind.STAGES, fiche)
    plan_stage(project, stage, **values | {"planned_days": 2})
    assert "Enquête" in missing(SectionKind.STAGES, fiche)
    plan_stage(project, stage, **values | {"planned_days": 2, "starts_on": NOW.date(), "ends_on": NOW.date()})
    assert missing(SectionKind.STAGES, fiche) == ""


def test_the_budget_lacks_an_amount_or_its_reason():
    fiche = open_fiche()
    project = fiche.application.project
    assert "0 si vous" in missing(SectionKind.BUDGET, fiche)
    ask_complement(project, amount=0, reason="")
    assert missing(SectionKind.BUDGET, fiche) == ""
    ask_complement(project, amount=10, reason=" ")
    assert "justifié" in missing(SectionKind.BUDGET, fiche)
    ask_complement(project, amount=10, reason="Déplacements")
    assert missing(SectionKind.BUDGET, fiche) == ""


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_costs_the_same_for_one_row_and_three(kind, as_hat, django_assert_max_num_queries):
    fiche = open_fiche()
    project = fiche.application.project
    number = {kind: n for n, kind in enumerate(KINDS, start=2)}[kind]

    def fill():
        row = ParticipationFactory(project=project)
        for group in ("collective", "extended"):
            project.members.create(
                group=group, profile=TermFactory(vocabulary=Vocabulary.PROFILE), function="Cadre", participation=row
            )
        project.cofundings.create(funder="Région", amount=5)
        plan_stage(
            project, TermFactory(vocabulary=Vocabulary.STAGE), planned_days=1, starts_on=None, ends_on=None, method=""
        )

    client = as_hat(fiche.ars_writer)
    fill()
    with django_assert_max_num_queries(80) as one:
        assert client.get(address("section", fiche, number)).status_code == 200
    fill()
    fill()
    with django_assert_max_num_queries(80) as three:
        client.get(address("section", fiche, number))
    assert len(three) == len(one)


@pytest.mark.parametrize("kind", KINDS)
def test_who_may_not_write_sees_no_action(kind):
    fiche = open_fiche()
    assert table_context(kind, fiche.application, fiche.ars_writer)["can_write"]
    assert not table_context(kind, fiche.application, secretary())["can_write"]
