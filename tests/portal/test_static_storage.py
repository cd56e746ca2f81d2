"""Scripts served under hashed names import one another by those names."""

import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage

from acia_portal.static_storage import StaticFilesStorage

SCRIPTS = Path(settings.BASE_DIR, "static/js")
RELATIVE = re.compile(r"""["'](\.{1,2}/[^"']+)["']""")


@pytest.fixture
def collect(tmp_path, settings):
    """Collect the files of a folder; what became of each, by its first name."""
    settings.WHITENOISE_KEEP_ONLY_HASHED_FILES = True

    def collected(folder: Path) -> dict[str, Path]:
        shutil.copytree(folder, tmp_path / "collected", dirs_exist_ok=True)
        storage = StaticFilesStorage(location=tmp_path / "collected", base_url="/static/")
        names = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
        source = FileSystemStorage(location=folder)
        done = {name: hashed for name, hashed, _ in storage.post_process({name: (source, name) for name in names})}
        return {name: tmp_path / "collected" / done[name] for name in names}

    return collected


def test_each_of_our_scripts_finds_what_it_imports(collect, tmp_path):
    shutil.copytree(SCRIPTS, tmp_path / "source/js")
    imports = {}
    for name, path in collect(tmp_path / "source").items():
        imports[name] = [path.parent / found for found in RELATIVE.findall(path.read_text(encoding="utf-8"))]
        assert [found for found in imports[name] if not found.exists()] == [], name
    assert imports["js/portal.js"]


@pytest.mark.parametrize(
    "written",
    [
        'import { one } from "./part.js";',
        "import { one } from './part.js'",
        'import {\n  one,\n} from "./part.js";',
        'import * as all from "../js/part.js";',
        'import whole,{one}from"./part.js"',
        'import "./part.js"',
        'await import("./part.js")',
        'export { one } from "./part.js"',
    ],
)
def test_every_way_to_import_is_followed(collect, tmp_path, written):
    folder = tmp_path / "source/js"
    folder.mkdir(parents=True)
    (folder / "part.js").write_text("export const one = 1;")
    (folder / "whole.js").write_text(written)
    path = collect(tmp_path / "source")["js/whole.js"]
    (found,) = RELATIVE.findall(path.read_text())
    assert (path.parent / found).exists()
    assert "part.js" not in path.read_text()


def test_the_scripts_of_libraries_are_left_as_they_are(collect, tmp_path):
    """They are bundled, and speak of imports in their comments."""
    folder = tmp_path / "source/library"
    folder.mkdir(parents=True)
    text = '/** @param {import("../nowhere").Api} api */'
    (folder / "extension.js").write_text(text)
    assert collect(tmp_path / "source")["library/extension.js"].read_text() == text
