"""The allocation: exact to the cent, fair, and the same as a slow obvious one."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commission.allocation import Allocation, AllocationError, AllocationLine, Rule, allocate

ENVELOPE = Decimal("1000000.00")
FIXED = Decimal("70000.00")


def complements(allocation: Allocation) -> dict[str, Decimal]:
    return {share.key: share.complement for share in allocation.shares}


def slow_reference(rule: Rule, lines: list[AllocationLine]) -> dict[str, Decimal]:
    """The rule as one would do it by hand: share, set aside the lines at their limit, share again, round last."""
    step = Fraction(rule.step)
    pool = (Fraction(rule.envelope) - Fraction(rule.fixed) * len(lines)) // step
    points = {
        line.key: Fraction(rule.project_weight) * line.projects
        + Fraction(rule.establishment_weight) * line.establishments
        for line in lines
    }
    limits = {}
    for line in lines:
        bounds = [Fraction(bound) // step for bound in (line.requested, rule.cap) if bound is not None]
        if bounds:
            limits[line.key] = min(bounds)
    units = dict.fromkeys(points, 0)
    free = {key for key in points if points[key]}
    while free:
        total = sum(points[key] for key in free)
        reached = {key for key in free if key in limits and pool * points[key] / total >= limits[key]}
        if not reached:
            break
        for key in reached:
            units[key] = limits[key]
        pool -= sum(limits[key] for key in reached)
        free -= reached
    if free:
        total = sum(points[key] for key in free)
        exact = {key: pool * points[key] / total for key in free}
        for key in free:
            units[key] = exact[key] // 1
        spare = pool - sum(units[key] for key in free)
        for key in sorted(free, key=lambda key: (-(exact[key] % 1), key))[: int(spare)]:
            units[key] += 1
    return {key: Decimal(int(number)) * rule.step for key, number in units.items()}


def amounts(maximum: int) -> st.SearchStrategy[Decimal]:
    return st.integers(0, maximum * 100).map(lambda cents: Decimal(cents) / 100)


weights = st.sampled_from([Decimal(text) for text in ("0", "0.5", "1", "1.25", "2", "3")])
rules = st.builds(
    Rule,
    envelope=amounts(2_000_000).map(lambda amount: amount + 1_500_000),
    fixed=amounts(70_000),
    step=st.sampled_from([Decimal(text) for text in ("0.01", "0.05", "1", "100", "333.33", "1000.00")]),
    project_weight=weights,
    establishment_weight=weights,
    cap=st.none() | amounts(300_000),
)
line_lists = st.lists(
    st.builds(
        AllocationLine,
        key=st.integers(1, 99).map(lambda n: f"{n:02d}"),
        projects=st.integers(0, 12),
        establishments=st.integers(0, 12),
        requested=st.none() | amounts(200_000),
    ),
    max_size=18,
    unique_by=lambda line: line.key,
)


@given(rules, line_lists)
def test_same_as_the_slow_obvious_way(rule, lines):
    assert complements(allocate(rule, lines)) == slow_reference(rule, lines)


@given(rules, line_lists)
def test_closes_to_the_cent_within_limits_and_steps(rule, lines):
    allocation = allocate(rule, lines)
    assert allocation.committed + allocation.left == rule.envelope
    assert allocation.left >= 0
    assert allocation.committed == sum((share.total for share in allocation.shares), Decimal(0))
    for line, share in zip(lines, allocation.shares, strict=True):
        assert (share.key, share.fixed) == (line.key, rule.fixed)
        assert share.complement >= 0
        assert share.complement % rule.step == 0
        for bound in (line.requested, rule.cap):
            assert bound is None or share.complement <= bound


@given(rules, line_lists)
def test_leaves_less_than_a_step_unless_everyone_is_limited(rule, lines):
    allocation = allocate(rule, lines)
    if any(share.points and not share.limited for share in allocation.shares):
        assert allocation.left < rule.step


@given(rules, line_lists, st.randoms())
def test_order_of_the_lines_changes_nothing(rule, lines, random):
    shuffled = lines.copy()
    random.shuffle(shuffled)
    assert complements(allocate(rule, shuffled)) == complements(allocate(rule, lines))


@given(rules, line_lists)
def test_whoever_counts_more_and_may_have_more_gets_no_less(rule, lines):
    shares = {share.key: share for share in allocate(rule, lines).shares}
    for one in lines:
        for other in lines:
            may_have_more = one.requested is None or (other.requested is not None and one.requested >= other.requested)
            if may_have_more and shares[one.key].points > shares[other.key].points:
                assert shares[one.key].complement >= shares[other.key].complement


@given(rules, line_lists, amounts(500_000))
def test_a_larger_envelope_takes_from_nobody_more_than_one_step(rule, lines, more):
    """One step less does happen: largest remainders are known for it (the «Alabama paradox»)."""
    before = complements(allocate(rule, lines))
    larger = Rule(rule.envelope + more, rule.fixed, rule.step, rule.project_weight, rule.establishment_weight, rule.cap)
    after = complements(allocate(larger, lines))
    assert all(after[key] >= before[key] - rule.step for key in before)


@given(rules, line_lists)
def test_without_limits_each_is_within_a_step_of_its_exact_share(rule, lines):
    free_rule = Rule(rule.envelope, rule.fixed, rule.step, rule.project_weight, rule.establishment_weight)
    free_lines = [AllocationLine(line.key, line.projects, line.establishments) for line in lines]
    allocation = allocate(free_rule, free_lines)
    total = sum((share.points for share in allocation.shares), Decimal(0))
    pool = Fraction(rule.envelope - rule.fixed * len(lines)) // Fraction(rule.step) * Fraction(rule.step)
    for share in allocation.shares:
        exact = pool * Fraction(share.points) / Fraction(total) if total else 0
        assert abs(Fraction(share.complement) - exact) < Fraction(rule.step)


def test_what_a_limited_line_leaves_goes_to_the_others_in_proportion():
    lines = [AllocationLine("11", 5, 5, Decimal(60000)), AllocationLine("84", 2, 4), AllocationLine("93", 1, 3)]
    allocation = allocate(Rule(ENVELOPE, FIXED), lines)
    assert complements(allocation) == {"11": Decimal(60000), "84": Decimal(438000), "93": Decimal(292000)}
    assert [share.limited for share in allocation.shares] == [True, False, False]
    assert allocation.left == 0


def test_limits_reached_one_after_the_other():
    lines = [
        AllocationLine("a", 1, 0, Decimal(100)),
        AllocationLine("b", 1, 0, Decimal(300)),
        AllocationLine("c", 1, 0),
    ]
    rule = Rule(Decimal(900), Decimal(0), cap=Decimal(400))
    allocation = allocate(rule, lines)
    assert complements(allocation) == {"a": Decimal(100), "b": Decimal(300), "c": Decimal(400)}
    assert allocation.left == 100


def test_equal_remainders_go_to_the_smaller_key():
    lines = [AllocationLine(key, 1, 1) for key in ("93", "11", "2A")]
    allocation = allocate(Rule(Decimal("0.05"), Decimal(0)), lines)
    assert complements(allocation) == {"93": Decimal("0.01"), "11": Decimal("0.02"), "2A": Decimal("0.02")}


def test_step_larger_than_a_cent_leaves_the_rest_in_the_envelope():
    allocation = allocate(
        Rule(Decimal("1000.50"), Decimal(0), step=Decimal(100)),
        [AllocationLine("11", 1, 0), AllocationLine("93", 2, 0)],
    )
    assert complements(allocation) == {"11": Decimal(300), "93": Decimal(700)}
    assert allocation.left == Decimal("0.50")


def test_request_below_the_step_gives_nothing():
    rule = Rule(Decimal(1000), Decimal(0), step=Decimal(100))
    assert complements(allocate(rule, [AllocationLine("11", 1, 0, Decimal("99.99"))])) == {"11": 0}


@pytest.mark.parametrize(
    ("rule", "lines", "committed", "left"),
    [
        (Rule(ENVELOPE, FIXED), [], "0", "1000000"),
        (Rule(ENVELOPE, FIXED), [AllocationLine("11", 0, 0)], "70000", "930000"),
        (
            Rule(ENVELOPE, FIXED, project_weight=Decimal(0), establishment_weight=Decimal(0)),
            [AllocationLine("11", 3, 3)],
            "70000",
            "930000",
        ),
        (Rule(FIXED * 14, FIXED), [AllocationLine(f"{n:02d}", 1, 1) for n in range(14)], "980000", "0"),
        (Rule(ENVELOPE, FIXED, cap=Decimal(0)), [AllocationLine("11", 1, 1)], "70000", "930000"),
    ],
    ids=["no line", "no count", "no weight", "envelope is the fixed shares", "cap zero"],
)
def test_edges(rule, lines, committed, left):
    allocation = allocate(rule, lines)
    assert (allocation.committed, allocation.left) == (Decimal(committed), Decimal(left))


@pytest.mark.parametrize(
    ("rule", "line", "sentence"),
    [
        (Rule(ENVELOPE, Decimal("1000000.01")), AllocationLine("11", 1, 1), "Les parts fixes"),
        (Rule(Decimal("NaN"), FIXED), AllocationLine("11", 1, 1), "Pas de nombre pour l'enveloppe."),
        (Rule(Decimal("Infinity"), FIXED), AllocationLine("11", 1, 1), "Pas de nombre pour l'enveloppe."),
        (Rule(Decimal("1E+400"), FIXED), AllocationLine("11", 1, 1), "Nombre démesuré pour l'enveloppe."),
        (Rule(ENVELOPE, Decimal(-1)), AllocationLine("11", 1, 1), "Nombre négatif pour la part fixe."),
        (Rule(ENVELOPE, FIXED, step=Decimal(0)), AllocationLine("11", 1, 1), "L'arrondi doit être supérieur à zéro."),
        (
            Rule(ENVELOPE, FIXED, step=Decimal("0.001")),
            AllocationLine("11", 1, 1),
            "Plus de 2 décimales pour l'arrondi.",
        ),
        (
            Rule(ENVELOPE, FIXED, project_weight=Decimal(-1)),
            AllocationLine("11", 1, 1),
            "Nombre négatif pour le poids d'un projet.",
        ),
        (Rule(ENVELOPE, FIXED), AllocationLine("11", -1, 1), "Ligne « 11 » : le nombre de projets"),
        (Rule(ENVELOPE, FIXED), AllocationLine("11", 1, 10**9), "Ligne « 11 » : le nombre d"),
        (
            Rule(ENVELOPE, FIXED),
            AllocationLine("11", 1, 1, Decimal(-5)),
            "Nombre négatif pour le montant demandé de la ligne « 11 ».",
        ),
    ],
)
def test_nonsense_is_refused_in_a_sentence(rule, line, sentence):
    with pytest.raises(AllocationError) as refusal:
        allocate(rule, [line])
    assert str(refusal.value).startswith(sentence)


def test_two_lines_with_one_key_are_refused():
    with pytest.raises(AllocationError, match="Deux lignes portent la clé « 11 »"):
        allocate(Rule(ENVELOPE, FIXED), [AllocationLine("11", 1, 1), AllocationLine("11", 2, 2)])
