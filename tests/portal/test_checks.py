"""The machine that cannot make letters is told which packages it lacks."""

from acia_portal import checks


def test_missing_packages_are_named(monkeypatch, tmp_path):
    monkeypatch.setattr(checks, "loads", lambda library: "pango-1.0" in library)
    monkeypatch.setattr(checks, "FONTS_FOLDER", tmp_path / "none")
    monkeypatch.setattr(checks.sys, "platform", "linux")
    [warning] = checks.letters_can_be_made()
    assert warning.id == "acia_portal.W001"
    assert warning.hint == "apt-get install libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core"


def test_nothing_is_said_when_all_is_there(monkeypatch, tmp_path):
    monkeypatch.setattr(checks, "loads", bool)
    monkeypatch.setattr(checks, "FONTS_FOLDER", tmp_path)
    assert checks.letters_can_be_made() == []


def test_a_library_that_is_not_there_does_not_load():
    assert not checks.loads("libnowhere.so.0")
