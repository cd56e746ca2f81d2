"""Rows for tests: each factory makes the smallest plausible row, French and fictional."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, Organisation, Region, User
from applications.enums import ApplicationState
from applications.models import Application
from applications.sealing import seal_whole
from calls.enums import QuestionKind, SectionKind, Vocabulary
from calls.models import (
    AllocationRule,
    Call,
    Criterion,
    Grid,
    Level,
    Phase,
    Programme,
    Question,
    Questionnaire,
    Section,
    Term,
)
from directory.enums import LegalStatus, Sector
from directory.models import Establishment
from regions.models import Award, DigitalProject, Participation, RegionalProject

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PASSWORD = "mot de passe de test"


class RegionFactory(DjangoModelFactory):
    class Meta:
        model = Region
        django_get_or_create = ("code",)

    # A letter first: never the code of a real region that a test names.
    code = factory.Sequence(lambda n: f"{chr(65 + n // 10 % 26)}{n % 10}")
    name = factory.LazyAttribute(lambda o: f"Région {o.code}")
    slug = factory.LazyAttribute(lambda o: f"region-{o.code}")
    short_name = factory.LazyAttribute(lambda o: f"R{o.code}")
    of_it = factory.LazyAttribute(lambda o: f"de {o.name}")
    located = factory.LazyAttribute(lambda o: f"en {o.name}")
    court = "tribunal administratif de Villefictive"
    court_address = "2 rue du Palais, 99000 Villefictive"


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation
        django_get_or_create = ("name",)

    kind = OrganisationKind.ARS
    name = factory.Sequence(lambda n: f"Organisation fictive {n}")
    short_name = factory.SelfAttribute("name")
    address = "1 rue de l'Essai, 99000 Villefictive"
    phone = "01 99 00 00 00"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"personne{n}@exemple.test")
    full_name = factory.Sequence(lambda n: f"Personne {n}")
    password = factory.django.Password(PASSWORD)


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = Role.WRITER
    job_title = "Chargée de mission"
    own_power = factory.LazyAttribute(lambda hat: hat.role == Role.SIGNATORY)
    since = (NOW - timedelta(days=365 * 10)).date()


def national(kind: OrganisationKind, role: Role, **kwargs) -> Membership:
    """A hat of DGOS or Anact, in the one organisation of that kind."""
    name = {OrganisationKind.DGOS: "DGOS", OrganisationKind.ANACT: "Anact"}[kind]
    return MembershipFactory(
        organisation=OrganisationFactory(kind=kind, name=name, short_name=name), role=role, **kwargs
    )


def dgos() -> Organisation:
    """The authority in charge of national calls."""
    return OrganisationFactory(kind=OrganisationKind.DGOS, name="DGOS", short_name="DGOS")


def secretary(kind: OrganisationKind = OrganisationKind.DGOS, **kwargs) -> Membership:
    return national(kind, Role.SECRETARY, **kwargs)


def administrator(**kwargs) -> Membership:
    organisation = OrganisationFactory(kind=OrganisationKind.PLATFORM, name="Équipe du portail")
    return MembershipFactory(organisation=organisation, role=Role.ADMINISTRATOR, **kwargs)


def member_of(organisation: Organisation, role: Role = Role.WRITER, **kwargs) -> Membership:
    return MembershipFactory(organisation=organisation, role=role, **kwargs)


class TermFactory(DjangoModelFactory):
    class Meta:
        model = Term
        django_get_or_create = ("vocabulary", "code")

    vocabulary = Vocabulary.THEME
    code = factory.Sequence(lambda n: f"TERME_{n}")
    label = factory.LazyAttribute(lambda o: o.code.replace("_", " ").capitalize())


class ProgrammeFactory(DjangoModelFactory):
    class Meta:
        model = Programme
        django_get_or_create = ("slug",)

    name = "ACIA de test"
    slug = "acia"
    acronym = "ACIA"
    owners = "DGOS et Anact"


class PhaseFactory(DjangoModelFactory):
    """The first of ACIA by default; `code="experimentation"` is the one that measures."""

    class Meta:
        model = Phase
        django_get_or_create = ("code",)

    programme = factory.SubFactory(ProgrammeFactory)
    code = "exploration"
    name = factory.LazyAttribute(lambda o: {"experimentation": "expérimentation"}.get(o.code, o.code))
    position = factory.LazyAttribute(lambda o: 2 if o.measures else 1)
    measures = factory.LazyAttribute(lambda o: o.code == "experimentation")
    follows = factory.LazyAttribute(lambda o: PhaseFactory() if o.measures else None)


class QuestionnaireFactory(DjangoModelFactory):
    """Two sections: one of questions, one of participants."""

    class Meta:
        model = Questionnaire
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"fiche-{n}")
    title = "Fiche projet"

    @factory.post_generation
    def sections_made(self, create, extracted, **kwargs):
        first = Section.objects.create(
            questionnaire=self, code="contexte", number=1, title="Contexte", kind=SectionKind.QUESTIONS
        )
        Question.objects.create(section=first, code="contexte", label="Contexte régional", position=1)
        Question.objects.create(
            section=first, code="lien", label="Précision", kind=QuestionKind.SHORT_TEXT, required=False, position=2
        )
        Section.objects.create(
            questionnaire=self, code="structures", number=2, title="Structures", kind=SectionKind.PARTICIPANTS
        )


class GridFactory(DjangoModelFactory):
    """Two criteria of weights 2 and 1, with worded levels."""

    class Meta:
        model = Grid
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"grille-{n}")
    title = "Grille de test"

    @factory.post_generation
    def criteria_made(self, create, extracted, **kwargs):
        for position, weight in ((1, 2), (2, 1)):
            criterion = Criterion.objects.create(
                grid=self,
                code=f"critere-{position}",
                title=f"Critère {position}",
                question="Qu'en est-il ?",
                weight=weight,
                position=position,
            )
            for score in range(5):
                Level.objects.create(criterion=criterion, score=score, wording=f"Niveau {score}")


class CallFactory(DjangoModelFactory):
    """An open call, closing in ten days; `rule` is made with it."""

    class Meta:
        model = Call
        skip_postgeneration_save = True

    phase = factory.SubFactory(PhaseFactory)
    title = factory.Sequence(lambda n: f"Appel {n}")
    slug = factory.Sequence(lambda n: f"appel-{n}")
    reference = factory.Sequence(lambda n: f"REF-{n}")
    summary = "Explorer les effets du numérique sur le travail."
    opens_at = NOW - timedelta(days=30)
    closes_at = NOW + timedelta(days=10)
    published_at = NOW - timedelta(days=31)
    questionnaire = factory.SubFactory(QuestionnaireFactory)
    grid = factory.SubFactory(GridFactory)

    @factory.post_generation
    def rule_made(self, create, extracted, **kwargs):
        AllocationRule.objects.create(call=self, **kwargs)


class RegionalProjectFactory(DjangoModelFactory):
    """A pair of a new region (by default) for a call."""

    class Meta:
        model = RegionalProject

    call = factory.SubFactory(CallFactory)
    region = factory.SubFactory(RegionFactory)
    title = factory.LazyAttribute(lambda o: f"Numérique et travail en {o.region.name}")
    ars = factory.LazyAttribute(
        lambda o: OrganisationFactory(
            kind=OrganisationKind.ARS, name=f"ARS {o.region.name}", short_name=f"ARS {o.region.name}", region=o.region
        )
    )
    aract = factory.LazyAttribute(
        lambda o: OrganisationFactory(
            kind=OrganisationKind.ARACT,
            name=f"Aract {o.region.name}",
            short_name=f"Aract {o.region.name}",
            region=o.region,
        )
    )


class ApplicationFactory(DjangoModelFactory):
    """A fiche as it begins: every section sealed, and blank."""

    class Meta:
        model = Application
        skip_postgeneration_save = True

    project = factory.SubFactory(RegionalProjectFactory)
    questionnaire = factory.SelfAttribute("project.call.questionnaire")
    state = ApplicationState.DRAFT

    @factory.post_generation
    def sealed(self, create, extracted, **kwargs):
        seal_whole(self, now=NOW)


class EstablishmentFactory(DjangoModelFactory):
    class Meta:
        model = Establishment

    finess = factory.Sequence(lambda n: f"99{n:07d}")
    name = factory.Sequence(lambda n: f"Centre fictif {n}")
    address = "3 rue du Port"
    postcode = "99000"
    city = "Villefictive"
    region = factory.SubFactory(RegionFactory)
    sector = Sector.HEALTH
    legal_status = LegalStatus.PUBLIC
    fictional = True
    search_text = factory.LazyAttribute(lambda o: f"{o.name} {o.city} {o.finess}".lower())


class DigitalProjectFactory(DjangoModelFactory):
    class Meta:
        model = DigitalProject

    project = factory.SubFactory(RegionalProjectFactory)
    title = factory.Sequence(lambda n: f"Téléconsultation {n}")
    theme = factory.SubFactory(TermFactory, vocabulary=Vocabulary.THEME, code="TELEMEDECINE")
    nature = factory.SubFactory(TermFactory, vocabulary=Vocabulary.NATURE, code="NOUVEAU_SERVICE")
    maturity = factory.SubFactory(TermFactory, vocabulary=Vocabulary.MATURITY, code="DEPLOIEMENT")


class ParticipationFactory(DjangoModelFactory):
    class Meta:
        model = Participation

    project = factory.SubFactory(RegionalProjectFactory)
    establishment = factory.SubFactory(EstablishmentFactory, region=factory.SelfAttribute("..project.region"))
    digital_project = factory.SubFactory(DigitalProjectFactory, project=factory.SelfAttribute("..project"))


class AwardFactory(DjangoModelFactory):
    """A project retained two months ago: 70 000 € and a complement of 30 000 €."""

    class Meta:
        model = Award

    project = factory.SubFactory(RegionalProjectFactory)
    fixed = Decimal(70_000)
    complement = Decimal(30_000)
    notice_number = factory.Sequence(lambda n: f"ACIA-2026-N-{n:04d}")
    awarded_on = (NOW - timedelta(days=60)).date()


def retained_project(**kwargs) -> RegionalProject:
    """A project that lives: it has its award. Keywords go to the project, those in `award__…` to the award."""
    award = {name.removeprefix("award__"): kwargs.pop(name) for name in list(kwargs) if name.startswith("award__")}
    return AwardFactory(project=RegionalProjectFactory(**kwargs), **award).project
