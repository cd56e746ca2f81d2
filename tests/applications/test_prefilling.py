"""What the regional call says is not typed again in the fiche (L15)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from applications.models import SectionAnswers
from applications.prefilling import offer, take_over
from applications.sealing import seal_whole
from calls.enums import QuestionKind, SectionKind
from calls.models import Question, Section
from regional_calls.models import Expression
from tests.applications.fiches import draft
from tests.factories import NOW, CallFactory, member_of
from tests.regional_calls.answering import Pair

pytestmark = pytest.mark.django_db
AFTER = NOW + timedelta(days=6)


@pytest.fixture
def told():
    """An open call's fiche, whose pair published a regional call, and the section that asks about it."""
    fiche = draft(project__call=CallFactory(closes_at=NOW + timedelta(days=20)))
    pair = Pair(fiche.application.project)
    section = Section.objects.create(
        questionnaire=fiche.call.questionnaire,
        code="appel_regional",
        number=5,
        title="Appel régional",
        kind=SectionKind.QUESTIONS,
    )
    for code, kind in (
        ("appel_regional", QuestionKind.YES_NO),
        ("appel_ouverture", QuestionKind.DATE),
        ("appel_cloture", QuestionKind.DATE),
        ("appel_criteres", QuestionKind.LONG_TEXT),
        ("candidatures_recues", QuestionKind.NUMBER),
        ("appel_publicite", QuestionKind.LONG_TEXT),
    ):
        Question.objects.create(section=section, code=code, label=code, kind=kind)
    seal_whole(fiche.application, now=NOW)
    return fiche, pair, section


def answers(fiche, section):
    row = SectionAnswers.objects.filter(application=fiche.application, section=section).first()
    return row.answers if row else {}


def test_nothing_is_offered_without_a_published_call(told):
    fiche, pair, section = told
    pair.draft()
    assert offer(fiche.application, section, {}, NOW, by=fiche.ars_writer) is None


def test_dates_are_those_of_the_regions_clock(told):
    fiche, pair, section = told
    pair.published()
    late = datetime(2026, 11, 27, 20, 30, tzinfo=UTC)
    type(pair.call).objects.filter(pk=pair.call.pk).update(time_zone="Indian/Reunion", closes_at=late)
    assert offer(fiche.application, section, {}, NOW, by=fiche.ars_writer).answers["appel_cloture"] == "2026-11-28"


def test_answers_received_are_counted_once_the_call_is_closed(told):
    fiche, pair, section = told
    pair.published()
    Expression.objects.create(call=pair.call, email="brouillon@structure.exemple.test")
    assert "candidatures_recues" not in offer(fiche.application, section, {}, NOW, by=fiche.ars_writer).answers
    assert offer(fiche.application, section, {}, AFTER, by=fiche.ars_writer).answers["candidatures_recues"] == 0


def test_only_blank_answers_are_written_and_twice_changes_nothing(told):
    fiche, pair, section = told
    pair.published()
    SectionAnswers.objects.update_or_create(
        application=fiche.application, section=section, defaults={"answers": {"appel_criteres": "Les nôtres."}}
    )
    written = take_over(fiche.application, section, by=fiche.ars_writer, now=NOW)
    assert sorted(written) == ["appel_cloture", "appel_ouverture", "appel_regional"]
    assert answers(fiche, section)["appel_criteres"] == "Les nôtres."
    assert take_over(fiche.application, section, by=fiche.ars_writer, now=NOW) == []


def test_what_a_colleague_has_just_written_stays(told):
    fiche, pair, section = told
    pair.published()
    SectionAnswers.objects.update_or_create(
        application=fiche.application, section=section, defaults={"answers": {"appel_ouverture": "2026-01-01"}}
    )
    written = take_over(fiche.application, section, by=fiche.ars_writer, now=NOW)
    assert answers(fiche, section)["appel_ouverture"] == "2026-01-01"
    assert "appel_cloture" in written


def test_the_section_offers_it_and_other_sections_do_not(as_hat, told):
    fiche, pair, _ = told
    pair.published()
    page = reverse("applications:section", args=[fiche.application.pk, 5])
    client = as_hat(fiche.aract_writer)
    assert "Reprendre de l'appel régional" in client.get(page).content.decode()
    first = reverse("applications:section", args=[fiche.application.pk, 1])
    assert "Reprendre de l'appel régional" not in client.get(first).content.decode()
    take = reverse("applications:take_known", args=[fiche.application.pk, 5])
    assert "réponses reprises" in client.post(take, follow=True).content.decode()
    assert "Reprendre de l'appel régional" not in client.get(page).content.decode()


def test_another_region_takes_nothing(as_hat, told):
    fiche, pair, _ = told
    pair.published()
    stranger = member_of(draft().application.project.ars)
    take = reverse("applications:take_known", args=[fiche.application.pk, 5])
    assert as_hat(stranger).post(take).status_code == 404
