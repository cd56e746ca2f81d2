"""What a fiche might well look at again: each with the rule that it comes from, and never in the way.

A warning neither prevents a signature nor a deposit: what does is said by `applications.completeness`. The pair reads
them on its fiche and before it signs, the secretary at the check.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.urls import reverse
from django.utils.text import capfirst

from applications.models import Application
from calls.calendar import local_day
from calls.enums import SectionKind
from calls.models import Section
from core.wording import counted, day, days, euros, listed, plural
from directory.models import Establishment
from regions.composition import LEAST_STRUCTURES, families, mix
from regions.enums import MemberGroup
from regions.models import Participation, StagePlan
from regions.planning import day_rate_of

NAMED = 5  # structures named in one sentence; the others are counted


@dataclass(frozen=True)
class Warned:
    """`rule` is its number among the field's rules, which the sentence states in words; `url` is where it is corrected.

    Who does not write the fiche has no `url`.
    """

    rule: str
    sentence: str
    url: str = ""


@dataclass(frozen=True)
class FicheFacts:
    """What the rules look at, each read once: six queries at most, however large the fiche."""

    application: Application

    @cached_property
    def structures(self) -> list[Establishment]:
        rows = self.application.project.participations.present().select_related("establishment")
        return [row.establishment for row in rows]

    @cached_property
    def plans(self) -> list[StagePlan]:
        return list(self.application.project.stages.select_related("stage").order_by("stage__position", "pk"))

    @cached_property
    def places(self) -> dict[str, str]:
        """{kind of table: the page that holds it}."""
        application = self.application
        rows = Section.objects.filter(questionnaire=application.questionnaire_id)
        return {
            kind: f"{reverse('applications:section', args=[application.pk, number])}#tableau-{kind}"
            for kind, number in rows.exclude(kind=SectionKind.QUESTIONS)
            .order_by("-number")
            .values_list("kind", "number")
        }


Rule = Callable[[FicheFacts], Iterator[tuple[str, SectionKind, str]]]


def several_structures(facts: FicheFacts) -> Iterator[tuple[str, SectionKind, str]]:
    number = len(facts.structures)
    if number < LEAST_STRUCTURES:
        said = f"Une action collective réunit au moins deux structures ; la fiche en a {number}."
        yield "R33", SectionKind.PARTICIPANTS, said


def all_families(facts: FicheFacts) -> Iterator[tuple[str, SectionKind, str]]:
    members = facts.application.project.members.filter(group=MemberGroup.COLLECTIVE).select_related("profile")
    absent = [str(line.family.label) for line in families(members) if not line.present]
    if absent:
        verb = plural(len(absent), "manque", "manquent")
        yield "R38, R40", SectionKind.COLLECTIVE, f"Au collectif régional {verb} : {listed(absent)}."


def days_and_fixed_share(facts: FicheFacts) -> Iterator[tuple[str, SectionKind, str]]:
    """The fixed share pays for the Aract's days: all of it, and no more (R19, R64)."""
    project, fixed = facts.application.project, facts.application.project.call.rule.fixed
    total = sum((plan.planned_days for plan in facts.plans), Decimal(0))
    if not total:
        said = f"La part fixe de {euros(fixed)} couvre les jours de l'Aract, et aucun n'est prévu."
        yield "R19, R64", SectionKind.STAGES, said
        return
    starts = min((plan.starts_on for plan in facts.plans if plan.starts_on), default=project.call.closes_at.date())
    rate = day_rate_of(project.aract, starts.year)
    if rate is None:
        return
    cost = (total * rate).quantize(Decimal("0.01"))
    if abs(cost - fixed) >= rate:
        than = "plus" if cost > fixed else "moins"
        said = (
            f"Les {days(total)} prévus coûtent {euros(cost)} au tarif de l'Aract ({euros(rate)} par jour), "
            f"soit {euros(abs(cost - fixed))} de {than} que la part fixe de {euros(fixed)}."
        )
        yield "R19, R64", SectionKind.STAGES, said


def complement_within_the_rule(facts: FicheFacts) -> Iterator[tuple[str, SectionKind, str]]:
    rule, asked = facts.application.project.call.rule, facts.application.project.requested_complement
    most = rule.envelope - rule.fixed if rule.cap is None else min(rule.cap, rule.envelope - rule.fixed)
    if asked is not None and asked > most:
        why = "le plafond par région" if rule.cap is not None else "l'enveloppe, part fixe déduite"
        said = f"La part complémentaire demandée, {euros(asked)}, dépasse {why} : {euros(most)}."
        yield "R20, R22", SectionKind.BUDGET, said


def in_one_project_of_the_call(facts: FicheFacts) -> Iterator[tuple[str, SectionKind, str]]:
    """Without saying which: another region's draft is its own."""
    project = facts.application.project
    elsewhere = Participation.objects.present().filter(
        project__call=project.call_id, establishment__in=[one.pk for one in facts.structures]
    )
    keys = set(elsewhere.exclude(project=project.pk).values_list("establishment", flat=True))
    names = sorted(one.name for one in facts.structures if one.pk in keys)
    if names:
        more = len(names) - NAMED
        told = names[:NAMED] + ([counted(more, "autre structure", "autres structures")] if more > 0 else [])
        verb = plural(len(names), "participe", "participent")
        yield "R33", SectionKind.PARTICIPANTS, f"{listed(told)} {verb} aussi à un autre projet de cet appel."


def public_and_private(facts: FicheFacts) -> Iterator[tuple[str, SectionKind, str]]:
    figures = mix(facts.structures)
    if figures.total >= LEAST_STRUCTURES and not (figures.public and figures.private):
        kind = "publiques" if figures.public else "privées"
        said = f"Toutes les structures sont {kind} : l'appel fait place, si c'est pertinent, au public et au privé."
        yield "R34", SectionKind.PARTICIPANTS, said


def dates_after_the_call(facts: FicheFacts) -> Iterator[tuple[str, SectionKind, str]]:
    """Nothing begins before the money is there, or before the call closes when that day is not known (R11, R13)."""
    call = facts.application.project.call
    first: date = call.funds_from or local_day(call.closes_at, call)
    early = [plan for plan in facts.plans if plan.starts_on is not None and plan.starts_on < first]
    if early:
        which = listed([f"« {plan.stage} »" for plan in early])
        what = "les financements ne sont disponibles qu'à compter du" if call.funds_from else "l'appel ne ferme que le"
        verb = plural(len(early), "commence", "commencent")
        yield "R11, R13", SectionKind.STAGES, f"{which} {verb} trop tôt : {what} {day(first)}."


RULES: tuple[Rule, ...] = (
    several_structures,
    all_families,
    days_and_fixed_share,
    complement_within_the_rule,
    in_one_project_of_the_call,
    public_and_private,
    dates_after_the_call,
)
# What the sections already say is missing while the fiche is written.
SAID_AS_MISSING = {several_structures, all_families}


def warnings(application: Application, *, writes: bool) -> list[Warned]:
    """Everything worth a second look; who `writes` gets where to correct it, and not what their sections ask already.

    A rule is silent where the questionnaire has no section for its table.
    """
    facts = FicheFacts(application)
    found = []
    for rule in RULES:
        if writes and rule in SAID_AS_MISSING:
            continue
        for number, kind, sentence in rule(facts):
            if kind in facts.places:
                found.append(Warned(number, capfirst(sentence), facts.places[kind] if writes else ""))
    return found
