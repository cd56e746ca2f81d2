"""Nothing that a later deed demands is called «facultatif»: what forms leave blank, compared with what deeds ask."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import models, transaction

from applications.forms.budget import ComplementForm
from applications.models import Application
from applications.tables import budget_missing, participants_missing
from calls import opening
from calls.forms.draft import CallForm
from calls.models import Call
from commission.forms.reviews import ReviewForm
from commission.models import Review
from commission.reviewing import criteria_of, missing_from
from core.forms import PortalForm
from grants import reporting
from grants.forms.statements import StatementForm
from grants.models import Statement
from meetings import convening
from meetings.forms.meeting import MeetingForm
from meetings.models import Meeting
from regional_calls.forms.call import RegionalCallForm
from regional_calls.models import RegionalCall
from regional_calls.opening import content_gaps
from regions.forms.participants import ParticipationForm, ToolForm
from tests.house.conftest import MORNING

pytestmark = pytest.mark.django_db
Lacking = Callable[[], Any]


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def blank(row: models.Model, name: str) -> bool:
    """Empty one field of a row; whether the row can be without it."""
    try:
        field = row._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    if field.many_to_many:
        getattr(row, name).clear()
    elif field.null or isinstance(field, models.CharField | models.TextField):
        setattr(row, name, None if field.null else "")
        row.save(update_fields=[name])
    else:
        return False
    return True


def demanded(form: type[PortalForm], row: models.Model, lacking: Lacking) -> set[str]:
    """The fields that the form may leave blank, and without which the deed finds more to ask."""
    found = set()
    before = lacking()
    for name in (name for name, field in form.base_fields.items() if not field.required):
        with undone():
            if blank(row, name) and lacking() != before:
                found.add(name)
        row.refresh_from_db()
    return found


def a_deposited_project() -> Any:
    return Application.objects.filter(state="deposited").exclude(project__requested_complement=None)[0].project


def test_a_call_before_its_publication():
    call = Call.objects.get(slug="experimentation-en-cours")
    assert demanded(CallForm, call, lambda: opening.gaps(call, MORNING)) == set(CallForm.required_when)


def test_a_regional_call_before_its_publication():
    call = RegionalCall.objects.exclude(published_at=None)[0]
    assert demanded(RegionalCallForm, call, lambda: list(content_gaps(call))) == set(RegionalCallForm.required_when)


def test_the_participants_of_a_fiche_before_its_signature():
    project = a_deposited_project()
    row = project.participations.present()[0]
    of_the_tool = demanded(ToolForm, row.digital_project, lambda: participants_missing(project))
    of_the_row = demanded(ParticipationForm, row, lambda: participants_missing(project))
    assert of_the_tool == set(ToolForm.required_when)
    assert of_the_tool | of_the_row == set(ParticipationForm.required_when)


def test_the_budget_of_a_fiche_before_its_signature():
    project = a_deposited_project()
    project.requested_complement = Decimal(10_000)
    assert demanded(ComplementForm, project, lambda: budget_missing(project)) == set(ComplementForm.required_when)


def test_a_review_before_it_is_handed_in():
    review = Review.objects.filter(state="submitted")[0]
    Review.objects.filter(pk=review.pk).update(state="draft", submitted_at=None, total=None)
    criteria = criteria_of(review.assignment)
    scores = {score.criterion_id: score for score in review.scores.all()}
    found = demanded(ReviewForm, review, lambda: list(missing_from(review, scores, criteria)))
    assert found == set(ReviewForm.required_when)


@pytest.mark.parametrize(("kept", "emptied"), [("place", "remote_link"), ("remote_link", "place")])
def test_a_meeting_before_it_is_convened(kept, emptied):
    meeting = Meeting.objects.all()[0]
    setattr(meeting, kept, "https://visio.example/salle")
    setattr(meeting, emptied, "")
    meeting.save()
    assert demanded(MeetingForm, meeting, lambda: convening.lacking(meeting, MORNING)) == {kept}
    assert kept in MeetingForm.required_when


def test_a_statement_before_it_is_handed_in():
    statement = Statement.objects.exclude(gaps="")[0]
    sums = reporting.totals(list(statement.lines.all()), Decimal(0))
    assert sums.planned_uses != sums.actual_uses
    found = demanded(StatementForm, statement, lambda: reporting.lacking(statement, sums))
    assert found == set(StatementForm.required_when)


def test_what_is_needed_is_drawn_beside_the_label():
    drawn = CallForm()["reference"].as_field_group()
    assert "(obligatoire avant la publication)" in drawn
    assert "facultatif" not in drawn
