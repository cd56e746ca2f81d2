"""Importing the national directory (cases 29 and 30)."""

import gzip
from datetime import date
from io import StringIO
from json import loads

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.verdicts import NotAllowed, OutOfTurn
from directory.enums import ImportState
from directory.importing import import_finess
from directory.models import Establishment, FinessImport, LegalEntity
from records.models import JournalEntry
from tests.directory.finess_sample import (
    ENTITIES,
    FLOW,
    HOSPITAL,
    LINES,
    STRUCTURES,
    bring,
    make_regions,
    replaced,
    texts,
    written,
)
from tests.factories import (
    NOW,
    EstablishmentFactory,
    OrganisationFactory,
    ParticipationFactory,
    administrator,
    member_of,
    secretary,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _regions(db):
    make_regions()


def test_the_sample_says_sector_status_and_region():
    run = bring(STRUCTURES, ENTITIES)
    assert (run.state, run.refusal) == (ImportState.DONE, "")
    rows = Establishment.objects.order_by("finess").values_list(
        "finess", "kind", "sector", "legal_status", "status_presumed", "department", "region__code"
    )
    assert list(rows) == [
        ("010099001", "etablissement", "sanitaire", "public", False, "01", "84"),
        ("010099002", "etablissement", "medico_social", "public", False, "01", "84"),
        ("130099006", "etablissement", "sanitaire", "prive_lucratif", False, "13", "93"),
        ("130099018", "etablissement", "sanitaire", "prive_non_lucratif", False, "13", "93"),
        ("2A0099007", "etablissement", "social", "prive_non_lucratif", False, "2A", "94"),
        ("2A0099008", "etablissement", "medico_social", "prive_non_lucratif", False, "2A", "94"),
        ("690099003", "etablissement", "medico_social", "prive_non_lucratif", False, "69", "84"),
        ("690099004", "etablissement", "medico_social", "prive_non_lucratif", False, "69", "84"),
        ("690099005", "etablissement", "social", "prive_non_lucratif", False, "69", "84"),
        ("690099017", "groupement", "sanitaire", "prive_non_lucratif", False, "69", "84"),
        ("970099009", "etablissement", "sanitaire", "prive_lucratif", True, "971", "01"),
        ("970099010", "etablissement", "sanitaire", "prive_non_lucratif", True, "977", "01"),
        ("970099011", "etablissement", "sanitaire", "public", False, "978", "01"),
        ("970099013", "etablissement", "social", "prive_non_lucratif", True, "974", "04"),
        ("980099012", "etablissement", "medico_social", "prive_non_lucratif", True, "976", "06"),
    ]
    told = {name: run.counts[name] for name in ("lines", "added", "out_of_field", "out_of_regions", "presumed")}
    assert told == {"lines": 18, "added": 15, "out_of_field": 2, "out_of_regions": 1, "presumed": 4}


def test_a_row_holds_what_the_line_says():
    bring(STRUCTURES, ENTITIES)
    row = Establishment.objects.select_related("legal_entity", "source").get(finess="010099001")
    assert (row.name, row.short_name) == ("CENTRE HOSPITALIER DES ÉTANGS", "CH DES ETANGS")
    assert (row.address, row.postcode, row.city) == ("12 R DES FICTIONS, BP 12", "01099", "FICTIVILLE")
    assert row.siret == "26019999100012"
    assert row.search_text == row.searchable()
    assert "centre hospitalier des etangs" in row.search_text
    assert row.source.published_on == date(2026, 5, 12)
    assert (row.legal_entity.siren, row.legal_entity.legal_status) == ("260199991", "public")
    assert Establishment.objects.get(finess="690099004").name == "SSIAD DES GLYCINES"
    assert Establishment.objects.get(finess="690099005").name == 'LIEU DE VIE "LA CABANE"'
    unnamed = LegalEntity.objects.get(finess="970099999")
    assert str(unnamed) == "Entité juridique n° 970099999"


def test_every_row_can_be_searched_by_what_the_model_would_write():
    bring(STRUCTURES, ENTITIES)
    assert [row.finess for row in Establishment.objects.all() if row.search_text != row.searchable()] == []


def versions():
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, xmin::text, ctid::text FROM directory_establishment ORDER BY id")
            return cursor.fetchall()
    return list(Establishment.objects.order_by("pk").values())


def test_the_same_files_again_rewrite_nothing():
    bring(STRUCTURES, ENTITIES)
    before = versions()
    again = bring(STRUCTURES, ENTITIES)
    assert versions() == before
    assert (again.counts["added"], again.counts["changed"], again.counts["closed"]) == (0, 0, 0)
    assert Establishment.objects.filter(source=again).count() == 0


def test_only_what_differs_is_written(tmp_path):
    bring(STRUCTURES, ENTITIES)
    lines = [line.replace("CLINIQUE DU BELVEDERE", "CLINIQUE DU PHARE") for line in LINES[1:]]
    run = bring(written(tmp_path, *lines), ENTITIES)
    assert run.counts["changed"] == 1
    assert [row.name for row in Establishment.objects.filter(source=run)] == ["CLINIQUE DU PHARE"]
    assert Establishment.objects.get(finess="130099006").search_text.startswith("clinique du phare")


def test_without_the_entities_the_status_is_presumed_and_mended_later():
    run = bring(STRUCTURES)
    clinic = Establishment.objects.get(finess="130099006")
    assert (clinic.legal_status, clinic.status_presumed) == ("prive_lucratif", True)
    home = Establishment.objects.get(finess="010099002")
    assert (home.legal_status, home.status_presumed) == ("public", False), "its SIREN begins with 2"
    assert any("statuts sont présumés" in text for text in texts(run))
    bring(STRUCTURES, ENTITIES)
    assert not Establishment.objects.get(finess="130099006").status_presumed
    bring(STRUCTURES)
    assert not Establishment.objects.get(finess="130099006").status_presumed, "the entity is known by now"


def test_what_the_stock_no_longer_has_is_closed_and_never_deleted(tmp_path):
    bring(STRUCTURES, ENTITIES)
    taking_part = ParticipationFactory(establishment=Establishment.objects.get(finess="010099002"))
    run = bring(written(tmp_path, *[line for line in LINES[1:] if "010099002" not in line]), ENTITIES)
    closed = Establishment.objects.get(finess="010099002")
    assert closed.closed_on == date(2026, 5, 12)
    assert taking_part.establishment == closed
    assert run.counts["closed"] == 1
    run = bring(STRUCTURES, ENTITIES)
    assert Establishment.objects.get(finess="010099002").closed_on is None
    assert run.counts["reopened"] == 1


@pytest.mark.parametrize(
    ("position", "value"),
    [(13, "ZZ"), (13, ""), (20, "9999"), (20, "6101"), (13, "9J")],
    ids=["unknown department", "no department", "unknown category", "out of field", "out of the regions"],
)
@pytest.mark.parametrize("extract", [False, True])
def test_a_known_number_is_not_closed_by_a_line_that_is_left(tmp_path, position, value, extract):
    """Case 60: the row is untouched and the report says so."""
    bring(STRUCTURES, ENTITIES)
    before = Establishment.objects.filter(finess="010099001").values().get()
    lines = [replaced(line, position, value) if "010099001" in line else line for line in LINES[1:]]
    run = bring(written(tmp_path, *lines), ENTITIES, extract=extract)
    assert run.state == ImportState.DONE
    assert Establishment.objects.filter(finess="010099001").values().get() == before
    assert (run.counts["closed"], run.counts["changed"], run.counts["left_known"]) == (0, 0, 1)
    assert "L'établissement 010099001, que le portail connaît, est laissé tel quel : ni modifié ni fermé." in texts(run)


@pytest.mark.parametrize("cut", [HOSPITAL[:60], HOSPITAL[:-20], replaced(HOSPITAL, 3, '"CH')])
def test_a_cut_line_about_a_known_number_closes_nothing(tmp_path, cut):
    """Case 60."""
    bring(STRUCTURES, ENTITIES)
    before = versions()
    run = bring(written(tmp_path, *[cut if "010099001" in line else line for line in LINES[1:]]), ENTITIES)
    assert run.state == ImportState.REFUSED
    assert versions() == before


def test_lines_left_do_not_pass_for_lines_read(tmp_path):
    """Case 30: a file whose departments are all unknown is no stock."""
    bring(STRUCTURES, ENTITIES)
    run = bring(written(tmp_path, *[replaced(line, 13, "ZZ") for line in LINES[1:]]), ENTITIES)
    assert "incomplet" in run.refusal


def test_the_flow_too_leaves_a_known_number_whose_category_is_unknown(tmp_path):
    """Case 60."""
    bring(FLOW)
    path = tmp_path / "flux.json"
    text = FLOW.read_text(encoding="utf-8")
    head, place = text.split("010099019")
    unheard_of = place.replace('"156"', '"999"', 1)
    path.write_text(f"{head}010099019{unheard_of}", encoding="utf-8")
    run = bring(path)
    assert Establishment.objects.get(finess="010099019").closed_on is None
    assert (run.counts["closed"], run.counts["left_known"]) == (0, 1)


def test_groupings_without_number_and_fictional_structures_are_left_alone(tmp_path):
    kept = EstablishmentFactory(finess=None, name="GCS nommé", fictional=False)
    made_up = EstablishmentFactory(finess="010099001", name="Hôpital de démonstration")
    run = bring(STRUCTURES, ENTITIES)
    for row in (kept, made_up):
        before = (row.name, row.closed_on)
        row.refresh_from_db()
        assert (row.name, row.closed_on) == before
    assert any("structure fictive" in text for text in texts(run))


@pytest.mark.parametrize("share", [0, 0.5])
def test_a_halved_or_empty_stock_is_refused(tmp_path, share):
    """Case 30."""
    bring(STRUCTURES, ENTITIES)
    before = versions()
    half = written(tmp_path, *LINES[1 : 1 + int(share * len(LINES))])
    run = bring(half)
    assert run.state == ImportState.REFUSED
    assert versions() == before
    assert ("incomplet" if share else "aucun établissement") in run.refusal
    assert JournalEntry.objects.filter(deed="directory.import_finess").count() == 2


def test_passing_over_the_guard_closes_what_went(tmp_path):
    """Case 30."""
    bring(STRUCTURES, ENTITIES)
    run = bring(written(tmp_path, HOSPITAL), forced=True)
    assert run.state == ImportState.DONE
    assert list(Establishment.objects.open().values_list("finess", flat=True)) == ["010099001"]
    assert run.counts["closed"] == 14


def test_another_regions_stock_does_not_pass_for_the_whole_of_it(tmp_path):
    """As many lines as are known, but others: the guard counts those that are found again."""
    bring(STRUCTURES, ENTITIES)
    others = [replaced(HOSPITAL, 1, f"01008{number:04d}") for number in range(40)]
    assert bring(written(tmp_path, *others)).state == ImportState.REFUSED


def test_an_extract_closes_nothing(tmp_path):
    bring(STRUCTURES, ENTITIES)
    run = bring(written(tmp_path, replaced(HOSPITAL, 4, "HOPITAL NEUF")), extract=True)
    assert run.state == ImportState.DONE
    assert (run.counts["changed"], run.counts["closed"]) == (1, 0)
    assert Establishment.objects.open().count() == 15


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (HOSPITAL + ";de trop", "33\u00a0champs au lieu de 32"),
        (HOSPITAL[:60], "champs au lieu de 32"),
        (HOSPITAL.replace(";", ","), "séparés par des virgules"),
        (replaced(HOSPITAL, 1, "01009900"), "n'est pas un numéro FINESS"),
        (replaced(HOSPITAL, 1, "٠١٠٠٩٩٠٠١"), "n'est pas un numéro FINESS"),
        (replaced(replaced(HOSPITAL, 3, ""), 4, " "), "n'a pas de nom"),
        (HOSPITAL, "est déjà à la ligne 2"),
        (replaced(HOSPITAL, 3, '"CH'), "Guillemets mal fermés"),
        ("autrechose;1;2", "Ligne inconnue"),
        ("structureej;" + "x;" * 21, "entité juridique"),
    ],
)
def test_a_line_in_error_is_told_and_nothing_is_imported(tmp_path, wrong, said):
    """Case 29."""
    run = bring(written(tmp_path, HOSPITAL, wrong))
    assert run.state == ImportState.REFUSED
    assert "rien n'est importé" in run.refusal
    assert [(p["line"], p["severity"]) for p in run.problems] == [(3, "erreur")]
    assert said in run.problems[0]["text"]
    assert not Establishment.objects.exists()


@pytest.mark.parametrize(
    ("odd", "said", "added"),
    [
        (replaced(HOSPITAL, 13, "ZZ"), "Département inconnu (ZZ)", 1),
        (replaced(HOSPITAL, 20, "9999"), "Catégorie inconnue (355, agrégat 9999)", 1),
        (replaced(HOSPITAL, 22, "123"), "n'est pas un numéro Siret", 2),
        (replaced(HOSPITAL, 2, "x"), "n'est pas un numéro d'entité juridique", 2),
        (replaced(HOSPITAL, 4, "CH\x00 DES \u202eETANGS"), "Caractères invisibles retirés", 2),
        (replaced(HOSPITAL, 4, "É" * 300), "Nom coupé à 200 caractères", 2),
    ],
)
def test_a_doubt_is_told_and_the_rest_imported(tmp_path, odd, said, added):
    """Case 29."""
    run = bring(written(tmp_path, HOSPITAL, replaced(odd, 1, "010099099")))
    assert run.state == ImportState.DONE
    assert said in texts(run)[0]
    assert Establishment.objects.count() == added


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_encodings_of_all_years(tmp_path, encoding):
    """Case 29."""
    bring(written(tmp_path, HOSPITAL, encoding=encoding))
    assert Establishment.objects.get().name == "CENTRE HOSPITALIER DES ÉTANGS"


def test_a_thousand_errors_are_counted_and_two_hundred_told(tmp_path):
    run = bring(written(tmp_path, *["autre"] * 1000))
    assert run.refusal.startswith("1\xa0000\xa0lignes sont en erreur")
    assert len(run.problems) == 200


def test_a_compressed_file_reads_alike(tmp_path):
    packed = tmp_path / "stock.csv.gz"
    packed.write_bytes(gzip.compress(STRUCTURES.read_bytes()))
    assert bring(packed, ENTITIES).counts["added"] == 15


def test_it_is_recorded_and_journaled_once():
    by = administrator()
    run = bring(STRUCTURES, ENTITIES, by=by)
    entry = JournalEntry.objects.get(deed="directory.import_finess")
    assert entry.actor == by.user
    assert "15\xa0ajouts" in entry.summary
    assert entry.data["sha256"] == run.sha256
    with pytest.raises(OutOfTurn):
        import_finess(run, STRUCTURES, by=by)


@pytest.mark.parametrize("who", ["pair", "national"])
def test_others_may_not(who):
    by = member_of(OrganisationFactory()) if who == "pair" else secretary()
    run = FinessImport.objects.create(file_name="x")
    with pytest.raises(NotAllowed):
        import_finess(run, STRUCTURES, by=by)
    assert not Establishment.objects.exists()


def test_it_costs_as_many_statements_for_one_line_as_for_many(tmp_path):
    def cost(path):
        with CaptureQueriesContext(connection) as queries:
            bring(path, extract=True)
        return len(queries)

    few = cost(written(tmp_path, HOSPITAL))
    many = [replaced(HOSPITAL, 1, f"01008{number:04d}") for number in range(300)]
    assert cost(written(tmp_path, *many)) == few


def discarded(plan):
    """Rows that the database set beside another and threw away, in a plan and below it."""
    below = sum(discarded(part) for part in plan.get("Plans", []))
    return below + plan.get("Rows Removed by Join Filter", 0) * plan["Actual Loops"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the planner of PostgreSQL is the matter")
def test_the_first_import_into_a_fictional_directory_does_not_compare_all_with_all(tmp_path):
    EstablishmentFactory.create_batch(30)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE directory_establishment")
    seen = []

    def explained(execute, sql, params, many, context):
        if "SET closed_on" in sql:
            execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params, many, context)
            seen.append(discarded(context["cursor"].fetchone()[0][0]["Plan"]))
        return execute(sql, params, many, context)

    lines = [replaced(HOSPITAL, 1, f"01008{number:04d}") for number in range(2000)]
    with connection.execute_wrapper(explained):
        run = bring(written(tmp_path, *lines))
    assert run.counts["added"] == 2000
    assert len(seen) == 1
    assert seen[0] < 10_000


def test_the_command_tells_and_writes_its_report(tmp_path):
    out, report = StringIO(), tmp_path / "rapport.json"
    call_command("import_finess", STRUCTURES, entities=ENTITIES, report=report, stdout=out, stderr=StringIO())
    assert "Ajoutés : 15" in out.getvalue()
    told = loads(report.read_text(encoding="utf-8"))
    assert (told["state"], told["counts"]["added"]) == ("done", 15)
    with pytest.raises(CommandError, match="incomplet"):
        call_command("import_finess", written(tmp_path, HOSPITAL), stdout=out, stderr=StringIO())
    with pytest.raises(CommandError, match="introuvable"):
        call_command("import_finess", tmp_path / "absent.csv")


def test_the_flow_after_the_stock():
    bring(STRUCTURES, ENTITIES)
    run = bring(FLOW, forced=True)
    assert (run.state, run.format, run.published_on) == (ImportState.DONE, "flow", date(2026, 8, 13))
    closed = Establishment.objects.get(finess="010099002")
    assert closed.closed_on == date(2026, 6, 30), "the flow says the day"
    assert Establishment.objects.get(finess="130099006").closed_on == date(2026, 8, 13), "absent of the flow"
    fresh = Establishment.objects.get(finess="010099019")
    assert (fresh.sector, fresh.legal_status, fresh.region.code) == ("sanitaire", "public", "84")
    assert (fresh.address, fresh.city) == ("12 R DES FICTIONS", "FICTIVILLE")
    assert Establishment.objects.get(finess="970099010").department == "977"
    assert not Establishment.objects.filter(finess__in=["690099020", "690099016", "690099021"]).exists()
    assert run.counts["closed_unknown"] == 1
    assert any("Catégorie inconnue (999)" in text for text in texts(run))
    before = versions()
    assert bring(FLOW).counts["changed"] == 0
    assert versions() == before
    assert run.finished_at == NOW


def test_a_name_that_is_but_the_category_gives_way_to_the_short_one(tmp_path):
    line = replaced(replaced(HOSPITAL, 3, "CH DU VALLON"), 4, "CENTRE HOSPITALIER C H")
    bring(written(tmp_path, line))
    assert Establishment.objects.get().name == "CH DU VALLON"
