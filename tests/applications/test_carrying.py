"""A fiche begins from an earlier one of its region: each thing with its source, and nobody's word until it is kept."""

from datetime import timedelta

import pytest
from django.urls import reverse

from applications.answers import save_answers
from applications.carrying import Chosen, carry_over, plan, source_for, sources
from applications.completeness import missing_sections, statuses
from applications.keeping import drop, keep
from applications.models import Application, CarriedOver, SectionAnswers
from applications.sealing import seal_whole
from applications.starting import start
from calls.enums import Owner, QuestionKind, SectionKind, Vocabulary
from core.verdicts import NotAllowed, OutOfTurn
from records.models import JournalEntry
from records.removing import restore
from regions.enums import MemberGroup
from regions.models import Award
from tests.applications.fiches import CONTEXT, complete, deposited, draft
from tests.factories import NOW, CallFactory, ParticipationFactory, TermFactory, member_of
from tests.together import outcomes_of

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def asks_more(questionnaire) -> None:
    """What an earlier fiche answers, and a later one asks again, or does not."""
    section = questionnaire.sections.get(number=1)
    section.questions.create(code="debut", label="Début", kind=QuestionKind.DATE, required=False, position=3)
    section.questions.create(code="engagement", label="Vous vous engagez", kind=QuestionKind.YES_NO, position=4)
    section.questions.create(
        code="aract_courriel", label="Courriel", kind=QuestionKind.EMAIL, owner=Owner.ARACT, required=False, position=5
    )
    questionnaire.sections.create(code="collectif", number=3, title="Collectif", kind=SectionKind.COLLECTIVE)


ANSWERS = {
    "contexte": CONTEXT, "lien": "Suite", "debut": "2025-01-15", "engagement": True, "aract_courriel": "a@aract.test",
}  # fmt: skip


@pytest.fixture
def earlier():
    """A region's deposited and retained fiche: two structures that stay, one that left, one that closed, two seats."""
    fiche = complete(project__call=CallFactory(title="Exploration"))
    project = fiche.application.project
    asks_more(fiche.call.questionnaire)
    seal_whole(fiche.application, now=NOW)
    row = SectionAnswers.objects.get(application=fiche.application, section__number=1)
    row.answers = dict(ANSWERS)
    row.save()
    first, _ = project.participations.order_by("pk")
    profile = TermFactory(vocabulary=Vocabulary.PROFILE, code="ELU_PERSONNEL")
    for code in ("DIRECTION", "SOIGNANT", "FOURNISSEUR"):
        term = TermFactory(vocabulary=Vocabulary.PROFILE, code=code)
        project.members.create(group=MemberGroup.COLLECTIVE, profile=term, function=f"Fonction {code.lower()}")
    project.members.create(
        group=MemberGroup.COLLECTIVE, profile=profile, function="représentante du personnel", participation=first
    )
    fiche.sign_both()
    fiche.deposit()
    fiche.reload()
    for name in ("left", "closed"):
        row = ParticipationFactory(project=project, digital_project=first.digital_project)
        if name == "left":
            type(row).objects.filter(pk=row.pk).update(left_on=row.joined_on)
        else:
            type(row.establishment).objects.filter(pk=row.establishment_id).update(closed_on=NOW.date())
    Award.objects.create(project=project, fixed=70_000, notice_number="N-1", awarded_on=NOW.date())
    return fiche


@pytest.fixture
def call(earlier):
    """The experimentation call that follows, with a question asked in other words."""
    made = CallFactory(phase__code="experimentation", previous=earlier.call)
    asks_more(made.questionnaire)
    first = made.questionnaire.sections.get(number=1)
    first.questions.filter(code="lien").update(label="Lien avec l'exploration")
    first.questions.create(code="exploration_menee", label="Exploration ?", kind=QuestionKind.YES_NO, position=6)
    first.questions.create(code="structures_phase_1", label="Lesquelles ?", position=7, required=False)
    return made


def everything(found) -> Chosen:
    return Chosen(
        [row.pk for row in found.structures],
        [member.pk for member in found.members],
        [section.pk for section, _ in found.sections],
    )


def begun(call, earlier, by=None) -> Application:
    by = by or earlier.ars_writer
    region = earlier.application.project.region
    source = source_for(call, region, by, "")
    chosen = everything(plan(source, call, region))
    return Application.objects.get(pk=start(call, title="Suite", source=source, chosen=chosen, by=by, now=LATER).pk)


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ")


def answers_of(fiche) -> dict:
    return SectionAnswers.objects.get(application=fiche, section__number=1).answers


def test_what_is_proposed_is_what_still_holds(earlier, call):
    project = earlier.application.project
    found = plan(source_for(call, project.region, earlier.ars_writer, ""), call, project.region)
    assert len(found.structures) == 2
    assert len(found.members) == 4
    assert [sentence.partition(" a quitté" if "quitté" in sentence else " est fermé")[1] for sentence in found.left_out]
    assert len(found.left_out) == 2
    ((section, answers),) = found.sections
    assert section.number == 1
    names = [row.establishment.name for row in found.structures]
    # Neither the date, nor the commitment, nor the question put in other words.
    assert answers == {
        "contexte": CONTEXT,
        "aract_courriel": "a@aract.test",
        "exploration_menee": True,
        "structures_phase_1": f"{names[0]} et {names[1]}.",
    }


def test_a_fiche_begun_from_another_shows_its_source_and_waits(earlier, call):
    fiche = begun(call, earlier)
    project = fiche.project
    assert project.previous == earlier.application.project
    assert project.participations.count() == 2
    assert {row.digital_project.project for row in project.participations.all()} == {project}
    assert not project.participations.filter(confirmed_at__isnull=False).exists()
    seat = project.members.get(profile__code="ELU_PERSONNEL")
    assert seat.participation.project == project
    assert answers_of(fiche)["contexte"] == CONTEXT
    assert set(fiche.carried.values_list("source", flat=True)) == {earlier.application.deposit_id}
    lacking = [one.replace("\xa0", " ") for section in missing_sections(statuses(fiche)) for one in section.missing]
    assert "2 structures reprises d'une autre fiche : à garder ou à retirer." in lacking
    assert "4 membres repris d'une autre fiche : à garder ou à retirer." in lacking
    assert sum("» : réponse reprise" in sentence for sentence in lacking) == 4


def test_started_twice_it_is_one_fiche_taken_once(earlier, call):
    fiche = begun(call, earlier)
    again = begun(call, earlier, by=earlier.aract_writer)
    assert again == fiche
    number = CarriedOver.objects.count()
    source = earlier.application
    assert carry_over(fiche, source, everything(plan(source, call, fiche.project.region)), by=earlier.ars_writer) == 0
    assert CarriedOver.objects.count() == number
    assert JournalEntry.objects.filter(deed="applications.start", subject_id=str(fiche.pk)).count() == 1


@pytest.mark.django_db(transaction=True)
def test_both_of_the_pair_begin_at_once_and_one_takes(earlier, call):
    outcomes_of(*(lambda by=by: begun(call, earlier, by=by) for by in (earlier.ars_writer, earlier.aract_writer)))
    fiche = Application.objects.get(project__call=call)
    assert fiche.project.participations.count() == 2
    assert fiche.carried.count() == 2 + 4 + 4


def test_kept_section_by_section_it_becomes_the_pairs_word(earlier, call):
    fiche = begun(call, earlier)
    first, structures, seats = fiche.questionnaire.sections.order_by("number")
    assert keep(fiche, first, by=earlier.ars_writer, now=LATER) == 3, "the Aract's own answer is not the ARS's to keep"
    assert keep(fiche, first, by=earlier.ars_writer, now=LATER) == 0
    mail = fiche.carried.get(code="aract_courriel")
    with pytest.raises(NotAllowed, match="l'Aract"):
        keep(fiche, first, only=mail.pk, by=earlier.ars_writer, now=LATER)
    assert keep(fiche, first, only=mail.pk, by=earlier.aract_writer, now=LATER) == 1
    keep(fiche, structures, by=earlier.aract_writer, now=LATER)
    keep(fiche, seats, by=earlier.aract_writer, now=LATER)
    assert not fiche.carried.filter(kept_at=None).exists()
    left = [sentence for section in missing_sections(statuses(fiche)) for sentence in section.missing]
    assert not [sentence for sentence in left if "repris" in sentence]
    entry = JournalEntry.objects.filter(deed="applications.keep_carried").earliest("pk")
    assert entry.data["kept"] == ["contexte", "exploration_menee", "structures_phase_1"]
    with pytest.raises(NotAllowed):
        keep(fiche, first, by=member_of(draft().application.project.ars), now=LATER)


def test_writing_it_again_keeps_it_and_the_table_still_says_what_it_lacks(earlier, call):
    fiche = begun(call, earlier)
    section = fiche.questionnaire.sections.get(number=1)
    row = save_answers(fiche, section, {"contexte": "Un autre contexte."}, by=earlier.ars_writer, now=LATER)
    assert not [sentence for sentence in row.missing if "« Contexte régional » : réponse reprise" in sentence]
    assert sum("» : réponse reprise" in sentence for sentence in row.missing) == 3
    with pytest.raises(OutOfTurn, match="a changé depuis"):
        drop(fiche, fiche.carried.get(code="contexte").pk, by=earlier.ars_writer, now=LATER)


def test_an_answer_taken_out_comes_back_unless_another_was_written(earlier, call):
    fiche = begun(call, earlier)
    section = fiche.questionnaire.sections.get(number=1)
    entry = drop(fiche, fiche.carried.get(code="contexte").pk, by=earlier.ars_writer, now=LATER)
    assert "contexte" not in answers_of(fiche)
    assert "« Contexte régional » n'est pas rempli." in [
        sentence.replace("\xa0", " ") for sentence in fiche.sections.get(section=section).missing
    ]
    back, _ = restore(entry, by=earlier.aract_writer, now=LATER)
    assert str(back) == "Contexte régional", "its question's words, not its code"
    assert answers_of(fiche)["contexte"] == CONTEXT
    assert fiche.carried.filter(code="contexte", kept_at=None).exists()
    entry = drop(fiche, fiche.carried.get(code="contexte").pk, by=earlier.ars_writer, now=LATER)
    save_answers(fiche, section, {"contexte": "Le nôtre."}, by=earlier.ars_writer, now=LATER)
    with pytest.raises(OutOfTurn, match="Une autre réponse"):
        restore(entry, by=earlier.ars_writer, now=LATER)


def test_a_fiche_begun_takes_later_only_what_it_lacks(earlier, call):
    """The duplicate from any earlier fiche of the region; what was changed in a correction, or since, stays there."""
    source = earlier.application
    SectionAnswers.objects.filter(application=source, section__number=1).update(
        answers=ANSWERS | {"aract_courriel": "b@aract.test"}
    )
    seal_whole(source, now=NOW)
    other = CallFactory()
    fiche = start(other, title="Autre", by=earlier.ars_writer, now=LATER)
    region = source.project.region
    assert list(sources(other, region, earlier.ars_writer)) == [source]
    assert source_for(other, region, earlier.ars_writer, "") is None
    assert not list(sources(other, region, member_of(draft().application.project.ars)))
    taken = source.project.participations.present().first()
    kept = ParticipationFactory(project=fiche.project, establishment=taken.establishment)
    section = fiche.questionnaire.sections.get(number=1)
    save_answers(fiche, section, {"lien": "Le nôtre"}, by=earlier.ars_writer, now=LATER)
    found = plan(source_for(other, region, earlier.ars_writer, str(source.pk)), other, region, fiche)
    assert kept.establishment not in [row.establishment for row in found.structures]
    assert [own for _, own in found.sections] == [{"contexte": CONTEXT}]
    assert carry_over(fiche, source, everything(found), by=earlier.aract_writer, now=LATER) > 0
    assert answers_of(fiche) == {"lien": "Le nôtre", "contexte": CONTEXT}


def test_the_pages_say_it_and_nobody_else_takes(earlier, call, as_hat):
    client, region = as_hat(earlier.ars_writer), earlier.application.project.region
    address = reverse("applications:start", args=[call.slug])
    page = client.get(address)
    number = earlier.application.deposit.number
    assert f"la fiche {number}" in text(page)
    assert "2 structures ne sont pas reprises" in text(page)
    assert "contexte" not in client.get(f"{address}?depuis=0").context["form"].fields
    found = plan(earlier.application, call, region)
    typed = {"title": "Suite", "structures": [found.structures[0].pk], "sections": [found.sections[0][0].pk]}
    assert client.post(address, typed | {"structures": ["0"]}).status_code == 422
    fiche = Application.objects.get(pk=client.post(address, typed).url.split("/")[-2])
    assert fiche.project.participations.count() == 1
    assert not fiche.project.members.exists()
    section = reverse("applications:section", args=[fiche.pk, 1])
    assert f"Repris de la fiche {number}" in text(client.get(section))
    settle = reverse("applications:settle_carried", args=[fiche.pk, 1])
    one = fiche.carried.get(code="contexte")
    assert client.post(settle, {"garder": one.pk}).url.endswith("#question-contexte")
    assert "Annuler" in text(client.post(settle, {"retirer": one.pk}, follow=True))
    assert client.post(settle, {"retirer": one.pk}, follow=True).status_code == 200
    assert client.post(settle, {"garder": "tout"}).status_code == 302
    later = reverse("applications:carry_over", args=[fiche.pk])
    assert client.get(later).status_code == 200
    client.post(later, {"structures": [found.structures[1].pk]})
    assert fiche.project.participations.count() == 2
    stranger = as_hat(member_of(draft().application.project.ars))
    assert stranger.get(later).status_code == 404
    assert stranger.post(settle, {"garder": "tout"}).status_code == 404


def test_many_rows_cost_the_section_no_more_queries(earlier, call, as_hat, django_assert_max_num_queries):
    fiche = begun(call, earlier)
    client = as_hat(earlier.ars_writer)
    with django_assert_max_num_queries(25):
        client.get(reverse("applications:section", args=[fiche.pk, 1]))


def test_nothing_is_taken_from_what_was_not_deposited_or_is_the_same_call(earlier, call):
    fiche = begun(call, earlier)
    region = fiche.project.region
    assert list(sources(call, region, earlier.ars_writer)) == [earlier.application]
    assert not sources(earlier.call, region, earlier.ars_writer).exists()
    with pytest.raises(OutOfTurn, match="ne peut plus être reprise"):
        carry_over(fiche, fiche, Chosen((), (), ()), by=earlier.ars_writer, now=LATER)
    stranger = deposited()
    with pytest.raises(OutOfTurn, match="ne peut plus être reprise"):
        carry_over(fiche, stranger.application, Chosen((), (), ()), by=earlier.ars_writer, now=LATER)
