"""Regional calls and expressions for tests, made through the deeds."""

from datetime import datetime, timedelta
from typing import Any

from accounts.enums import Role
from accounts.models import Membership
from calls.enums import QuestionKind, SectionKind, Vocabulary
from calls.models import Question, Questionnaire, Section
from calls.models.questionnaire import REGIONAL
from directory.models import Establishment
from regional_calls.enums import JointOutcome, Leaning
from regional_calls.models import AccessLink, Expression, RegionalCall
from regional_calls.models.expression import digest
from regional_calls.opening import publish
from regional_calls.preparing import create_call
from regional_calls.selection import confirm_choice, give_view, propose_choice
from regional_calls.submitting import submit
from regional_calls.writing import choose_establishment, describe_project, save_answers
from regions.models import RegionalProject
from tests.factories import NOW, EstablishmentFactory, RegionalProjectFactory, TermFactory, member_of, retained_project

OPENS, CLOSES = NOW - timedelta(days=5), NOW + timedelta(days=5)
AFTER = CLOSES + timedelta(days=1)
ANSWERS = {"effectif": 84, "instances": "Information du CSE, puis un point chaque mois."}


def questionnaire() -> Questionnaire:
    """Two short sections under the code that regional calls take."""
    made, fresh = Questionnaire.objects.get_or_create(code=REGIONAL, defaults={"title": "Expression d'intérêt"})
    if fresh:
        first = Section.objects.create(
            questionnaire=made, code="structure", number=1, title="La structure", kind=SectionKind.QUESTIONS
        )
        Question.objects.create(section=first, code="effectif", label="Effectif", kind=QuestionKind.NUMBER, position=1)
        second = Section.objects.create(
            questionnaire=made, code="dialogue", number=2, title="Dialogue", kind=SectionKind.QUESTIONS
        )
        Question.objects.create(section=second, code="instances", label="Instances associées", position=1)
        Question.objects.create(section=second, code="reste", label="Autre chose", required=False, position=2)
    return made


def values(**changed: Any) -> dict[str, Any]:
    return {
        "title": "Numérique et travail : appel à volontaires",
        "presentation": "Une action collective cherche des structures.",
        "expectations": "La diversité des structures.",
        "contact_function": "Chargée de mission, Aract",
        "contact_email": "acia@aract.exemple.test",
        "opens_at": OPENS,
        "closes_at": CLOSES,
        **changed,
    }


class Pair:
    """A regional project with the two people who sort its expressions, and its call."""

    def __init__(self, project: RegionalProject | None = None, *, retained: bool = False) -> None:
        questionnaire()
        for vocabulary in (Vocabulary.NATURE, Vocabulary.MATURITY):
            TermFactory(vocabulary=vocabulary, code="UN")
        self.theme_term = TermFactory(vocabulary=Vocabulary.THEME, code="TELEMEDECINE", label="Télémédecine")
        make = retained_project if retained else RegionalProjectFactory
        self.project = project or make()
        self.ars: Membership = member_of(self.project.ars, Role.WRITER, job_title="Chargée de mission ARS")
        self.aract: Membership = member_of(self.project.aract, Role.WRITER, job_title="Consultant Aract")
        self.signatory: Membership = member_of(
            self.project.ars,
            Role.SIGNATORY,
            user__full_name="Claire Exemple",
            job_title="La directrice générale de l'ARS",
        )
        self.call: RegionalCall | None = None

    def draft(self, *, now: datetime = OPENS - timedelta(days=2), **changed: Any) -> RegionalCall:
        self.call = create_call(self.project, values(**changed), by=self.aract, now=now)
        return self.call

    def published(self, *, now: datetime = OPENS, **changed: Any) -> RegionalCall:
        self.call = publish(self.draft(now=now, **changed), by=self.ars, now=now)
        return self.call

    def establishment(self, **kwargs: Any) -> Establishment:
        return EstablishmentFactory(region=self.project.region, **kwargs)

    def expression(self, email: str = "direction@structure.exemple.test") -> Expression:
        """A blank draft, begun from its link."""
        return Expression.objects.create(call=self.call, email=email, started_at=OPENS, edited_at=OPENS)

    def written(self, email: str = "direction@structure.exemple.test", **project: Any) -> Expression:
        """A draft that lacks nothing."""
        expression = self.expression(email)
        choose_establishment(expression, self.establishment(), now=NOW)
        describe_project(expression, described(self.call, **project), now=NOW)
        save_answers(expression, ANSWERS, now=NOW)
        return Expression.objects.get(pk=expression.pk)

    def handed_in(self, number: int = 1, **project: Any) -> Expression:
        written = self.written(f"structure{number}@exemple.test", **{"title": f"Projet {number}", **project})
        return submit(written, now=NOW + timedelta(minutes=1))

    def both_view(self, expression: Expression, *, now: datetime = AFTER) -> None:
        for by in (self.ars, self.aract):
            give_view(expression, leaning=Leaning.FAVOURABLE, by=by, now=now)

    def choose(self, expression: Expression, outcome: JointOutcome = JointOutcome.RETAINED, **kwargs: Any) -> None:
        """Both views, a proposal of the Aract, the ARS's confirmation."""
        self.both_view(expression)
        if outcome != JointOutcome.RETAINED:
            kwargs.setdefault("reason", "Le thème est déjà bien représenté.")
        choice = propose_choice(expression, outcome=outcome, by=self.aract, now=AFTER, **kwargs)
        confirm_choice(expression, revision=choice.revision, by=self.ars, now=AFTER)


def described(call: RegionalCall, **changed: Any) -> dict[str, Any]:
    return {
        "title": "Téléconsultation accompagnée",
        "tool": "Chariot",
        "theme": call.themes.first(),
        "nature": TermFactory(vocabulary=Vocabulary.NATURE, code="NOUVEAU_SERVICE"),
        "maturity": TermFactory(vocabulary=Vocabulary.MATURITY, code="DEPLOIEMENT"),
        "work_question": "Qui accompagne la téléconsultation, et sur quel temps ?",
        "contact_function": "Directrice des soins",
        **changed,
    }


SECRET = "jeton-secret"


def link_to(expression: Expression, token: str = SECRET) -> str:
    """A link whose secret the test knows."""
    AccessLink.objects.create(call=expression.call, email=expression.email, token_digest=digest(token), sent_at=NOW)
    return token
