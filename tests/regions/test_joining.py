"""Who joins and leaves after the award (R32–R33, R52)."""

from datetime import timedelta

import pytest

from applications.hashing import hash_of_whole
from calls.enums import Vocabulary
from core.verdicts import NotAllowed, OutOfTurn, Refused
from records.models import JournalEntry
from regions.joining import depart, describe, join, join_grouping, receive_letter
from regions.models import Participation, RegionalProject
from tests.applications.fiches import deposited, sealed_content
from tests.factories import (
    NOW,
    AwardFactory,
    DigitalProjectFactory,
    EstablishmentFactory,
    ParticipationFactory,
    RegionalProjectFactory,
    member_of,
)
from tests.regions.lives import AWARDED, TODAY, Life, days_ago, fresh, term, upload
from tests.regions.test_participating import tool

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


@pytest.fixture
def life():
    return Life()


@pytest.fixture
def row(life):
    return ParticipationFactory(project=life.project, joined_on=days_ago(90))


def structure(project, **kwargs):
    return EstablishmentFactory(region=project.region, **kwargs)


def test_a_structure_joins_with_a_tool_of_the_project_or_a_new_one(life, row):
    usages = term(Vocabulary.DIMENSION, "USAGES")
    joined = join(
        life.project,
        structure(life.project),
        row.digital_project,
        on=days_ago(10),
        contact_function="Cadre",
        dimensions=[usages],
        by=life.ars,
        now=NOW,
    )
    assert (joined.joined_on, joined.digital_project, joined.confirmed_at) == (days_ago(10), row.digital_project, None)
    assert list(joined.dimensions.all()) == [usages]
    assert JournalEntry.objects.about(joined).get().deed == "regions.join"
    other = join(life.project, structure(life.project), tool("Borne"), on=TODAY, by=life.aract, now=NOW)
    assert other.digital_project.title == "Borne"


def test_a_grouping_joins_named_by_the_pair(life, row):
    named = {
        "kind": "groupement",
        "name": "Groupement du Val",
        "city": "Tours",
        "sector": "sanitaire",
        "legal_status": "public",
    }
    joined = join_grouping(life.project, named, row.digital_project, on=days_ago(3), by=life.ars, now=NOW)
    assert (joined.establishment.name, joined.establishment.finess) == ("Groupement du Val", None)
    with pytest.raises(NotAllowed):
        join_grouping(life.project, named, row.digital_project, on=days_ago(3), by=life.secretary, now=NOW)


@pytest.mark.parametrize(
    ("on", "reason"),
    [
        (AWARDED - timedelta(days=1), "entre l'attribution"),
        (AWARDED, "au plus tôt du lendemain"),
        (TODAY + timedelta(days=1), "et aujourd'hui"),
    ],
)
def test_one_joins_after_the_day_that_the_award_weighed(life, row, on, reason):
    with pytest.raises(Refused, match=reason):
        join(life.project, structure(life.project), row.digital_project, on=on, by=life.ars, now=NOW)
    with pytest.raises(Refused, match=reason):
        depart(row, on=on, reason="Fusion", by=life.ars, now=NOW)


def test_only_an_open_structure_of_the_region_joins_and_once(life, row):
    refusals = [
        (row.establishment, "participe déjà"),
        (structure(life.project, closed_on=TODAY), "est fermé"),
        (EstablishmentFactory(), "seules les structures de la région"),
    ]
    for establishment, reason in refusals:
        with pytest.raises(Refused, match=reason):
            join(life.project, establishment, row.digital_project, on=TODAY, by=life.ars, now=NOW)
    assert life.project.participations.count() == 1


def test_tools_are_the_projects_own_and_never_rewritten(life, row):
    here = structure(life.project)
    with pytest.raises(Refused, match="pas celui"):
        join(life.project, here, DigitalProjectFactory(), on=TODAY, by=life.ars, now=NOW)
    with pytest.raises(Refused, match="déjà un projet numérique"):
        join(life.project, here, tool(row.digital_project.title), on=TODAY, by=life.ars, now=NOW)
    theme = term(Vocabulary.THEME, "DMP")
    with pytest.raises(Refused, match="dimension"):
        join(life.project, here, row.digital_project, on=TODAY, dimensions=[theme], by=life.ars, now=NOW)


def test_what_the_award_weighed_does_not_move(life, row):
    ParticipationFactory(project=life.project, digital_project=row.digital_project, joined_on=days_ago(90))

    def weighed():
        counted = RegionalProject.objects.with_counts().get(pk=life.project.pk)
        return counted.project_count, counted.establishment_count

    before = weighed()
    join(life.project, structure(life.project), tool("Borne"), on=AWARDED + timedelta(days=1), by=life.ars, now=NOW)
    depart(row, on=AWARDED + timedelta(days=1), reason="Fusion", by=life.ars, now=NOW)
    assert before == weighed() == (1, 2)


def test_the_deposited_fiche_does_not_move():
    """The frozen content and its hash say what was deposited, even when structures join or leave later."""
    fiche = deposited()
    project = AwardFactory(project=fiche.application.project).project
    project = fresh(project)
    project.participations.update(joined_on=days_ago(90))
    frozen = fiche.application.deposit
    before = (frozen.content, frozen.sha256, fiche.application.in_force.content)
    row = project.participations.first()
    join(project, structure(project), tool("Borne"), on=days_ago(5), by=fiche.ars_writer, now=NOW)
    depart(row, on=days_ago(5), reason="Fusion", by=fiche.ars_writer, now=NOW)
    application = fiche.reload()
    frozen = type(frozen).objects.get(pk=frozen.pk)
    assert (frozen.content, frozen.sha256, application.in_force.content) == before
    assert application.content_hash == frozen.sha256
    assert hash_of_whole(sealed_content(application)) != frozen.sha256, "the tables did move"


def test_a_structure_leaves_its_seats_and_stays_in_the_history(life, row):
    profile = term(Vocabulary.PROFILE, "DIRECTION")
    life.project.members.create(group="collective", profile=profile, function="Directrice", participation=row)
    left = depart(row, on=days_ago(2), reason=" Fusion ", by=life.aract, now=NOW)
    assert (left.left_on, left.left_reason) == (days_ago(2), "Fusion")
    assert not life.project.members.exists()
    entry = JournalEntry.objects.about(row).get()
    assert "Fusion" in entry.summary
    assert "Directrice" in entry.summary
    with pytest.raises(OutOfTurn, match="ne participe plus"):
        depart(row, on=TODAY, reason="Encore", by=life.aract, now=NOW)


def test_a_departure_has_a_reason_and_follows_the_arrival(life, row):
    with pytest.raises(Refused, match="pourquoi"):
        depart(row, on=TODAY, reason="  ", by=life.ars, now=NOW)
    Participation.objects.update(joined_on=days_ago(5))
    with pytest.raises(Refused, match="n'a rejoint le projet"):
        depart(row, on=days_ago(6), reason="Fusion", by=life.ars, now=NOW)


def test_a_structure_may_come_back_but_not_before_it_left(life, row):
    depart(row, on=days_ago(5), reason="Travaux", by=life.ars, now=NOW)
    with pytest.raises(Refused, match="participait encore"):
        join(life.project, row.establishment, row.digital_project, on=days_ago(6), by=life.ars, now=NOW)
    join(life.project, row.establishment, row.digital_project, on=days_ago(5), by=life.ars, now=NOW)
    assert life.project.participations.filter(establishment=row.establishment).count() == 2


def test_referent_and_dimensions_are_described(life, row):
    impacts = term(Vocabulary.DIMENSION, "IMPACTS")
    typed = {"contact_function": "Cadre", "contact_email": "a@b.fr", "dimensions": [impacts]}
    describe(row, **typed, by=life.ars, now=NOW)
    row.refresh_from_db()
    assert (row.contact_function, list(row.dimensions.all())) == ("Cadre", [impacts])
    with pytest.raises(Refused, match="par leur fonction"):
        describe(row, **typed | {"contact_function": "Mme Dupont"}, by=life.ars, now=NOW)
    depart(row, on=TODAY, reason="Fusion", by=life.ars, now=NOW)
    with pytest.raises(OutOfTurn):
        describe(row, **typed, by=life.ars, now=NOW)


def test_a_letter_of_commitment_is_kept_with_its_hash(life, row):
    first = receive_letter(row, upload(), by=life.ars, now=NOW).letter
    second = receive_letter(row, upload("suite.pdf"), by=life.aract, now=NOW).letter
    row.refresh_from_db()
    assert row.letter == second != first
    assert [entry.data["sha256"] for entry in JournalEntry.objects.about(row)] == [second.sha256, first.sha256]


@pytest.mark.parametrize("name", ["lettre.exe", "lettre.png"])
def test_a_letter_that_is_not_what_it_says_is_refused(life, row, name):
    """The type is checked by the content."""
    with pytest.raises(Refused):
        receive_letter(row, upload(name), by=life.ars, now=NOW)
    row.refresh_from_db()
    assert row.letter is None


@pytest.mark.parametrize("name", ["../../lettre.pdf", "lettre\u202efdp.pdf", f"{'x' * 300}.pdf", "a\x07b.pdf"])
def test_a_letters_name_is_neutral(life, row, name):
    """Case 28."""
    document = receive_letter(row, upload(name), by=life.ars, now=NOW).letter
    assert len(document.name) <= 150
    assert not {"/", "\u202e", "\x07"} & set(document.name)
    assert ".." not in document.file.name


def deeds(life, row):
    """Every deed of the room, ready to be done by a hat."""
    about = {"contact_function": "", "contact_email": "", "dimensions": []}
    here = structure(life.project)
    return [
        lambda by: join(life.project, here, row.digital_project, on=TODAY, by=by, now=NOW),
        lambda by: depart(row, on=TODAY, reason="Fusion", by=by, now=NOW),
        lambda by: describe(row, **about, by=by, now=NOW),
        lambda by: receive_letter(row, upload(), by=by, now=NOW),
    ]


def test_the_pair_alone_acts(life, row):
    for deed in deeds(life, row):
        for stranger in life.strangers():
            with pytest.raises(NotAllowed):
                deed(stranger)
    assert not JournalEntry.objects.exists()


def test_nothing_moves_before_the_award():
    project = RegionalProjectFactory()
    row = ParticipationFactory(project=project)
    by = member_of(project.ars)
    with pytest.raises(OutOfTurn, match="n'est pas retenu"):
        depart(row, on=TODAY, reason="Fusion", by=by, now=NOW)
    with pytest.raises(OutOfTurn, match="n'est pas retenu"):
        join(project, structure(project), row.digital_project, on=TODAY, by=by, now=NOW)


def test_nothing_moves_once_closed_even_for_who_saw_it_open(life, row):
    held = deeds(life, row)
    assert row.project.award.closed_on is None
    life.close()
    for deed in held:
        with pytest.raises(OutOfTurn, match="clos"):
            deed(life.ars)
