"""From a retained expression to a participant of the project.

Two doors: the fiche, while it is a draft, takes them up inside its own `edit` (applications lies above this room and
calls `take_in_all`); once the project is retained, the announcement does it, or `take_in` later.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from core.verdicts import ensure
from core.wording import PARIS, counted
from directory.enums import EntityKind, LegalStatus, Sector
from directory.models import Establishment
from directory.registering import namesakes, register_grouping
from records import journal
from regional_calls.enums import JointOutcome
from regional_calls.models import Expression, RegionalCall
from regional_calls.models.expression import ExpressionQuerySet
from regional_calls.permissions import may_take_in
from regional_calls.preparing import locked_with_award
from regions.awarding import lives
from regions.models import DigitalProject, Participation, RegionalProject
from regions.participating import Tool, describe_tool, take_part


def retained(project: RegionalProject) -> ExpressionQuerySet:
    """The structures retained and announced that are not participants yet; one that has closed since stays out."""
    return (
        Expression.objects.handed_in()
        .filter(
            call__project=project,
            call__announced_at__isnull=False,
            choice__outcome=JointOutcome.RETAINED,
            choice__confirmed_at__isnull=False,
            participation=None,
            establishment__closed_on=None,
        )
        .select_related("call", "establishment__region", "theme__term", "nature", "maturity")
        .order_by("call_id", "number")
    )


def is_running(project: RegionalProject, at: datetime) -> bool:
    """Whether the project was retained by the day of an instant, and is not closed."""
    return lives(project) and project.award.awarded_on <= at.astimezone(PARIS).date()


def take_in_all(project: RegionalProject, *, by: Membership, now: datetime) -> list[Participation]:
    """Enter every retained structure, within the caller's deed; one already there is only tied to its answer."""
    return [enter(project, expression, by=by, now=now) for expression in retained(project)]


@transaction.atomic
def take_in(call: RegionalCall, *, by: Membership, now: datetime | None = None) -> list[Participation]:
    """Make participants of the structures retained before the project was, or that the fiche had not taken up."""
    now = now or timezone.now()
    call = locked_with_award(call)
    ensure(may_take_in(by, call))
    entered = take_in_all(call.project, by=by, now=now)
    if entered:
        journal.record(
            "regional_calls.take_in",
            call,
            by=by,
            summary=f"{counted(len(entered), 'structure retenue', 'structures retenues')} : participation ouverte.",
            data={"participants": [participation.pk for participation in entered]},
            now=now,
        )
    return entered


def enter(project: RegionalProject, expression: Expression, *, by: Membership, now: datetime) -> Participation:
    structure = expression.establishment or registered(project, expression, by=by, now=now)
    participation = project.participations.present().filter(establishment=structure).first()
    if participation is None:
        participation = take_part(
            project,
            structure,
            tool_of(project, expression),
            contact_function=expression.contact_function,
            contact_email=expression.email,
            now=now,
        )
    expression.establishment, expression.participation = structure, participation
    expression.save(update_fields=["establishment", "participation"])
    return participation


def registered(project: RegionalProject, expression: Expression, *, by: Membership, now: datetime) -> Establishment:
    """The row of a grouping or a territory that its expression named."""
    kind = EntityKind(expression.kind)
    known = namesakes(kind, expression.name, project.region).first()
    return known or register_grouping(
        project.region,
        kind=kind,
        name=expression.name,
        city=expression.city,
        sector=Sector(expression.sector),
        legal_status=LegalStatus(expression.legal_status),
        by=by,
        now=now,
    )


def tool_of(project: RegionalProject, expression: Expression) -> DigitalProject:
    """The digital project that the structure explores: shared only with who says the same of the same tool (R72).

    Two structures may give different projects one title; the second then carries its structure's name, so that the
    allocation still counts two.
    """
    theme, nature, maturity = expression.theme, expression.nature, expression.maturity
    if theme is None or nature is None or maturity is None:
        raise ValueError(f"{expression} was handed in without its project.")
    tool = Tool(
        title=expression.title,
        tool=expression.tool,
        theme=theme.term,
        nature=nature,
        maturity=maturity,
        work_question=expression.work_question,
    )
    known = DigitalProject.objects.filter(project=project, title=tool["title"]).first()
    if known is None or not known.participations.present().exists():
        return describe_tool(project, tool)
    if tool["tool"] and (known.tool, known.theme_id) == (tool["tool"], theme.term_id):
        return known
    tool["title"] = f"{expression.title[:120]} – {expression.name}"[:200]
    return DigitalProject.objects.filter(project=project, title=tool["title"]).first() or describe_tool(project, tool)
