"""The dates of a call that have a name: their order, where it is said, where they are read."""

from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
from django.urls import reverse

from calls.dates import NAMES, out_of_order
from calls.forms import CallForm
from calls.models import Call
from calls.opening import gaps
from calls.postponing import postpone_closing
from calls.status import timeline
from core.verdicts import Refused
from tests.calls.drafting import ready_call, typed
from tests.factories import NOW, CallFactory, secretary

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

INSTANTS = {"opens_at", "questions_until", "closes_at"}
# One date a month, in the order of the table.
IN_ORDER = {
    name: datetime(2027, month, 11, 8, tzinfo=UTC) if name in INSTANTS else date(2027, month, 11)
    for month, name in enumerate(NAMES, start=1)
}


def test_dates_in_order_are_silent_and_each_that_precedes_another_is_named_with_both():
    assert list(out_of_order(IN_ORDER)) == []
    for name in NAMES[2:]:
        early = datetime(2027, 1, 1, tzinfo=UTC) if name in INSTANTS else date(2027, 1, 1)
        assert name in {late for late, _, _ in out_of_order(IN_ORDER | {name: early})}
    [(late, before, sentence)] = out_of_order(IN_ORDER | {"report_on": date(2027, 6, 30)})
    assert (late, before) == ("report_on", "funds_from")
    said = "Le compte rendu, le 30 juin 2027, doit suivre la mise à disposition des financements, le 11 juillet 2027."
    assert sentence.replace("\N{NO-BREAK SPACE}", " ") == said


def test_a_missing_date_is_not_compared_and_days_may_coincide():
    few = IN_ORDER | {"commission_on": None, "decision_on": None}
    assert list(out_of_order(few)) == []
    same = IN_ORDER | {"commission_on": IN_ORDER["closes_at"].date(), "completeness_on": None}
    assert list(out_of_order(same)) == []
    assert list(out_of_order(IN_ORDER | {"questions_until": IN_ORDER["closes_at"]})) == []
    assert [name for name, _, _ in out_of_order(IN_ORDER | {"questions_until": IN_ORDER["opens_at"]})]


def test_the_form_says_it_at_the_field(as_hat):
    by = secretary()
    call = ready_call(by)
    posted = typed(slug=call.slug, decision_on="2027-04-01", questions_until="2027-04-01T10:00")
    response = as_hat(by).post(reverse("calls:edit", args=[call.slug]), posted)
    assert response.status_code == 422
    errors = response.context["form"].errors
    assert set(errors) == {"decision_on", "closes_at"}
    assert "la commission d'examen, le 6" in errors["decision_on"][0]
    assert not CallForm(typed()).fields["report_on"].required


def test_what_an_edit_saves_is_read_by_the_pages_the_checks_and_the_calendar(as_hat):
    by = secretary()
    call = ready_call(by)
    dates = {"questions_until": "2027-03-01T12:00", "completeness_on": "2027-03-20", "decision_on": "2027-04-20"}
    as_hat(by).post(reverse("calls:edit", args=[call.slug]), typed(slug=call.slug, report_on="2028-01-31", **dates))
    call.refresh_from_db()
    assert gaps(call, NOW) == []
    assert [event.label for event in timeline(call, NOW)] == [
        "Ouverture de l'appel", "Fin des questions", "Clôture des dépôts", "Fin de l'examen de recevabilité",
        "Commission d'examen DGOS et Anact", "Décisions et lettres aux régions", "Financements disponibles",
        "Compte rendu attendu des régions",
    ]  # fmt: skip
    for url in (call.get_absolute_url(), reverse("calls:prepare", args=[call.slug])):
        assert "31 janvier 2028" in unescape(as_hat(by).get(url).content.decode()).replace("\N{NO-BREAK SPACE}", " ")
    Call.objects.update(decision_on=date(2027, 4, 1))
    call.refresh_from_db()
    assert [gap.field for gap in gaps(call, NOW)] == ["decision_on"]


def test_a_postponed_closing_stays_before_what_follows_it():
    call = CallFactory(completeness_on=(NOW + timedelta(days=12)).date())
    with pytest.raises(Refused, match=r"recevabilité.*doit suivre la clôture") as refused:
        postpone_closing(call, closes_at=NOW + timedelta(days=20), reason="Motif", by=secretary(), now=NOW)
    assert refused.value.at == "closes_at"
