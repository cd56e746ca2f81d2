"""What happens in the field after the award: stages, milestones, arrivals and departures, and an experiment's measures.

Everything is fictional: the sources say neither how these projects went nor what was measured.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from calls.enums import Vocabulary
from calls.models import Call, Term
from core.wording import PARIS
from demo.people import Pair, pair
from demo.structures import FICTIONAL, described, drawn, read, registered
from fieldwork.closing import close_project
from fieldwork.enums import Conclusion, DeliverableKind, Direction
from fieldwork.experimenting import add_indicator, conclude, correct_measure, measure, suppose
from fieldwork.milestones import (
    add_milestone,
    attach_deliverable,
    expect_deliverable,
    move_milestone,
    propose_milestones,
    reach_milestone,
)
from fieldwork.models import Hypothesis, Milestone
from fieldwork.stages import record_progress, replan
from records.models import Document
from regions.enums import MemberGroup
from regions.joining import depart, describe, join, receive_letter
from regions.maturing import move_maturity
from regions.models import Participation, RegionalProject, StagePlan
from regions.seating import withdraw_seat

STAGES = ("CADRAGE", "MOBILISATION", "ENQUETE", "ANIMATION", "CAPITALISATION", "COORDINATION")
# By region: stages whose end is overdue, and those that have not begun though they should have.
OVERDUE = {"93": "ENQUETE", "44": "MOBILISATION"}
NOT_BEGUN = {"84": "ANIMATION", "04": "ANIMATION"}
# By region: the family that has left the collective.
LEFT_THE_COLLECTIVE = {"75": "FOURNISSEUR", "03": "ELU_PERSONNEL"}


@dataclass(frozen=True)
class Field:
    """A project in the field: its pair, and how to date its deeds."""

    project: RegionalProject
    pair: Pair

    def at(self, day: date, hour: int = 10) -> datetime:
        return datetime.combine(day, time(hour), tzinfo=PARIS)


def field_of(project: RegionalProject) -> Field:
    return Field(project, pair(project.region.code))


def projects_of(call: Call) -> list[RegionalProject]:
    return list(RegionalProject.objects.filter(call=call).with_parties().order_by("pk"))


def paper(title: str) -> SimpleUploadedFile:
    """A one-page PDF that says what it stands for."""
    text = f"BT /F1 18 Tf 72 760 Td ({title}) Tj ET BT /F1 12 Tf 72 730 Td (Document fictif de demonstration.) Tj ET"
    parts = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(text)}>>stream\n{text}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body, places = "%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(body))
        body += f"{number} 0 obj{part}endobj\n"
    rows = "".join(f"{place:010d} 00000 n \n" for place in places)
    tail = f"xref\n0 6\n0000000000 65535 f \n{rows}trailer<</Size 6/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF"
    return SimpleUploadedFile(f"{title.lower().replace(' ', '-')}.pdf", (body + tail).encode("ascii"))


def dated(document: Document | None, at: datetime) -> None:
    """Documents are dated by the clock; the story dates them by its own."""
    if document is not None:
        Document.objects.filter(pk=document.pk).update(created_at=at)


def lose_a_family(field: Field, today: date) -> None:
    """A collective that no longer unites the four families (R40)."""
    code = LEFT_THE_COLLECTIVE.get(field.project.region.code)
    for member in field.project.members.filter(group=MemberGroup.COLLECTIVE, profile__code=code):
        withdraw_seat(member, by=field.pair.aract_writer, now=field.at(today - timedelta(days=12)))


def load(call: Call, today: date) -> None:
    """The regions under way, past the middle of their year."""
    for project in projects_of(call):
        field = field_of(project)
        advance(field, today)
        lose_a_family(field, today)
        mark(field, today)
    by_code = {project.region.code: project for project in projects_of(call)}
    welcome(field_of(by_code["11"]), today)
    leave(field_of(by_code["93"]), today, "Changement de direction : la structure reprendra l'an prochain.")


def stage(code: str) -> Term:
    return Term.objects.get(vocabulary=Vocabulary.STAGE, code=code)


def advance(field: Field, today: date) -> None:
    """Stages begin some days after their plan and end near it, except where something holds them up."""
    code = field.project.region.code
    by = field.pair.aract_writer
    plans = {plan.stage.code: plan for plan in StagePlan.objects.filter(project=field.project).select_related("stage")}
    for rank, name in enumerate(STAGES):
        plan = plans[name]
        if plan.starts_on is None or plan.ends_on is None:
            continue
        if plan.starts_on > today or NOT_BEGUN.get(code) == name:
            continue
        started = min(plan.starts_on + timedelta(days=2 + rank), today)
        if code == "11" and name == "ENQUETE":
            replan(
                field.project,
                plan.stage,
                planned_days=plan.planned_days + Decimal(3),
                starts_on=plan.starts_on,
                ends_on=plan.ends_on + timedelta(days=35),
                reason="Deux structures ne pouvaient pas accueillir les observations avant la rentrée.",
                by=by,
                now=field.at(plan.ends_on - timedelta(days=20)),
            )
            plan.refresh_from_db()
        ended = plan.ends_on - timedelta(days=1 + rank)
        over = ended <= today and OVERDUE.get(code) != name
        record_progress(
            field.project,
            plan.stage,
            started_on=started,
            ended_on=ended if over else None,
            by=by,
            now=field.at(ended if over else started, 17),
        )


def mark(field: Field, today: date) -> None:
    """The usual milestones, taken from the plan early on; what was reached since, moved, or is late."""
    code, by = field.project.region.code, field.pair.aract_writer
    begun = field.project.award.awarded_on + timedelta(days=20)
    propose_milestones(field.project, by=by, now=field.at(begun))
    add_milestone(
        field.project,
        title="Point d'étape avec la DGOS et l'Anact",
        due_on=today + timedelta(days=10),
        responsible="Chargée de mission de l'ARS",
        by=field.pair.ars_writer,
        now=field.at(begun),
    )
    for milestone in Milestone.objects.filter(project=field.project).select_related("project", "stage"):
        if milestone.due_on >= today:
            continue
        if code == "11" and milestone.stage and milestone.stage.code == "ENQUETE":
            moved = milestone.due_on - timedelta(days=5)
            reason = "Deux restitutions restent à tenir avec les équipes de nuit."
            move_milestone(milestone, due_on=today + timedelta(days=6), reason=reason, by=by, now=field.at(moved))
            continue
        if OVERDUE.get(code) == (milestone.stage and milestone.stage.code):
            continue
        reached = milestone.due_on - timedelta(days=2)
        reach_milestone(milestone, on=reached, by=by, now=field.at(reached, 16))
        if code in {"11", "93"}:
            for deliverable in milestone.deliverables.select_related("milestone__project"):
                row = attach_deliverable(deliverable, paper("Livrable"), by=by, now=field.at(reached, 16))
                dated(row.document, field.at(reached, 16))


def welcome(field: Field, today: date) -> None:
    """Île-de-France: a structure leaves, another joins, two letters are there, a tool comes into use."""
    leave(field, today, "Le projet numérique est suspendu par le groupe auquel la structure appartient.")
    on = today - timedelta(days=70)
    taken = set(field.project.participations.values_list("establishment__name", flat=True))
    catalogue = drawn(field.project.region, len(read("structures")["kinds"]), 3, turn=6)
    new = next(taking for taking in catalogue if f"{taking.structure['name']} {FICTIONAL}" not in taken)
    titles = set(field.project.digital_projects.values_list("title", flat=True))
    tool = described(new)
    joined = join(
        field.project,
        registered(new, field.project.region),
        field.project.digital_projects.get(title=tool["title"]) if tool["title"] in titles else tool,
        on=on,
        contact_function="Directrice adjointe",
        contact_email="projet.numerique@structure-fictive.example",
        dimensions=list(Term.objects.of(Vocabulary.DIMENSION)),
        by=field.pair.ars_writer,
        now=field.at(on + timedelta(days=1)),
    )
    here = list(field.project.participations.present().select_related("project", "digital_project__maturity"))
    for rank, row in enumerate(here):
        describe(
            row,
            contact_function=row.contact_function,
            contact_email=row.contact_email,
            dimensions=list(Term.objects.of(Vocabulary.DIMENSION))[rank % 2 :],
            by=field.pair.aract_writer,
            now=field.at(on + timedelta(days=2)),
        )
    for row in (here[0], joined):
        at = field.at(on + timedelta(days=5))
        dated(receive_letter(row, paper("Lettre d'engagement"), by=field.pair.ars_writer, now=at).letter, at)
    ripen(field, here[1], on)


def ripen(field: Field, row: Participation, on: date) -> None:
    """A tool passes to the next state of maturity."""
    states = list(Term.objects.of(Vocabulary.MATURITY).order_by("position"))
    rank = states.index(row.digital_project.maturity)
    reached = states[rank + 1] if rank + 1 < len(states) else states[rank - 1]
    move_maturity(row.digital_project, reached, on=on, by=field.pair.aract_writer, now=field.at(on + timedelta(days=3)))


def leave(field: Field, today: date, reason: str) -> None:
    """The last structure of the list goes, four months after the award."""
    row = field.project.participations.present().select_related("project").order_by("pk").last()
    on = today - timedelta(days=150)
    if row is not None:
        depart(row, on=on, reason=reason, by=field.pair.ars_writer, now=field.at(on))


def load_archives(first: Call, second: Call) -> None:
    """What Île-de-France measured in 2023 and 2024, then the closing of both archives."""
    experiment(field_of(projects_of(second)[0]))
    for call, on in ((first, date(2022, 12, 31)), (second, date(2024, 12, 31))):
        for project in projects_of(call):
            field = field_of(project)
            close_project(project, on=on, by=field.pair.ars_writer, now=field.at(on + timedelta(days=10)))


def experiment(field: Field) -> None:
    by, opened = field.pair.aract_writer, date(2023, 3, 6)
    for told in read("experiment")["hypotheses"]:
        hypothesis = suppose(
            field.project,
            statement=told["statement"],
            expected_effect=told["effect"],
            by=by,
            now=field.at(opened),
        )
        for described_as in told["indicators"]:
            observe(field, hypothesis, described_as, opened)
        conclude(
            hypothesis,
            conclusion=Conclusion(told["conclusion"]),
            text=told["text"],
            by=by,
            now=field.at(date(2024, 10, 15)),
        )
    assess(field, opened)
    advance(field, date(2024, 12, 1))


def observe(field: Field, hypothesis: Hypothesis, told: dict[str, Any], opened: date) -> None:
    """An indicator with its five values, the last of them corrected if it was wrong."""
    by, days = field.pair.aract_writer, read("experiment")["measured_on"]
    indicator = add_indicator(
        hypothesis,
        label=told["label"],
        unit=told["unit"],
        direction=Direction(told["direction"]),
        baseline=Decimal(told["baseline"]),
        target=Decimal(told["target"]),
        by=by,
        now=field.at(opened),
    )
    note = read("experiment")["note"]
    rows = [
        measure(indicator, measured_on=on, value=Decimal(value), note=note, by=by, now=field.at(on, 18))
        for on, value in zip(days, told["values"], strict=True)
    ]
    if "corrected" in told:
        correct_measure(
            rows[-1],
            measured_on=days[-1],
            value=Decimal(told["corrected"]),
            note=told["correction"],
            by=by,
            now=field.at(days[-1] + timedelta(days=7)),
        )


def assess(field: Field, opened: date) -> None:
    """The assessment: R79 announces it for the autumn, and names no day."""
    by, reached = field.pair.aract_writer, field.at(date(2024, 10, 29))
    milestone = add_milestone(
        field.project,
        title="Bilan de l'expérimentation, annoncé pour l'automne (jour fictif)",
        due_on=date(2024, 10, 31),
        by=by,
        now=field.at(opened),
    )
    assessment = expect_deliverable(
        milestone,
        kind=DeliverableKind.ASSESSMENT,
        title="Bilan de l'expérimentation en Île-de-France",
        upload=paper("Bilan"),
        by=by,
        now=reached,
    )
    dated(assessment.document, reached)
    reach_milestone(milestone, on=reached.date(), by=by, now=reached)
