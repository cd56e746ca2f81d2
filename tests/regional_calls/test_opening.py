"""Preparing, publishing and postponing a regional call inside the national calendar."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from calls.enums import QuestionKind, SectionKind, Vocabulary
from calls.models import Question, Questionnaire, Term
from core.verdicts import NotAllowed, OutOfTurn, Refused
from records.models import JournalEntry
from regional_calls.calendar import phase
from regional_calls.enums import RegionalPhase
from regional_calls.forms.call import RegionalCallForm
from regional_calls.models import RegionalCall
from regional_calls.opening import gaps, postpone, publish
from regional_calls.preparing import create_call, edit_call, remove_theme, write_theme
from tests.factories import (
    NOW,
    RegionalProjectFactory,
    RegionFactory,
    TermFactory,
    member_of,
    retained_project,
    secretary,
)
from tests.regional_calls.answering import CLOSES, OPENS, Pair, values

pytestmark = pytest.mark.django_db
A_SECOND = timedelta(seconds=1)


def test_either_of_the_pair_prepares_and_publishes():
    call = Pair().published()
    assert call.published_at == OPENS
    assert Questionnaire.objects.get(pk=call.questionnaire_id).frozen_at == OPENS
    deeds = set(JournalEntry.objects.values_list("deed", flat=True))
    assert {"regional_calls.create", "regional_calls.publish"} <= deeds


def test_pacas_call_begins_with_the_five_themes_of_its_pair():
    for number in range(5):
        TermFactory(vocabulary=Vocabulary.THEME_PACA, code=f"T{number}", definition="Défini.", position=number)
    pair = Pair(RegionalProjectFactory(region=RegionFactory(code="93", name="Paca", slug="paca")))
    themes = pair.draft().themes.select_related("term")
    assert [theme.term.code for theme in themes] == ["T0", "T1", "T2", "T3", "T4"]
    assert all(theme.definition == "Défini." for theme in themes)


def test_a_stranger_prepares_nothing():
    pair = Pair()
    other = Pair()
    for by in (other.ars, secretary()):
        with pytest.raises(NotAllowed):
            create_call(pair.project, values(), by=by, now=NOW)
    call = pair.draft()
    with pytest.raises(NotAllowed):
        publish(call, by=other.aract, now=NOW)
    assert not RegionalCall.objects.published().exists()


def test_one_call_at_a_time_for_a_project():
    pair = Pair()
    pair.draft()
    with pytest.raises(OutOfTurn, match="déjà un appel régional"):
        pair.draft()
    twin = RegionalCall.objects.get()
    twin.pk, twin.slug = None, "jumeau"
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def test_what_no_structure_could_answer_keeps_a_call_from_publication():
    """Case 55."""
    pair = Pair()
    call = pair.draft()
    section = call.questionnaire.sections.get(number=1)
    Question.objects.create(section=section, code="enjeux", label="Enjeux", kind=QuestionKind.CHOICES)
    call.questionnaire.sections.filter(number=2).update(kind=SectionKind.BUDGET)
    Term.objects.filter(vocabulary=Vocabulary.NATURE).update(retired=True)
    with pytest.raises(Refused) as refused:
        publish(call, by=pair.ars, now=NOW)
    assert "La question « Enjeux » attend un choix, mais aucune liste de valeurs ne lui est donnée." in str(
        refused.value
    )
    assert "La section « Dialogue » attend un tableau (budget) que ce formulaire n'a pas." in str(refused.value)
    assert "La liste « natures de projet » est vide." in str(refused.value)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"opens_at": NOW - timedelta(days=40)}, "après l'appel national"),
        ({"closes_at": NOW + timedelta(days=11)}, "précède celle de l'appel national"),
        ({"closes_at": NOW - timedelta(days=3)}, "déjà passée"),
        ({"expectations": ""}, "guidera vos choix"),
    ],
)
def test_a_call_outside_the_national_calendar_is_not_published(changed, refusal):
    pair = Pair()
    call = pair.draft(**changed)
    with pytest.raises(Refused, match=refusal):
        publish(call, by=pair.ars, now=NOW)
    assert gaps(call, NOW)


def test_a_retained_project_calls_after_the_national_closing():
    """X4: a region opened its own call after the national closing."""
    pair = Pair(retained=True)
    late = {"opens_at": NOW, "closes_at": NOW + timedelta(days=60)}
    assert publish(pair.draft(**late), by=pair.ars, now=NOW).published_at == NOW


def test_a_closed_project_calls_no_more():
    pair = Pair(retained_project(award__closed_on=(NOW - timedelta(days=1)).date()))
    with pytest.raises(OutOfTurn, match="clos"):
        pair.draft()


def test_what_is_published_no_longer_changes():
    pair = Pair()
    call = pair.published()
    with pytest.raises(OutOfTurn, match="publié"):
        edit_call(call, values(title="Autre"), by=pair.ars, now=NOW)
    with pytest.raises(OutOfTurn):
        remove_theme(call.themes.first(), by=pair.ars, now=NOW)
    with pytest.raises(OutOfTurn):
        publish(call, by=pair.aract, now=NOW)


def test_a_theme_is_reworded_and_never_doubled():
    pair = Pair()
    call = pair.draft()
    theme = call.themes.first()
    write_theme(call, label="Soin à distance", definition="Voir.", term=theme.term, theme=theme, by=pair.ars, now=NOW)
    assert call.themes.get().label == "Soin à distance"
    with pytest.raises(Refused, match="déjà dans l'appel"):
        write_theme(call, label="Soin à distance", definition="Bis.", term=theme.term, by=pair.ars, now=NOW)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (OPENS - A_SECOND, RegionalPhase.ANNOUNCED),
        (OPENS, RegionalPhase.OPEN),
        (CLOSES - A_SECOND, RegionalPhase.OPEN),
        (CLOSES, RegionalPhase.SORTING),
    ],
)
def test_closing_is_exclusive(at, expected):
    """Case 2."""
    assert phase(Pair().published(now=OPENS - timedelta(days=1)), at) == expected


def test_the_closing_moves_later_in_public_and_never_earlier():
    pair = Pair()
    call = pair.published()
    moved = postpone(call, closes_at=CLOSES + timedelta(days=2), reason="Congés.", by=pair.ars, now=NOW)
    assert (moved.closed_before, moved.postponement_reason) == (CLOSES, "Congés.")
    with pytest.raises(Refused, match="suivre l'actuelle"):
        postpone(call, closes_at=CLOSES, reason="Trop tard.", by=pair.ars, now=NOW)
    with pytest.raises(Refused, match="appel national"):
        postpone(call, closes_at=NOW + timedelta(days=30), reason="Loin.", by=pair.ars, now=NOW)
    with pytest.raises(OutOfTurn):
        postpone(
            call, closes_at=CLOSES + timedelta(days=4), reason="Fermé.", by=pair.ars, now=CLOSES + timedelta(days=3)
        )


@pytest.mark.parametrize(
    ("zone", "utc_hour"),
    [("America/Martinique", 4), ("America/Cayenne", 3), ("Indian/Mayotte", 21), ("Indian/Reunion", 20)],
)
def test_instants_are_typed_as_the_regions_clocks_show_them(zone, utc_hour):
    """Case 9."""
    call = RegionalCall(time_zone=zone)
    data = values(opens_at="2026-12-01T00:00", closes_at="2026-12-20T00:00")
    form = RegionalCallForm(data, zone=call.zone)
    assert form.is_valid(), form.errors
    day = 30 if utc_hour > 12 else 1
    month = 11 if utc_hour > 12 else 12
    assert form.cleaned_data["opens_at"] == datetime(2026, month, day, utc_hour, tzinfo=UTC)
    assert "heure d" in form["opens_at"].help_text.lower()


def test_the_draft_takes_the_zone_of_its_region():
    region = RegionFactory(time_zone="America/Martinique")
    assert Pair(RegionalProjectFactory(region=region)).draft().time_zone == "America/Martinique"


def test_a_member_of_another_regions_ars_does_not_edit():
    pair = Pair()
    call = pair.draft()
    with pytest.raises(NotAllowed):
        edit_call(call, values(), by=member_of(RegionalProjectFactory().ars), now=NOW)
