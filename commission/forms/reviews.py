"""Declaring, scoring, assigning, and trying hypotheses: what is typed, cleaned, and nothing more."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms

from accounts.models import Membership
from applications.models import Application
from calls.models import Criterion
from commission.approving import party_of
from commission.enums import DecisionState, NationalParty, Opinion
from commission.locks import closed_by
from commission.models import Assignment, Review, Score
from commission.reviewing import ReviewGap, Typed
from core.forms import DraftForm, PortalForm
from core.inputs import FrenchDecimalField, LongTextField, PlainCharField, WholeNumberField
from core.wording import instant


class DeclarationForm(PortalForm):
    """Does something tie me to this project?"""

    required_when = {"reason": "si vous déclarez un lien"}

    has_conflict = forms.ChoiceField(
        label="Un lien vous unit-il à ce projet ou à l'une de ses structures ?",
        choices=[("no", "Non, aucun lien : je peux examiner cette fiche"), ("yes", "Oui, j'ai un lien d'intérêt")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez l'une des deux réponses."},
    )
    reason = LongTextField(
        label="Nature du lien",
        help_text="Seul le secrétariat de la commission lit cette phrase.",
        required=False,
        max_length=1000,
        rows=3,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("has_conflict") == "yes" and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Décrivez le lien en une phrase.")
        return cleaned


@dataclass(frozen=True)
class CriterionRow:
    """A criterion with its two fields, as the scoring page draws them."""

    criterion: Criterion
    value: forms.BoundField
    justification: forms.BoundField


class ReviewForm(DraftForm):
    """The grid of a call as fields; nothing is required, since a draft may hold anything."""

    required_when = {"opinion": "avant la remise"}

    opinion = forms.ChoiceField(
        label="Votre avis sur la fiche", choices=Opinion.choices, widget=forms.RadioSelect, required=False
    )
    comment = LongTextField(
        label="Appréciation générale",
        help_text="Points forts, réserves, ce que la commission devrait demander au binôme.",
        required=False,
    )

    def __init__(self, *args: Any, criteria: Iterable[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = list(criteria)
        for criterion in self.criteria:
            self.fields[value_name(criterion.pk)] = forms.TypedChoiceField(
                label=criterion.title,
                choices=[(level.score, level.wording) for level in criterion.levels.all()],
                widget=forms.RadioSelect,
                coerce=int,
                empty_value=None,
                required=False,
            )
            self.fields[justification_name(criterion.pk)] = LongTextField(
                label=f"{criterion.title}, justification", required=False, max_length=2000, rows=3
            )
        self.order_fields([name for name in self.fields if name not in {"opinion", "comment"}])

    @property
    def criterion_rows(self) -> Iterator[CriterionRow]:
        for criterion in self.criteria:
            yield CriterionRow(criterion, self[value_name(criterion.pk)], self[justification_name(criterion.pk)])

    @property
    def typed(self) -> Typed:
        """What differs from what is saved."""
        changed = self.changes
        criteria = [criterion.pk for criterion in self.criteria]
        return Typed(
            values={pk: changed[value_name(pk)] for pk in criteria if value_name(pk) in changed},
            justifications={
                pk: changed[justification_name(pk)] for pk in criteria if justification_name(pk) in changed
            },
            opinion=changed.get("opinion"),
            comment=changed.get("comment"),
        )

    def tell(self, gaps: Iterable[ReviewGap]) -> None:
        """Say at each field what is missing."""
        names = {"value": value_name, "justification": justification_name}
        for gap in gaps:
            self.add_error(names[gap.wants](gap.criterion) if gap.wants in names else gap.wants, gap.sentence)


def value_name(criterion_id: int | None) -> str:
    return f"note-{criterion_id}"


def justification_name(criterion_id: int | None) -> str:
    return f"motif-{criterion_id}"


def initial_of(review: Review | None, scores: Iterable[Score]) -> dict[str, Any]:
    """A review's rows as the form's initial values."""
    initial: dict[str, Any] = {"opinion": review.opinion, "comment": review.comment} if review else {}
    for score in scores:
        initial[value_name(score.criterion_id)] = score.value
        initial[justification_name(score.criterion_id)] = score.justification
    return initial


@dataclass(frozen=True)
class Place:
    """One authority's rapporteur on one fiche, as the page of assignments draws it."""

    party: NationalParty
    field: forms.BoundField
    reason: forms.BoundField | None
    assignment: Assignment | None
    proposed: bool
    closed: str
    undoes: str


UNDOES = (
    "Une décision est proposée sur cette fiche : sans cette évaluation, elle ne se valide pas tant que la personne "
    "nouvellement désignée n'a pas remis la sienne."
)


class AssignForm(PortalForm):
    """Two rapporteurs a fiche. A place already given cannot be emptied, only given to someone else."""

    def __init__(
        self,
        *args: Any,
        fiches: Iterable[Application],
        rapporteurs: Iterable[Membership],
        given: Mapping[tuple[int, NationalParty], Assignment],
        proposed: Mapping[tuple[int, NationalParty], int],
        loads: Mapping[int, int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fiches, self.given = list(fiches), given
        self.suggested = {place_name(*place): chosen for place, chosen in proposed.items()}
        self.rapporteurs = {hat.pk: hat for hat in rapporteurs}
        choices: dict[NationalParty | None, list[tuple[Any, str]]] = {
            party: [("", "À désigner")] for party in NationalParty
        }
        for hat in self.rapporteurs.values():
            choices[party_of(hat)].append((hat.pk, f"{hat.user} ({loads.get(hat.pk, 0)})"))
        for fiche in self.fiches:
            for party in NationalParty:
                self._add_place(fiche, party, choices[party])

    def _add_place(self, fiche: Application, party: NationalParty, choices: list[tuple[Any, str]]) -> None:
        place = (fiche.pk, party)
        present = self.given.get(place)
        listed = choices if present is None else choices[1:]
        if present is not None and present.rapporteur_id not in self.rapporteurs:
            listed = [(present.rapporteur_id, f"{present.rapporteur.user} (n'est plus rapporteur)"), *listed]
        self.fields[place_name(*place)] = forms.TypedChoiceField(
            label=f"{party.label} – {fiche.project.region}",
            choices=listed,
            coerce=int,
            empty_value=None,
            required=False,
            initial=present.rapporteur_id if present else None,
        )
        if closed_on(fiche):
            # Not sent; what was chosen before the decision fell is, and the deed says why it is refused.
            self.fields[place_name(*place)].widget.attrs["disabled"] = True
        elif present is not None and present.done:
            self.fields[reason_name(*place)] = PlainCharField(
                label="Choisissez ci-dessus une autre personne, et dites pourquoi", required=False, max_length=300
            )

    def last_edit_of(self, name: str) -> str:
        given = next((one for place, one in self.given.items() if place_name(*place) == name), None)
        return f"par {given.assigned_by}, le {instant(given.assigned_at)}" if given else super().last_edit_of(name)

    @property
    def place_rows(self) -> Iterator[tuple[Application, list[Place]]]:
        for fiche in self.fiches:
            yield fiche, [self._place(fiche, party) for party in NationalParty]

    def _place(self, fiche: Application, party: NationalParty) -> Place:
        place = (fiche.pk, party)
        reason = reason_name(*place)
        return Place(
            party=party,
            field=self[place_name(*place)],
            reason=self[reason] if reason in self.fields else None,
            assignment=self.given.get(place),
            proposed=place_name(*place) in self.suggested,
            closed=closed_on(fiche),
            undoes=UNDOES if hasattr(fiche, "decision") and fiche.decision.state == DecisionState.PROPOSED else "",
        )

    @property
    def choices(self) -> list[tuple[Application, Membership, str]]:
        """(fiche, rapporteur, reason) of the places that change."""
        changed = []
        for fiche in self.fiches:
            for party in NationalParty:
                chosen = self.cleaned_data.get(place_name(fiche.pk, party))
                present = self.given.get((fiche.pk, party))
                if chosen is not None and (present is None or present.rapporteur_id != chosen):
                    reason = self.cleaned_data.get(reason_name(fiche.pk, party), "")
                    changed.append((fiche, self.rapporteurs[chosen], reason))
        return changed


def closed_on(fiche: Application) -> str:
    """Why the rapporteurs of a decided fiche do not change any more; empty while they may."""
    decided = hasattr(fiche, "decision") and fiche.decision.state in {DecisionState.VALIDATED, DecisionState.NOTIFIED}
    return closed_by(fiche.decision) if decided else ""


def place_name(fiche_id: int, party: NationalParty) -> str:
    return f"{party}-{fiche_id}"


def reason_name(fiche_id: int, party: NationalParty) -> str:
    return f"motif-{party}-{fiche_id}"


class WhatIfForm(PortalForm):
    """Hypotheses for the allocation, kept in the address."""

    retenues = WholeNumberField(label="Fiches retenues", max_value=18, required=False)
    projet = FrenchDecimalField(label="Poids d'un projet", required=False, max_value=Decimal("9999.99"))
    etablissement = FrenchDecimalField(label="Poids d'une structure", required=False, max_value=Decimal("9999.99"))
