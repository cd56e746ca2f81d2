"""A call begins by four fields: what its model gives, and what its page still asks."""

from decimal import Decimal

import pytest
from django.urls import reverse

from calls.beginning import CallModel, begin_call
from calls.enums import Vocabulary
from calls.forms import BeginCallForm, CallForm
from calls.models import Call
from calls.models.questionnaire import REGIONAL
from calls.opening import gaps
from core.verdicts import NotAllowed, Refused
from tests.calls.drafting import begun, outsiders, ready_call, values
from tests.factories import NOW, PhaseFactory, QuestionnaireFactory, TermFactory, secretary

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
FOUR = ["model", "title", "opens_at", "closes_at"]


def test_four_fields_are_asked_none_is_optional_and_the_rest_is_a_list_of_links(as_hat):
    assert list(BeginCallForm().fields) == FOUR
    assert all(field.required for field in BeginCallForm().fields.values())
    client = as_hat(secretary())
    page = client.post(reverse("calls:create"), begun(), follow=True).content.decode()
    call = Call.objects.get()
    assert (call.phase.code, call.questionnaire.code, call.number) == ("exploration", "exploration", 1)
    edit = reverse("calls:edit", args=[call.slug])
    asked = {gap.field for gap in gaps(call, NOW) if gap.place == "form"}
    assert asked == set(CallForm.required_when)
    for field in asked:
        assert f'href="{edit}#id_{field}"' in page
        assert f'id="id_{field}"' in client.get(edit).content.decode()


def test_an_earlier_call_gives_its_questionnaire_grid_rule_themes_and_contacts():
    by = secretary()
    kept, retired = (TermFactory(vocabulary=Vocabulary.THEME, code=code) for code in ("GARDE", "RETIRE"))
    earlier = ready_call(by, themes=[kept, retired], envelope=Decimal(900_000), legal_basis="Circulaire", number=4)
    retired.retired = True
    retired.save()
    newer = QuestionnaireFactory(code=earlier.questionnaire.code, revision=2)
    typed = {"title": "La suite", "opens_at": earlier.opens_at, "closes_at": earlier.closes_at}
    call = begin_call(CallModel(earlier.phase, earlier), **typed, by=by, now=NOW)
    assert (call.questionnaire, call.grid, call.previous, call.number) == (newer, earlier.grid, earlier, 5)
    assert (call.rule.envelope, call.legal_basis, call.summary) == (900_000, "Circulaire", earlier.summary)
    assert list(call.themes.all()) == [kept]
    assert call.contacts.count() == earlier.contacts.count() == 2
    assert (call.reference, call.published_at, call.commission_on) == ("", None, None)


def test_dates_in_the_wrong_order_and_an_empty_library_are_said_where_one_is(as_hat):
    client, url = as_hat(secretary()), reverse("calls:create")
    refused = client.post(url, begun(opens_at="2027-03-13T09:00", title="À garder"))
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["closes_at"]
    assert "À garder" in refused.content.decode()
    assert list(BeginCallForm(begun(model="appel-999")).errors) == ["model"]


def test_only_secretaries_begin_and_the_library_must_hold_something():
    phase = PhaseFactory()
    draft = values()
    typed = {name: draft[name] for name in FOUR[1:]}
    for hat in outsiders():
        with pytest.raises(NotAllowed):
            begin_call(CallModel(phase), **typed, by=hat, now=NOW)
    draft["questionnaire"].delete()
    QuestionnaireFactory(code=REGIONAL)
    with pytest.raises(Refused, match="bibliothèque est vide"):
        begin_call(CallModel(phase), **typed, by=secretary(), now=NOW)
    assert not Call.objects.exists()
