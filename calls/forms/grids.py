"""What a secretary types of a scoring grid."""

from typing import Any

from django import forms

from calls.grids import SCORES
from calls.models import Criterion, Grid
from core.forms import PortalForm
from core.inputs import LongTextField, PlainCharField, WholeNumberField

LOWEST, HIGHEST = SCORES[0], SCORES[-1]


def level_name(score: int) -> str:
    return f"level_{score}"


def level_field(score: int) -> LongTextField:
    return LongTextField(label=f"Note {score}", max_length=300, rows=2, required=False)


class GridTitleForm(PortalForm):
    title = PlainCharField(label="Titre de la grille", max_length=200)


class NewGridForm(GridTitleForm):
    after = forms.ModelChoiceField(
        Grid.objects.all(),
        label="Reprendre les critères de",
        required=False,
        empty_label="Aucune : partir de rien",
    )


class CriterionForm(PortalForm):
    parts = (
        ("Le critère", "", ("title", "question", "weight")),
        (
            "Ce que veut dire chaque note",
            f"De {LOWEST} à {HIGHEST} : ce que les rapporteurs lisent à côté de chaque note.",
            tuple(level_name(score) for score in SCORES),
        ),
    )
    required_when = {
        "level_0": "avant la publication",
        "level_1": "avant la publication",
        "level_2": "avant la publication",
        "level_3": "avant la publication",
        "level_4": "avant la publication",
    }

    title = PlainCharField(label="Critère", max_length=150)
    question = LongTextField(
        label="Question posée",
        max_length=400,
        rows=3,
        help_text="Celle à laquelle la note répond, pour guider le rapporteur.",
    )
    weight = WholeNumberField(label="Poids", min_value=1, max_value=99)
    level_0 = level_field(0)
    level_1 = level_field(1)
    level_2 = level_field(2)
    level_3 = level_field(3)
    level_4 = level_field(4)

    def __init__(self, data: Any = None, *, criterion: Criterion | None = None, **kwargs: Any) -> None:
        initial = None
        if criterion is not None:
            initial = {name: getattr(criterion, name) for name in ("title", "question", "weight")}
            initial |= {level_name(level.score): level.wording for level in criterion.levels.all()}
        super().__init__(data, initial=initial, **kwargs)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        values["levels"] = {score: values.pop(level_name(score), "") for score in SCORES}
        return values
