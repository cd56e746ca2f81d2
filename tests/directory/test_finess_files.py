"""Opening and reading FINESS files (cases 25 and 29)."""

import gzip
import io
import json
import zipfile

import pytest

from core.verdicts import Refused
from directory.enums import LegalStatus, Sector
from directory.finess_files import opening
from directory.finess_files.flow import Flow, Scanner
from directory.finess_files.nature import categories, legal_status_of, likely_status, sector_of
from directory.finess_files.opening import Source
from directory.finess_files.report import Report
from directory.finess_files.rows import Entity, Left, Structure
from directory.finess_files.stock import StockTable
from directory.finess_files.territory import REGION_OF, department_of, department_of_commune, postcode_and_city
from tests.directory.finess_sample import FLOW, STRUCTURES


def kept(folder, name, content):
    path = folder / name
    path.write_bytes(content)
    return path


def zipped(*members, way=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", way) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return stream.getvalue()


def read(path, **kwargs):
    with Source(path, **kwargs) as source:
        return [row for row in StockTable(source, Report()).structures() if isinstance(row, Structure)]


def test_the_same_content_whatever_the_wrapping(tmp_path):
    content = STRUCTURES.read_bytes()
    plain = read(STRUCTURES)
    assert len(plain) == 15
    assert read(kept(tmp_path, "a.gz", gzip.compress(content))) == plain
    assert read(kept(tmp_path, "a.zip", zipped(("et.csv", content)))) == plain
    assert read(kept(tmp_path, "a.csv", content.replace(b"\n", b"\r\n"))) == plain


@pytest.mark.parametrize("wrap", [gzip.compress, lambda content: zipped(("x.csv", content)), bytes])
def test_a_bomb_is_not_inflated_beyond_the_limit(tmp_path, wrap):
    """Case 25."""
    bomb = kept(tmp_path, "bombe", wrap(b"0\n" * 2_000_000))
    with pytest.raises(Refused, match="démesuré"):
        read(bomb, limit=1_000_000)


def test_an_archive_that_lies_about_its_size_is_stopped_while_read(tmp_path, monkeypatch):
    """Case 25."""
    archive = bytearray(zipped(("x.csv", b"0\n" * 2_000_000)))
    header = archive.index(b"PK\x01\x02")
    archive[header + 24 : header + 28] = (10).to_bytes(4, "little")
    with pytest.raises(Refused):
        read(kept(tmp_path, "menteur.zip", bytes(archive)), limit=1_000_000)


@pytest.mark.parametrize("way", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_archive_that_python_inflates_without_bound_is_not_read(tmp_path, way):
    """Case 25: a few hundred bytes of these would take gigabytes before any limit is asked."""
    with pytest.raises(Refused, match="abîmé"):
        read(kept(tmp_path, "a.zip", zipped(("et.csv", STRUCTURES.read_bytes()), way=way)))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (gzip.compress(STRUCTURES.read_bytes())[:-200], "abîmé"),
        (b"\x1f\x8b" + b"x" * 50, "abîmé"),
        (b"PK\x03\x04" + b"x" * 50, "abîmé"),
        (zipped(("a.csv", b"x"), ("b.csv", b"y")), "contient 2.fichiers"),
        (zipped(), ""),
        ("finess;etalab".encode("utf-16"), "UTF-16"),
        (b"structureet;" + b"x" * 50_000, "n'en finit pas"),
        (b"\xff\x81\n", "encodage"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path, content, said):
    path = kept(tmp_path, "fichier", content)
    if not said:
        assert read(path) == []
        return
    with pytest.raises(Refused, match=said):
        read(path)


def flow_of(folder, content):
    with Source(kept(folder, "flux.json", content)) as source:
        report = Report()
        return list(Flow(source, report).rows()), report


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"schemaVersion":"v2.0.0","pmej":[]}', "Version v2.0.0"),
        (b'{"autre":[]}', "pas de liste"),
        (FLOW.read_bytes()[:-400], "abîmé ou incomplet"),
        (b'{"pmej":[{]}', "abîmé"),
        (b'{"pmej":' + b"[" * 100_000, "abîmé"),
        (b'{"pmej":{}}', "abîmé"),
        (b'{"x":' + b"9" * 5000 + b',"pmej":[]}', "abîmé"),
    ],
)
def test_what_is_not_the_flow_is_refused(tmp_path, content, said):
    with pytest.raises(Refused, match=said):
        flow_of(tmp_path, content)


@pytest.mark.parametrize("element", [None, 1, "x", [], {}, {"informationsGeneralesPMEJ": 3}, {"ege": [None, 4]}])
def test_an_element_of_another_shape_is_an_error_and_no_crash(tmp_path, element):
    rows, report = flow_of(tmp_path, json.dumps({"pmej": [element]}).encode())
    assert rows == []
    assert report.errors == 1


def test_places_of_another_shape_are_errors_too(tmp_path):
    element = {"informationsGeneralesPMEJ": {"numFinessPm": "010099991"}, "ege": [None, 3, {"adresse": {}}, "x"]}
    rows, report = flow_of(tmp_path, json.dumps({"pmej": [element]}).encode())
    assert [type(row) for row in rows] == [Entity]
    assert report.errors == 4


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_the_flow_reads_alike_by_any_mouthful(monkeypatch, size):
    class Slow(io.StringIO):
        def read(self, _size=-1):
            return super().read(size)

    scanner = Scanner(Slow('{"a": 12345, "b" : [1, {"c": "d]"}, []] , "e": "x\\"y"}'))
    seen = {}
    for key in scanner.members():
        seen[key] = list(scanner.items()) if key == "b" else scanner.value()
    assert seen == {"a": 12345, "b": [1, {"c": "d]"}, []], "e": 'x"y'}


def test_hidden_signs_of_the_flow_are_taken_out(tmp_path):
    text = FLOW.read_text(encoding="utf-8").replace("CMP DES ETANGS", "CMP\\u0000 DES\\ud800\\u202e ETANGS")
    rows, _ = flow_of(tmp_path, text.encode())
    assert "CMP DES ETANGS" in {row.name for row in rows if not isinstance(row, Left)}


@pytest.mark.parametrize(
    ("aggregate", "category", "sector"),
    [
        ("1102", "355", Sector.HEALTH),
        ("2206", "124", Sector.HEALTH),
        ("4401", "500", Sector.MEDICO_SOCIAL),
        ("4501", "177", Sector.SOCIAL),
        ("4604", "197", Sector.MEDICO_SOCIAL),
        ("4605", "354", Sector.MEDICO_SOCIAL),
        ("4605", "462", Sector.SOCIAL),
        ("5104", "220", Sector.SOCIAL),
        ("3201", "620", None),
        ("6101", "300", None),
        ("0101", "261", None),
    ],
)
def test_sectors(aggregate, category, sector):
    assert sector_of(aggregate, category) == sector
    if category in categories():
        assert categories()[category][0] == sector


@pytest.mark.parametrize(
    ("codes", "status"),
    [
        ("01 07 13 21 28 30", LegalStatus.PUBLIC),
        ("40 47 60 63 66 89", LegalStatus.NON_PROFIT),
        ("70 73 80 88 91 95", LegalStatus.FOR_PROFIT),
        ("90 00 31 99 x ² ١", None),
    ],
)
def test_statuses_by_code(codes, status):
    assert {legal_status_of(code) for code in codes.split()} == {status}


def test_the_line_alone_may_tell_the_status():
    assert likely_status("1", "", "500", Sector.MEDICO_SOCIAL) == (LegalStatus.PUBLIC, True)
    assert likely_status("", "2", "500", Sector.MEDICO_SOCIAL) == (LegalStatus.PUBLIC, True)
    assert likely_status("6", "7", "365", Sector.HEALTH) == (LegalStatus.NON_PROFIT, True)
    assert likely_status("0", "4", "365", Sector.HEALTH) == (LegalStatus.FOR_PROFIT, False)
    assert likely_status("", "7", "183", Sector.MEDICO_SOCIAL) == (LegalStatus.NON_PROFIT, False)


def test_places():
    assert len(REGION_OF) == 103
    assert department_of("9A", "97133") == "977"
    assert department_of("9A", "97150") == "978"
    assert department_of("9A", "97110") == "971"
    assert department_of("2B", "20200") == "2B"
    assert department_of_commune("97411") == "974"
    assert department_of_commune("2A004") == "2A"
    assert postcode_and_city("01012 BOURG EN BRESSE CEDEX 09") == ("01012", "BOURG EN BRESSE")
    assert postcode_and_city("BOURG") == ("", "BOURG")
    assert postcode_and_city("21000") == ("21000", "")


def test_the_limit_is_far_above_the_real_files():
    assert opening.INFLATED_MAX >= 1024**3
