"""A fiche as full as they come: fourteen sections, a hundred and twenty answers, every table, thirty structures."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from applications.models import SectionAnswers
from applications.sealing import seal_whole
from calls.enums import QuestionKind, SectionKind, Vocabulary
from calls.models import Question
from regions.enums import MemberGroup
from regions.planning import plan_stage
from tests.applications.fiches import Fiche, draft
from tests.factories import CallFactory, DigitalProjectFactory, ParticipationFactory, TermFactory

SECTIONS, QUESTIONS, STRUCTURES = 14, 120, 30
TABLES = (
    SectionKind.PARTICIPANTS,
    SectionKind.COLLECTIVE,
    SectionKind.EXTENDED_GROUP,
    SectionKind.STAGES,
    SectionKind.BUDGET,
)
TEXT = (
    "Les équipes de jour et de nuit n'ont pas le même usage de l'outil : les unes saisissent au fil des soins, les "
    "autres reprennent leurs notes à la fin du service. Trois points reviennent dans les entretiens :\n"
    "- le **temps de saisie**, pris sur le temps auprès des personnes ;\n"
    "- les formations, jugées trop courtes ;\n"
    "- les responsabilités, devenues floues quand une alerte arrive sur un téléphone.\n\n"
    "Le collectif en a débattu deux fois avant d'écrire cette fiche."
)


def full() -> Fiche:
    now = timezone.now()
    call = CallFactory(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=10))
    fiche = draft(project__call=call)
    questionnaire = call.questionnaire
    for number in range(questionnaire.sections.count() + 1, SECTIONS + 1):
        kind = dict(enumerate(TABLES[1:], start=3)).get(number, SectionKind.QUESTIONS)
        questionnaire.sections.create(code=f"partie-{number}", number=number, title=f"Partie {number}", kind=kind)
    sections = list(questionnaire.sections.order_by("number"))
    left = QUESTIONS - Question.objects.filter(section__in=sections).count()
    for rank in range(left):
        section = sections[rank % SECTIONS]
        kind = QuestionKind.SHORT_TEXT if rank % 4 == 0 else QuestionKind.LONG_TEXT
        section.questions.create(
            code=f"question-{rank}", label=f"Question {rank}, qui dit ce qu'elle attend", kind=kind, position=rank
        )
    fill_tables(fiche)
    seal_whole(fiche.application, now=now)
    for row in SectionAnswers.objects.filter(application=fiche.application).select_related("section"):
        row.answers = {
            question.code: TEXT if question.kind == QuestionKind.LONG_TEXT else "Chargée de mission"
            for question in row.section.questions.all()
        }
        row.save()
    fiche.reload()
    seal_whole(fiche.application, by=fiche.ars_writer, now=now)
    fiche.reload()
    return fiche


def fill_tables(fiche: Fiche) -> None:
    project = fiche.application.project
    tools = [DigitalProjectFactory(project=project, work_question="Qui fait quoi ?") for _ in range(6)]
    for rank in range(STRUCTURES):
        ParticipationFactory(project=project, digital_project=tools[rank % 6], contact_function="Cadre de santé")
    for group, vocabulary in (
        (MemberGroup.COLLECTIVE, Vocabulary.PROFILE),
        (MemberGroup.EXTENDED, Vocabulary.EXTENDED_PROFILE),
    ):
        profile = TermFactory(vocabulary=vocabulary, code="DIRECTION")
        for rank in range(20):
            project.members.create(
                group=group, profile=profile, function=f"Fonction {rank}", organisation_name="Organisme", seats=1
            )
    for position in range(1, 7):
        stage = TermFactory(vocabulary=Vocabulary.STAGE, code=f"ETAPE{position}", position=position)
        dates = {"starts_on": date(2027, position, 1), "ends_on": date(2027, position + 1, 1)}
        plan_stage(project, stage, planned_days=Decimal(5), method=TEXT, **dates)
    for rank in range(5):
        project.cofundings.create(funder=f"Financeur {rank}", amount=1000, purpose="Ateliers")
    project.requested_complement, project.complement_reason = Decimal(45_000), TEXT
    project.save()
