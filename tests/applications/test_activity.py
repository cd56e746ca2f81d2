"""What each person wrote, in words, with the change one click away."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from applications import activity as told
from applications.activity import activity, change_of, summed, table_changed, visited
from applications.answers import save_answers
from applications.models import Application, SectionRevision
from calls.enums import QuestionKind, SectionKind, Vocabulary
from calls.kinds import ReadAnswer, read
from calls.models import Question
from regions.models import StagePlan
from tests.applications.tables import address, open_fiche, rows_of
from tests.autosaving import save_one
from tests.factories import CallFactory, TermFactory, secretary
from tests.two_people import typed_on

pytestmark = pytest.mark.django_db
LONG = "La région compte quarante établissements équipés. Les soignants y sont associés depuis 2021."
NBSP = ("\xa0", "\u202f")


def plain(text):
    for space in NBSP:
        text = text.replace(space, " ")
    return text


@pytest.fixture
def fiche():
    now = timezone.now()
    call = CallFactory(opens_at=now - timedelta(days=9), closes_at=now + timedelta(days=10))
    fiche = open_fiche(call=call)
    for hat, name in ((fiche.ars_writer, "Paul Durand"), (fiche.aract_writer, "Claire Martin")):
        hat.user.full_name = name
        hat.user.save()
    return fiche


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (None, LONG, "a rempli « Contexte »"),
        ("", "Un mot", "a rempli « Contexte »"),
        (LONG, "", "a effacé « Contexte »"),
        (LONG, "  ", "a effacé « Contexte »"),
        (LONG, LONG, ""),
        (None, "", ""),
        (LONG, f"{LONG} Une de plus.", "a ajouté une phrase à « Contexte »"),
        (LONG, f"{LONG} Une de plus. Et deux !", "a ajouté deux phrases à « Contexte »"),
        (LONG, f"Avant tout. {LONG}", "a ajouté une phrase à « Contexte »"),
        (LONG, f"{LONG}\n\nUn paragraphe", "a ajouté une phrase à « Contexte »"),
        (LONG, LONG + " Oui." * 12, "a ajouté 12 phrases à « Contexte »"),
        (f"{LONG} Une de plus.", LONG, "a retiré une phrase de « Contexte »"),
        (LONG, LONG.replace("quarante", "trente"), "a modifié une phrase de « Contexte »"),
        (
            LONG,
            LONG.replace("quarante", "trente") + " Une de plus.",
            "a ajouté une phrase à « Contexte » et modifié une phrase de « Contexte »",
        ),
        (LONG, "Tout autre chose, dite autrement, sans un mot qui demeure.", "a réécrit « Contexte »"),
        (LONG, LONG.replace(". ", ".\n\n"), "a changé la mise en forme de « Contexte »"),
        ("Borne", "Chariot", "a changé « Contexte » : « Borne » devient « Chariot »"),
    ],
)
def test_a_text_that_changed(before, after, said):
    assert change_of("Contexte", ReadAnswer(before or ""), ReadAnswer(after or "")) == said


def chosen(*labels: str) -> list[dict[str, str]]:
    return [{"code": label, "label": label} for label in labels]


@pytest.mark.parametrize(
    ("kind", "before", "after", "said"),
    [
        (QuestionKind.NUMBER, 12, 14, "a changé « X » : « 12 » devient « 14 »"),
        (QuestionKind.NUMBER, 0, 14, "a changé « X » : « 0 » devient « 14 »"),
        (QuestionKind.NUMBER, None, 0, "a rempli « X »"),
        (
            QuestionKind.DATE,
            "2026-05-01",
            "2026-05-03",
            "a changé « X » : « 1er mai 2026 » devient « 3 mai 2026 »",
        ),
        (QuestionKind.YES_NO, None, True, "a répondu « oui » à « X »"),
        (QuestionKind.YES_NO, True, False, "a répondu « non » à « X »"),
        (QuestionKind.CHOICES, [], chosen("A", "B"), "a ajouté « A » et « B » dans « X »"),
        (QuestionKind.CHOICES, chosen("A"), chosen("B"), "a ajouté « B » et retiré « A » dans « X »"),
        (QuestionKind.CHOICES, chosen("A"), [], "a effacé « X »"),
        (QuestionKind.SHORT_TEXT, "Un", "Deux", "a changé « X » : « Un » devient « Deux »"),
    ],
)
def test_a_value_that_changed(kind, before, after, said):
    was, now = (read(kind, value) for value in (before, after))
    assert plain(change_of("X", was, now, kind)) == said


def stage(days="0.00", starts_on=None, ends_on=None, method=""):
    return {"stage": "Enquête", "days": days, "starts_on": starts_on, "ends_on": ends_on, "method": method}


def structure(name, **more):
    return {"name": name, "city": "Rennes", **more}


def of_structures(*rows):
    return {"participants": list(rows), "digital_projects": []}


def chosen(*labels: str) -> list[dict[str, str]]:
    return [{"code": label, "label": label} for label in labels]


@pytest.mark.parametrize(
    ("kind", "before", "after", "said"),
    [
        (
            SectionKind.STAGES,
            [stage("12.00")],
            [stage("14.00")],
            ["a changé 12 j en 14 j pour l'étape Enquête"],
        ),
        (SectionKind.STAGES, [], [stage("2.50")], ["a prévu 2,5 j pour l'étape Enquête"]),
        (
            SectionKind.STAGES,
            [stage()],
            [stage(starts_on="2026-01-01")],
            ["a mis le début de l'étape Enquête au 1er janvier 2026"],
        ),
        (SectionKind.STAGES, [stage(ends_on="2026-01-01")], [stage()], ["a effacé la fin de l'étape Enquête"]),
        (SectionKind.STAGES, [stage()], [stage(method=LONG)], ["a rempli « Méthode, Enquête »"]),
        (SectionKind.PARTICIPANTS, None, of_structures(structure("A")), ["a ajouté la structure « A »"]),
        (SectionKind.PARTICIPANTS, of_structures(structure("A")), of_structures(), ["a retiré la structure « A »"]),
        (
            SectionKind.PARTICIPANTS,
            of_structures(structure("A")),
            of_structures(structure("A", city="Brest")),
            ["a modifié la structure « A »"],
        ),
        (
            SectionKind.COLLECTIVE,
            [],
            [{"profile": "Direction", "function": "Directrice", "organisation": "CH", "seats": 1}],
            ["a ajouté le membre « Directrice, CH »"],
        ),
        (
            SectionKind.BUDGET,
            {"requested_complement": None, "complement_reason": "", "cofundings": []},
            {"requested_complement": "1000.00", "complement_reason": "", "cofundings": []},
            ["a demandé une part complémentaire de 1 000,00 €"],
        ),
        (
            SectionKind.BUDGET,
            {"requested_complement": "1000.00", "complement_reason": "Un", "cofundings": []},
            {
                "requested_complement": "0.00",
                "complement_reason": "Un",
                "cofundings": [{"funder": "Région", "amount": "5.00"}],
            },
            [
                "a changé la part complémentaire demandée de 1 000,00 € à 0,00 €",
                "a ajouté le cofinancement « Région »",
            ],
        ),
    ],
)
def test_a_table_that_changed(kind, before, after, said):
    assert [plain(one) for one in table_changed(kind, before, after)] == said


def save(fiche, text, by, at, code="contexte"):
    section = fiche.call.questionnaire.sections.get(number=1)
    save_answers(fiche.application, section, {code: text}, by=by, now=at)


def test_a_run_of_saves_is_one_line_told_by_what_it_changed_in_the_end(fiche):
    at = timezone.now().replace(minute=5)
    for minute, text in enumerate([LONG[:10], LONG[:40], LONG]):
        save(fiche, text, fiche.aract_writer, at + timedelta(minutes=minute))
    save(fiche, f"{LONG} Une de plus.", fiche.ars_writer, at + timedelta(minutes=10))
    save(fiche, f"{LONG} Une de plus. Et deux.", fiche.ars_writer, at + timedelta(minutes=65))
    found = activity(fiche.application)
    assert [(one.by, one.said) for one in found] == [
        (fiche.ars_writer, ["a ajouté une phrase à « Contexte régional »"]),
        (fiche.ars_writer, ["a ajouté une phrase à « Contexte régional »"]),
        (fiche.aract_writer, ["a rempli « Contexte régional »"]),
    ]


def test_what_was_taken_back_within_the_hour_is_not_told(fiche):
    at = timezone.now().replace(minute=5)
    save(fiche, LONG, fiche.aract_writer, at)
    save(fiche, f"{LONG} Une de plus.", fiche.ars_writer, at)
    save(fiche, LONG, fiche.ars_writer, at)
    assert [one.by for one in activity(fiche.application)] == [fiche.aract_writer]


def test_the_change_is_one_click_away_and_so_is_going_back(fiche, as_hat):
    at = timezone.now().replace(minute=5)
    save(fiche, LONG, fiche.aract_writer, at)
    save(fiche, LONG.replace("quarante", "trente"), fiche.ars_writer, at)
    client = as_hat(fiche.aract_writer)
    page = client.get(address("application", fiche)).content.decode()
    latest, first = activity(fiche.application)
    assert latest.url.replace("&", "&amp;") in page
    compared = client.get(latest.url).content.decode()
    assert "<del>quarante</del>" in compared
    assert "<ins>trente</ins>" in compared
    back = address("restore_version", fiche, first.last.pk)
    assert back in compared
    assert client.post(back, typed_on(client.get(back))).status_code == 302
    assert fiche.application.sections.get(section__number=1).answers == {"contexte": LONG}
    assert "(rien)" in client.get(first.url).content.decode()
    assert as_hat(secretary()).get(first.url).status_code == 404


def test_only_its_section_is_compared(fiche, as_hat):
    at = timezone.now().replace(minute=5)
    save(fiche, LONG, fiche.aract_writer, at)
    rows_of(fiche)
    client = as_hat(fiche.ars_writer)
    where = address("edit_cofunding", fiche, fiche.application.project.cofundings.get().pk)
    assert client.post(where, {**typed_on(client.get(where)), "funder": "Métropole"}).status_code == 302
    save(fiche, f"{LONG} Et deux.", fiche.aract_writer, at)
    latest = activity(fiche.application)[0]
    diff = client.get(latest.url).context["sections"]
    assert [section.number for section in diff] == [1]


@pytest.mark.parametrize("key", ["0", "x", "999999", "9" * 30])
def test_a_version_that_does_not_exist(fiche, as_hat, key):
    client = as_hat(fiche.ars_writer)
    assert client.get(address("compare_versions", fiche), {"depuis": key}).status_code in {404, 422}


def test_days_are_told_from_the_page_that_saves_them(fiche, as_hat):
    term = TermFactory(vocabulary=Vocabulary.STAGE, code="ENQUETE", label="Enquête")
    cell, client = f"etape-{term.pk}-planned_days", as_hat(fiche.aract_writer)
    assert save_one(client, address("stages", fiche), cell, "12").status_code == 200
    assert [plain(said) for said in activity(fiche.application)[0].said] == ["a prévu 12 j pour l'étape Enquête"]
    StagePlan.objects.get()


def test_what_is_new_since_the_last_visit(fiche, as_hat):
    now = timezone.now()
    save(fiche, LONG, fiche.aract_writer, now - timedelta(days=2))
    seen = visited(fiche.application, fiche.ars_writer, now - timedelta(days=1))
    assert [one.new for one in activity(fiche.application, since=seen)] == [False]
    save(fiche, f"{LONG} Et deux.", fiche.aract_writer, now - timedelta(hours=2))
    for look in (now, now + timedelta(minutes=5)):
        seen = visited(fiche.application, fiche.ars_writer, look)
        found = activity(fiche.application, since=seen)
        assert [one.new for one in found] == [True, False], "still new within the visit"
    assert plain(summed(found)) == "1 changement depuis votre dernière visite"
    seen = visited(fiche.application, fiche.ars_writer, now + timedelta(hours=1))
    assert summed(activity(fiche.application, since=seen)) == ""


def test_a_long_history_is_bounded_and_says_what_it_knows(fiche, monkeypatch):
    at = timezone.now().replace(minute=5)
    Question.objects.create(
        section=fiche.call.questionnaire.sections.get(number=1), code="suite", label="Suite", position=9
    )
    for hour in range(4):
        save(fiche, f"{LONG} {hour}", fiche.aract_writer, at + timedelta(hours=hour))
    with CaptureQueriesContext(connection) as few:
        activity(fiche.application)
    monkeypatch.setattr(told, "LATEST", 2)
    with CaptureQueriesContext(connection) as same:
        found = activity(fiche.application)
    assert len(same) == len(few) <= 3
    assert [one.said for one in found] == [
        ["a modifié une phrase de « Contexte régional »"],
        ["a modifié « Contexte régional »"],
    ]


def test_an_imported_section_restores_while_two_people_write(fiche, as_hat):
    """Going back is a version like another: what the other had on screen is a conflict, never lost."""
    at = timezone.now().replace(minute=5)
    save(fiche, LONG, fiche.aract_writer, at)
    kept = SectionRevision.objects.latest("pk")
    save(fiche, f"{LONG} Et deux.", fiche.ars_writer, at)
    client, other = as_hat(fiche.aract_writer), as_hat(fiche.ars_writer)
    back = address("restore_version", fiche, kept.pk)
    assert client.post(back, typed_on(client.get(back))).status_code == 302
    clash = save_one(other, address("section", fiche, 1), "contexte", "Trois", seen=f"{LONG} Et deux.")
    assert clash.status_code == 409
    Application.objects.update(state="withdrawn")
    assert client.post(back).status_code == 409
