"""Versions of a fiche: what each edit changed, two moments word by word, going back to one."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.answers import save_answers
from applications.comparing import word_by_word
from applications.models import SectionRevision
from applications.removing import remove_row
from applications.versions import compare, restore, versions
from calls.enums import SectionKind
from core.verdicts import NotAllowed
from tests.applications.fiches import complete
from tests.factories import CallFactory, member_of, secretary

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
FIRST = "La région compte quarante établissements équipés."


@pytest.fixture
def fiche():
    now = timezone.now()
    return complete(
        project__call=CallFactory(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=10)), text=FIRST
    )


def write(fiche, text: str) -> SectionRevision:
    section = fiche.call.questionnaire.sections.get(code="contexte")
    save_answers(fiche.application, section, {"contexte": text}, by=fiche.ars_writer, now=timezone.now())
    return versions(fiche.application)[0]


def test_words_that_part_are_marked_on_their_side_alone():
    before, after = word_by_word("La région compte dix lits.", "La région compte vingt lits.")
    assert [words.text for words in before if words.alone] == ["dix"]
    assert [words.text for words in after if words.alone] == ["vingt"]
    assert "".join(words.text for words in before) == "La région compte dix lits."


def test_two_moments_are_compared_and_an_answer_comes_back_as_a_new_version(fiche):
    first = versions(fiche.application)[0]
    second = write(fiche, "La région compte vingt établissements équipés.")
    (section,) = compare(fiche.application, first.pk, second.pk)
    (line,) = section.lines
    assert [words.text for words in line.before if words.alone] == ["quarante"]
    assert [words.text for words in line.after if words.alone] == ["vingt"]
    earlier = versions(fiche.application).filter(section_answers__section__code="contexte")[1]
    restore(earlier, by=fiche.ars_writer, now=timezone.now())
    row = fiche.application.sections.get(section__code="contexte")
    assert row.answers["contexte"] == FIRST
    assert versions(fiche.application)[0].pk > second.pk
    assert compare(fiche.application, first.pk, None) == []


def test_a_structure_removed_comes_back_with_the_version_that_had_it(fiche):
    fiche.sign_both()
    kept = versions(fiche.application).filter(section_answers__section__kind=SectionKind.PARTICIPANTS)[0]
    gone = fiche.application.project.participations.order_by("pk")[0]
    name = gone.establishment.name
    remove_row(gone, "Structure retirée", by=fiche.aract_writer)
    assert fiche.application.project.participations.present().count() == 1
    assert not fiche.application.signatures.live().exists()
    restore(kept, by=fiche.aract_writer)
    assert name in set(fiche.application.project.participations.present().values_list("establishment__name", flat=True))
    assert fiche.application.project.participations.present().count() == 2


def test_the_pair_reads_compares_and_restores_others_do_not(fiche, as_hat):
    first = versions(fiche.application).filter(section_answers__section__code="contexte")[0]
    second = write(fiche, "La région compte vingt établissements équipés.")
    listed = reverse("applications:history", args=[fiche.application.pk])
    compared = (
        f"{reverse('applications:compare_versions', args=[fiche.application.pk])}?avant={first.pk}&apres={second.pk}"
    )
    back = reverse("applications:restore_version", args=[fiche.application.pk, first.pk])
    client = as_hat(fiche.aract_writer)
    assert "Contexte régional" in client.get(listed).content.decode()
    page = client.get(compared).content.decode()
    assert "<del>quarante</del>" in page
    assert "<ins>vingt</ins>" in page
    assert "signatures déjà données sont annulées" in client.get(back).content.decode()
    assert client.post(back).status_code == 302
    assert fiche.application.sections.get(section__code="contexte").answers["contexte"] == FIRST
    stranger = as_hat(complete().ars_writer)
    for address in (listed, compared, back):
        assert stranger.get(address).status_code == 404
        assert as_hat(secretary()).get(address).status_code == 404
    other = member_of(complete().application.project.ars)
    with pytest.raises(NotAllowed):
        restore(first, by=other, now=timezone.now())


@pytest.mark.parametrize("key", ["", "x", "9" * 30, "-1", "\u0663"])
def test_odd_addresses_are_refused_in_words(fiche, as_hat, key):
    address = reverse("applications:compare_versions", args=[fiche.application.pk])
    assert as_hat(fiche.ars_writer).get(address, {"avant": key}).status_code in {404, 422}
