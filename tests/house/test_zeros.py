"""In a template, zero is not nothing: an amount or a mean is compared, never taken for true or false (case 56)."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TEMPLATES = sorted((Path(settings.BASE_DIR) / "templates").rglob("*.html"))
CONDITION = re.compile(r"\{%-? *(?:el)?if (.*?) *-?%\}")
# What may be zero and still be known.
FIGURES = re.compile(
    r"(?:not )?[\w.]*\b(?:amount|mean|spread|cap|requested|requested_complement|day_cost|fixed|baseline|days_left)"
)


def test_no_template_takes_zero_for_nothing():
    faulty = [
        f"{path.name}: {condition}"
        for path in TEMPLATES
        for condition in CONDITION.findall(path.read_text(encoding="utf-8"))
        if any(FIGURES.fullmatch(part.strip()) for part in re.split(r" and | or ", condition))
    ]
    assert faulty == []


@pytest.mark.parametrize("condition", ["decision.amount", "not call.rule.cap", "x and one.mean", "left.amount or y"])
def test_the_rule_sees_what_it_forbids(condition):
    assert any(FIGURES.fullmatch(part.strip()) for part in re.split(r" and | or ", condition))
    assert not FIGURES.fullmatch(f"{condition} > 0")
    assert not FIGURES.fullmatch(f"{condition} is not None")
