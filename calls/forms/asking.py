"""A question about a call, and its answer."""

from typing import Any

from django import forms

from calls.models import PublicQuestion
from core.forms import PortalForm
from core.inputs import AddressField, LongTextField, PlainCharField


class QuestionForm(PortalForm):
    """What anybody asks, without an account."""

    email = AddressField(
        label="Votre adresse électronique",
        help_text="Format attendu : nom@domaine.fr. La réponse vous y sera envoyée ; l'adresse n'est pas publiée.",
    )
    text = LongTextField(
        label="Votre question",
        max_length=1500,
        rows=5,
        help_text="Aucune donnée sur des patients ou des personnes accompagnées.",
    )


class NamedQuestionForm(QuestionForm):
    """The same by who says their name, and whether the question may be published."""

    field_order = ("name", "email", "text", "publishable")

    name = PlainCharField(label="Votre nom", max_length=150, required=False, help_text="Il n'est pas publié.")
    publishable = forms.BooleanField(
        label="J'accepte que ma question soit publiée avec sa réponse",
        required=False,
        help_text="Elle peut servir à d'autres. Sans votre accord, la réponse ne va qu'à vous.",
    )


class QuestionAnswerForm(PortalForm):
    required_when = {"wording": "si la réponse est publiée"}

    wording = LongTextField(
        label="Question telle qu'elle sera publiée",
        max_length=1500,
        rows=4,
        required=False,
        help_text="Reformulez-la si elle laisse deviner qui la pose.",
    )
    answer = LongTextField(label="Réponse", max_length=3000, rows=6)
    private = forms.BooleanField(
        label="Répondre à cette personne seulement",
        required=False,
        help_text="La réponse part par courriel, et rien n'est publié.",
    )

    def __init__(self, data: Any = None, *, question: PublicQuestion, **kwargs: Any) -> None:
        """What was written of a question; one that its author does not want published is answered to them alone."""
        initial = {
            "wording": question.wording or question.text,
            "answer": question.answer,
            "private": question.private or not question.publishable,
        }
        super().__init__(data, initial=initial, **kwargs)
        if not question.publishable:
            del self.fields["wording"], self.fields["private"]
        self.publishable = question.publishable

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not self.publishable:
            values["private"] = True
        elif not values.get("private") and not values.get("wording") and "wording" not in self.errors:
            self.add_error("wording", "Écrivez la question telle qu'elle sera publiée.")
        return values
