"""Lengths, ticks and marks are where they should be, and stay within the drawing."""

from datetime import date
from decimal import Decimal

import pytest

from core.drawing import DataTable, Drawing, Scale, anchor, levels, months
from tests.core.test_components import draw


def test_a_scale_goes_either_way_and_never_beyond_its_ends():
    up = Scale(Decimal(0), Decimal(10), 150, 50)
    assert [up.at(Decimal(value)) for value in (0, 5, 10, 20, -1)] == [150, 100, 50, 50, 150]


def test_a_scale_of_one_value_puts_it_at_the_beginning():
    assert Scale(date(2026, 1, 1), date(2026, 1, 1), 6, 92).at(date(2026, 1, 1)) == 6


@pytest.mark.parametrize(
    ("top", "expected"), [("1", [0, 1]), ("97.75", [0, 20, 40, 60, 80, 100]), ("100", [0, 20, 40, 60, 80, 100])]
)
def test_levels_are_round_and_reach_the_top(top, expected):
    assert levels(Decimal(top)) == expected


def test_months_begin_within_the_days_and_stay_few():
    assert months(date(2026, 1, 15), date(2026, 3, 20)) == [date(2026, 2, 1), date(2026, 3, 1)]
    assert len(months(date(2000, 1, 1), date(2026, 1, 1), 10)) <= 10


def test_texts_are_written_inwards_near_the_edges():
    assert [anchor(x) for x in (2, 50, 98)] == ["start", "middle", "end"]


def test_what_is_drawn_has_a_name_or_is_hidden_and_escapes_what_people_typed():
    marks = Drawing(20, "Deux <régions>").bar("solid", 10, 60, 1, 18, title="<b>")
    html = draw("{% drawing marks %}", marks=marks)
    assert 'role="img" aria-label="Deux &lt;régions&gt;"' in html
    assert '<rect class="chart-solid" x="10%" width="50%" y="1" height="18"><title>&lt;b&gt;</title>' in html
    assert 'aria-hidden="true"' in draw("{% drawing marks %}", marks=Drawing(20))


@pytest.mark.parametrize(("share", "width"), [(40, "40%"), (130, "100%")])
def test_a_gauge_is_full_at_most(share, width):
    html = draw('{% gauge share "" "de la part fixe" %}', share=share)
    assert f'class="chart-solid" x="0%" width="{width}"' in html
    assert f'aria-label="{share} % de la part fixe"' in html


def test_figures_of_a_table_are_its_last_columns():
    table = DataTable("Montants", ("Région", "Sens", "Montant"), [("Corse", "versé", "3 €")])
    assert [cell for line in table.lines for cell in line] == [
        ("Région", False, "Corse"),
        ("Sens", False, "versé"),
        ("Montant", True, "3 €"),
    ]
