"""The fictional current experimentation call, open for three more weeks."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from accounts.enums import OrganisationKind
from accounts.models import Membership, Region
from applications.annexes import annexes_of
from applications.attaching import attach, examine_file
from applications.capacity import capacity_of
from applications.charging import give_charge
from applications.enums import Party
from applications.models import Application, FicheFile
from applications.remarks import reply, write_remark
from applications.signing import sign
from calls.models import Call, Question
from calls.questions_desk import DESK
from calls.revising import next_grid, next_questionnaire, revise_call
from core.wording import PARIS
from demo import corrections
from demo.calls import Plan, prepare
from demo.fiches import Story, begin, write
from demo.fieldwork import paper
from demo.people import Pair, establishment_contact, national, pair
from demo.structures import drawn, listed
from regions.contesting import contest
from regions.models import Participation

# Who asks, outside of any organisation of the portal.
ASKER = "question@structure-fictive.example"


def load(today: date, exploration: Call) -> Call:
    """Île-de-France writes (its four structures of R73), Paca awaits the ARS's signature, La Réunion has begun.

    Bretagne has not started.
    """
    call = prepare(
        Plan(
            phase="experimentation",
            number=5,
            title="ACIA n° 5 – Expérimentation : concevoir avec les utilisateurs",
            slug="experimentation-en-cours",
            reference="Appel fictif – expérimentation en cours",
            summary=(
                "Essayer, dans des structures volontaires, des façons de conduire les projets numériques avec ceux "
                "qui utiliseront l'outil, et mesurer ce que cela change.\n\n"
                "Appel fictif, créé pour la démonstration du portail."
            ),
            opens_at=datetime.combine(today - timedelta(days=40), time(9), tzinfo=PARIS),
            closes_at=datetime.combine(today + timedelta(days=22), time(0), tzinfo=PARIS),
            questions_until=datetime.combine(today + timedelta(days=15), time(18), tzinfo=PARIS),
            completeness_on=today + timedelta(days=32),
            commission_on=today + timedelta(days=45),
            decision_on=today + timedelta(days=60),
            funds_from=today + timedelta(days=80),
            report_on=today + timedelta(days=600),
            milestones=[(today + timedelta(days=7), "Permanence téléphonique pour les binômes")],
            previous=exploration,
        )
    )
    say_more(call, at=call.opens_at + timedelta(days=5, hours=2))
    at = datetime.combine(today - timedelta(days=6), time(14), tzinfo=PARIS)
    ask_and_answer(call, at=at)
    next_grid(call.grid, by=national(OrganisationKind.DGOS)["secretariat"], now=at)
    write_idf(call, at=at)
    write_paca(call, at=at)
    begin_reunion(call, at=at)
    corrections.leave_a_door(call, at=at)
    return call


def say_more(call: Call, *, at: datetime) -> None:
    """The secretary revises the open call: regions asked what «situation de départ» is."""
    by = national(OrganisationKind.DGOS)["secretariat"]
    copy = next_questionnaire(call.questionnaire, by=by, now=at)
    Question.objects.filter(section__questionnaire=copy, code="situation_depart").update(
        help_text="Ce que l'on relève avant de commencer, pour pouvoir comparer : mesures, entretiens, observations."
    )
    reason = "Plusieurs régions demandaient ce qu'il faut relever avant de commencer."
    revise_call(call, to=copy, reason=reason, by=by, now=at)
    call.refresh_from_db()


def ask_and_answer(call: Call, *, at: datetime) -> None:
    """One question answered to all, one to its author, one that waits."""
    by = national(OrganisationKind.DGOS)["secretariat"]
    asked = (
        (
            "Une structure qui a participé à l'exploration peut-elle être remplacée par une autre du même groupement ?",
            True,
            "Oui. La nouvelle structure s'engage comme les autres, sans la priorité de celles de l'exploration.",
        ),
        (
            "Notre Aract change de directrice en janvier : qui signera la fiche ?",
            False,
            "La personne en fonction ce jour-là.",
        ),
        ("Les jours passés à former les équipes comptent-ils dans la part fixe ?", True, ""),
    )
    for place, (text, publishable, answer) in enumerate(asked):
        when = at + timedelta(hours=place)
        question = DESK.ask(call, name="", email=ASKER, text=text, publishable=publishable, now=when)
        if answer:
            DESK.answer(question, wording=text, answer=answer, private=not publishable, by=by, now=when)


def write_idf(call: Call, *, at: datetime) -> None:
    region = Region.objects.get(code="11")
    story = Story(
        pair=pair("11"),
        title="Concevoir l'outil avec ceux qui s'en serviront",
        takings=listed("phase_2_idf", region),
        complement=Decimal(55_000),
        turn=0,
    )
    application = begin(call, story, at=at - timedelta(days=20))
    write(application, story, at=at, sections=[1, 2, 3, 4, 6, 7, 9, 12])
    talk_over(application, story.pair, at=at)
    programme = join(application, 2, "Programme des ateliers", by=story.pair.aract_writer, at=at + timedelta(hours=5))
    ars, later = story.pair.ars_writer, at + timedelta(days=1)
    join(application, 2, "Programme des ateliers relu", replaces=programme, by=ars, at=later)
    join(application, 2, "Lettre de cadrage", by=ars, at=later)
    ime = Participation.objects.filter(project=application.project).earliest("pk")
    establishment_contact(ime.establishment)
    contest(
        ime,
        reason="La structure a suivi la première phase sous le nom de son groupement : ses jours y sont comptés.",
        by=story.pair.aract_writer,
        now=at + timedelta(hours=5),
    )


def join(
    application: Application,
    number: int,
    title: str,
    *,
    by: Membership,
    at: datetime,
    replaces: FicheFile | None = None,
) -> FicheFile:
    """An annexe of a section, examined."""
    application.refresh_from_db()
    section = application.questionnaire.sections.prefetch_related("questions").get(number=number)
    upload = paper(title)
    name = str(upload.name)
    made = attach(application, annexes_of(section), name=name, content=upload.read(), replaces=replaces, by=by, now=at)
    examine_file(made.pk)
    return made


def talk_over(application: Application, pair_of_region: Pair, *, at: datetime) -> None:
    """Who takes care of the first sections; two threads of remarks, one with its answer, one that waits for the ARS."""
    ars, aract = pair_of_region.ars_writer, pair_of_region.aract_writer
    sections = application.questionnaire.sections.prefetch_related("questions")
    first, second = [part for part in sections if part.questions.all()][:2]
    takers: list[Membership | Party] = [ars, aract, Party.ARS]
    for row, to in zip(application.sections.order_by("section__number"), takers, strict=False):
        give_charge(row, to, by=aract, now=at + timedelta(hours=1))
    thread = write_remark(
        application,
        first,
        first.questions.all()[0],
        text="Faut-il citer ici les structures du premier appel, ou les garder pour la section suivante ?",
        by=ars,
        now=at + timedelta(hours=2),
    )
    reply(thread, text="Une phrase suffit : la suite les détaille.", by=aract, now=at + timedelta(hours=3))
    write_remark(
        application,
        second,
        second.questions.all()[0],
        text="Je propose d'y ajouter ce que disent les représentants du personnel. Qu'en pensez-vous ?",
        mentioned=[ars],
        by=aract,
        now=at + timedelta(hours=4),
    )


def write_paca(call: Call, *, at: datetime) -> None:
    region = Region.objects.get(code="93")
    story = Story(
        pair=pair("93"),
        title="Cinq outils, cinq métiers : essayer avant de généraliser",
        takings=listed("phase_2_paca", region),
        complement=Decimal(62_500),
        turn=1,
    )
    application = begin(call, story, at=at - timedelta(days=25))
    write(application, story, at=at)
    corrections.refuse_then_correct(application, story.pair, at=at + timedelta(hours=2))
    join(application, 1, "Accord du collectif", by=story.pair.aract_writer, at=at + timedelta(hours=20))
    application.refresh_from_db()
    sign(
        application,
        seen_hash=application.content_hash,
        capacity=capacity_of(story.pair.aract_signatory),
        by=story.pair.aract_signatory,
        now=at + timedelta(days=1),
    )


def begin_reunion(call: Call, *, at: datetime) -> None:
    region = Region.objects.get(code="04")
    story = Story(
        pair=pair("04"),
        title="Alertes à distance : qui répond, quand, comment",
        takings=drawn(region, 3, 2, turn=5),
        complement=Decimal(30_000),
        turn=2,
    )
    application = begin(call, story, at=at)
    write(application, story, at=at, sections=[1, 2, 4])
