"""What a decision may grant: the frozen rule's fixed share, a complement within its bounds, and a reason to depart."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from acts.pdfs import printed
from commission.deciding import propose, propose_together
from commission.enums import NationalParty, Outcome
from commission.exporting import decisions_sheet
from commission.letters import letter_of
from commission.models import Decision, Envelope
from commission.rule_checks import BeyondTheRule, GapUnexplained
from commission.suggesting import candidate_of, candidates, fitting
from core.verdicts import OutOfTurn
from tests.commission.decided import heard, proposed, signatory, validated
from tests.factories import NOW, CallFactory, secretary
from tests.printed import text_of

pytestmark = pytest.mark.django_db


def asking(call, amount: int | None = 20_000):
    """A fiche that both rapporteurs have read, and the complement that it asks for."""
    application = heard(call)
    project = application.project
    project.requested_complement = None if amount is None else Decimal(amount)
    project.save()
    return application


def retain(application, complement="20000", **fields) -> Decision:
    values = {"reason": "Complet.", "by": secretary(), "now": NOW, **fields}
    return propose(application, outcome=Outcome.RETAINED, complement=Decimal(complement), **values)


def test_the_fixed_share_is_the_rules_and_nobody_types_it(as_hat):
    call = CallFactory(rule_made__fixed=Decimal(65_000))
    application = asking(call)
    url = reverse("commission:propose", args=[call.slug, application.pk])
    typed = {"outcome": "retained", "complement": "20 000,00", "fixed": "1,00", "reason": "Complet.", "seen": "0"}
    as_hat(secretary()).post(url, typed)
    decision = Decision.objects.get()
    assert (decision.fixed, decision.complement, decision.by_rule) == (65_000, 20_000, 20_000)
    with pytest.raises(TypeError):
        retain(application, fixed=Decimal(1))


def test_a_complement_above_the_request_is_refused_whatever_the_reason():
    application = asking(CallFactory())
    with pytest.raises(BeyondTheRule, match="dépasse celle que la région demande"):
        retain(application, "20000.01", gap_reason="Un très beau projet.")
    assert not Decision.objects.exists()
    assert not Envelope.objects.filter(committed__gt=0).exists()


def test_a_complement_above_the_cap_is_refused_even_when_the_region_left_it_to_the_rule():
    application = asking(CallFactory(rule_made__cap=Decimal(15_000)), None)
    with pytest.raises(BeyondTheRule, match="dépasse le plafond"):
        retain(application, "15000.01", gap_reason="Un très beau projet.")
    assert retain(application, "15000").departs is False


@pytest.mark.parametrize("complement", ["0", "19999.99"])
@pytest.mark.parametrize("reason", ["", "  \n"])
def test_another_complement_than_the_rules_wants_its_reason(complement, reason):
    application = asking(CallFactory())
    with pytest.raises(GapUnexplained, match=r"20\xa0000,00\xa0€"):
        retain(application, complement, gap_reason=reason)
    decision = retain(application, complement, gap_reason="Un établissement s'est retiré.")
    assert (decision.by_rule, decision.gap_reason) == (20_000, "Un établissement s'est retiré.")


def test_nothing_asked_is_nothing_granted_without_any_reason():
    decision = retain(asking(CallFactory(), 0), "0")
    assert (decision.amount, decision.by_rule, decision.gap_reason) == (70_000, 0, "")


def test_a_reason_typed_beside_the_rules_amount_is_not_kept():
    assert retain(asking(CallFactory()), gap_reason="Inutile.").gap_reason == ""


def test_the_rule_is_applied_to_what_the_other_decisions_leave():
    """The last fiche to be proposed gets what is left, which is then the rule's."""
    call = CallFactory(rule_made__envelope=Decimal(160_000))
    first, second = asking(call, 50_000), asking(call, 50_000)
    assert candidate_of(first).share.complement == 10_000
    retain(first, "15000", gap_reason="Deux fois plus de structures.")
    assert candidate_of(second).share.complement == 5_000
    assert retain(second, "5000").departs is False


def test_a_fiche_beyond_the_room_of_the_envelope_is_measured_before_the_better_rated():
    call = CallFactory(rule_made__envelope=Decimal(100_000))
    asking(call), asking(call)
    last = candidates(call)[-1].application
    assert retain(last, "20000").departs is False


def test_fiches_proposed_together_get_their_common_shares():
    """Shares rounded together are the rule's, to the cent, though proposed one after the other."""
    call = CallFactory(rule_made__envelope=Decimal("210000.01"))
    for _ in range(3):
        asking(call, None)
    everyone = candidates(call)
    made = propose_together(fitting(call, everyone, everyone), reason="Complet.", by=secretary(), now=NOW)
    assert sorted(decision.complement for decision in made) == [0, 0, Decimal("0.01")]
    assert not any(decision.departs for decision in made)


def test_shares_that_another_decision_changed_are_not_proposed_together():
    call = CallFactory(rule_made__envelope=Decimal(300_000))
    one, other = asking(call, None), asking(call, None)
    everyone = candidates(call)
    shown = fitting(call, everyone, [row for row in everyone if row.application == one])
    proposed(other)
    with pytest.raises(OutOfTurn, match="Les montants ont changé"):
        propose_together(shown, reason="Complet.", by=secretary(), now=NOW)


@pytest.mark.parametrize("outcome", [Outcome.WAITING, Outcome.NOT_RETAINED])
def test_what_is_not_retained_owes_the_rule_nothing(outcome):
    application = asking(CallFactory())
    retain(application, "5", gap_reason="Reste réservé.")
    decision = proposed(application, outcome)
    assert (decision.amount, decision.by_rule, decision.gap_reason) == (0, None, "")


def test_the_database_refuses_a_silent_gap():
    decision = retain(asking(CallFactory()))
    for broken in ({"complement": 5}, {"by_rule": None}, {"by_rule": 5}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.filter(pk=decision.pk).update(**broken)


def annex_of(decision: Decision) -> str:
    return text_of(printed(letter_of(decision, NOW))).partition("Annexe")[2]


def test_the_annex_prints_the_rules_amount_and_why_the_decision_departs_from_it():
    decision = validated(asking(CallFactory()), complement=Decimal(12_000), gap_reason="Deux structures ont renoncé.")
    annex = annex_of(decision)
    assert "Cette répartition donnait à la région une part complémentaire de 20 000,00 €." in annex
    assert "Deux structures ont renoncé." in annex


def test_the_annex_says_nothing_more_of_a_decision_that_follows_the_rule():
    decision = validated(asking(CallFactory(rule_made__cap=Decimal(40_000))), complement=Decimal(20_000), gap_reason="")
    annex = annex_of(decision)
    assert "s'en écarte" not in annex
    assert "ne dépasse pas ce que cette région demande, ni 40 000,00 €." in annex


def test_the_page_asks_for_the_reason_at_its_field_and_keeps_what_was_typed(as_hat):
    call = CallFactory()
    application = asking(call)
    client, url = as_hat(secretary()), reverse("commission:propose", args=[call.slug, application.pk])
    typed = {"outcome": "retained", "complement": "12 000", "gap_reason": "", "reason": "Complet.", "seen": "0"}
    page = client.post(url, typed)
    assert "écrivez pourquoi" in page.context["form"].errors["gap_reason"][0]
    assert 'value="12 000"' in page.content.decode()
    above = client.post(url, typed | {"complement": "20 000,01", "gap_reason": "Un beau projet."})
    assert list(above.context["form"].errors) == ["complement"]
    assert not Decision.objects.exists()
    client.post(url, typed | {"gap_reason": "Deux structures ont renoncé."})
    shown = as_hat(signatory(NationalParty.DGOS)).get(reverse("commission:preview", args=[Decision.objects.get().pk]))
    assert "<dt>Motif de l'écart</dt><dd>Deux structures ont renoncé.</dd>" in shown.content.decode()


def test_the_page_never_takes_an_empty_complement_for_nothing(as_hat):
    call = CallFactory()
    url = reverse("commission:propose", args=[call.slug, asking(call).pk])
    page = as_hat(secretary()).post(url, {"outcome": "retained", "complement": "", "reason": "Complet.", "seen": "0"})
    assert page.context["form"].errors["complement"] == ["Indiquez la part complémentaire, 0 si elle est nulle."]


def test_the_export_shows_the_rules_amount_beside_the_chosen_one():
    call = CallFactory()
    retain(asking(call), "12000", gap_reason="Deux structures ont renoncé.")
    sheet = decisions_sheet(candidates(call))
    line = dict(zip(sheet.headers, sheet.rows[0], strict=True))
    assert (line["Part complémentaire selon la règle (€)"], line["Motif de l'écart"]) == (
        20_000,
        "Deux structures ont renoncé.",
    )
    assert line["Part complémentaire (€)"] == 12_000
