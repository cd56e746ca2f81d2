"""What one leaves ticked of what an earlier fiche says."""

from collections.abc import Iterable
from typing import Any

from django import forms

from applications.carrying import CarryPlan, Chosen
from applications.forms.project import TitleForm
from core.forms import PortalForm
from core.wording import counted

GONE = "Ce qui est proposé a changé depuis que vous avez ouvert la page : relisez-la."


def boxes(label: str, help_text: str = "") -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label,
        help_text=help_text,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": GONE},
    )


class CarryForm(PortalForm):
    """All is ticked at first; what there is nothing of is not asked. Without a plan, nothing is."""

    marks_optional = False

    structures = boxes("Structures qui participent encore")
    members = boxes(
        "Collectif régional et groupe élargi", "Les personnes venues d'une structure ne sont reprises qu'avec elle."
    )
    sections = boxes("Réponses", "Les questions posées dans les mêmes mots ; chaque réponse peut être retirée ensuite.")

    def __init__(self, data: Any = None, *, plan: CarryPlan | None, **kwargs: Any) -> None:
        offered = choices_of(plan) if plan else {}
        kwargs["initial"] = {name: [key for key, _ in choices] for name, choices in offered.items()}
        super().__init__(data, **kwargs)
        for name in Chosen._fields:
            if offered.get(name):
                self.fields[name].choices = offered[name]
            else:
                del self.fields[name]

    def chosen(self) -> Chosen:
        return Chosen(*(set(self.cleaned_data.get(name, ())) for name in Chosen._fields))


class StartForm(CarryForm, TitleForm):
    """The title of a project that begins, and what it takes."""

    field_order = ("title", *Chosen._fields)

    def __init__(self, data: Any = None, *, plan: CarryPlan | None) -> None:
        super().__init__(data, plan=plan)
        if plan:
            self.initial["title"] = plan.source.project.title


def choices_of(plan: CarryPlan) -> dict[str, list[tuple[int, str]]]:
    """{field: [(key, what is taken, in words)]}."""
    return {
        "structures": [(row.pk, f"{row.establishment.name} – {row.digital_project}") for row in plan.structures],
        "members": [(member.pk, " – ".join(filter(None, member_words(member)))) for member in plan.members],
        "sections": [(section.pk, f"{section} : {counted(len(own), 'réponse')}") for section, own in plan.sections],
    }


def member_words(member: Any) -> Iterable[str]:
    yield f"{member.function[:1].upper()}{member.function[1:]} ({str(member.profile).lower()})"
    yield member.origin
    yield counted(member.seats, "personne") if member.seats > 1 else ""
