"""The rules of the house that a machine can check."""

import ast
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.enums import OrganisationKind
from dashboards import permissions_table
from tests.factories import OrganisationFactory

ROOT = Path(settings.BASE_DIR)
ROOMS = ("acia_portal", *permissions_table.ROOMS)
MODULES = [
    path
    for room in ROOMS
    for path in (ROOT / room).rglob("*.py")
    if "migrations" not in path.parts and path.stat().st_size
]
MIGRATIONS = [path for room in ROOMS for path in (ROOT / room).glob("migrations/0*.py")]
# Each model whose rows have a stored state, and the field that holds it.
STATES = {
    model.__name__: model._meta.get_field("state")
    for model in apps.get_models()
    if any(field.name == "state" for field in model._meta.fields)
}
TEMPLATES = list((ROOT / "templates").rglob("*.html"))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_rooms_import_only_downwards():
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stdout


def test_table_of_rights_is_what_the_code_says():
    call_command("write_permissions", ROOT / "docs/permissions.md", "--check")


def test_dgos_and_anact_have_the_same_rights(monkeypatch):
    before = [(row.deed, row.state, row.answers) for row in permissions_table.rows()]
    for worn in permissions_table.HATS.values():
        if worn is not None and worn.national:
            other = OrganisationKind.ANACT if worn.organisation.kind == OrganisationKind.DGOS else OrganisationKind.DGOS
            monkeypatch.setattr(worn, "organisation", OrganisationFactory.build(pk=worn.organisation_id, kind=other))
    assert [(row.deed, row.state, row.answers) for row in permissions_table.rows()] == before


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_module_keeps_to_the_house(path: Path):
    source = path.read_text(encoding="utf-8")
    assert path.stem not in {"services", "utils", "helpers", "common", "mixins"}
    assert len(source.splitlines()) <= 400, "a module past 400 lines usually holds two subjects"
    tree = ast.parse(source)
    assert ast.get_docstring(tree) or path.name == "__init__.py", "say in one sentence what this module holds"
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            assert not any(isinstance(n, ast.FunctionDef) and n.name in {"save", "delete"} for n in node.body)
        if isinstance(node, ast.ImportFrom | ast.Import):
            names = {alias.name for alias in node.names} | {getattr(node, "module", "") or ""}
            assert not names & {"django.dispatch", "django.db.models.signals", "GenericForeignKey"}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_functions_are_short(path: Path):
    """Forty lines, thirty for a view, signature and docstring included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            is_view = "views" in path.parts and [argument.arg for argument in node.args.args[:1]] == ["request"]
            lines = node.end_lineno - node.lineno + 1
            assert lines <= (30 if is_view else 40), f"{node.name} has {lines} lines"


def test_a_class_name_stands_in_one_module():
    """Two classes of one name are told apart by the field's noun; Django looks commands up by their module."""
    modules = defaultdict(list)
    for path in MODULES:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and node.name != "Command":
                modules[node.name].append(name_of(path))
    assert {name: found for name, found in modules.items() if len(found) > 1} == {}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_request_below_the_views(path: Path):
    outer = {
        "views",
        "templatetags",
        "middleware.py",
        "adapters.py",
        "backends.py",
        "admin.py",
        "reference_admin.py",
        "views.py",
        "form_page.py",
        "autosave.py",
        "list_page.py",
        "once.py",
    }
    # The project package and the roof are about requests.
    if path.relative_to(ROOT).parts[0] in {"acia_portal", "dashboards"} or outer & set(path.relative_to(ROOT).parts):
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            assert "request" not in {argument.arg for argument in node.args.args}, f"{path}: {node.name}"


@pytest.mark.parametrize("path", [path for path in MODULES if path != ROOT / "core/states.py"], ids=name_of)
def test_a_state_changes_by_its_table_only(path: Path):
    """`move` and `move_rows` take a row further than where it begins; one made with its key is a specimen, unsaved."""
    writing = {"create", "update", "get_or_create", "update_or_create", "setattr", "__setattr__"}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            assert node.attr != "state", f"line {node.lineno}"
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            given = " ".join(ast.unparse(part) for part in [*node.args, *node.keywords])
            if name in writing or (name in STATES and not given.startswith("pk=")):
                assert not re.search(r"\bstate=|'state'", given), f"line {node.lineno}"


@pytest.mark.parametrize("name", STATES)
def test_a_life_begins_goes_everywhere_and_is_told_on_one_page(name: str):
    begins = STATES[name].default
    states = type(begins)
    assert begins == next(iter(states))
    reached = {begins}
    for _ in states:
        reached |= {after for state in reached for after in states.moves[state]}
    assert reached == set(states)
    told = (
        f"{state.label} → {', '.join(after.label for after in states if after in states.moves[state])}"
        for state in states
        if states.moves[state]
    )
    assert f"| {states.thing} | {' · '.join(told)} |" in (ROOT / "docs/architecture.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", [path for path in MODULES if "forms" in path.parts], ids=name_of)
def test_what_is_required_in_some_cases_is_not_said_to_be_optional(path: Path):
    """«Motif (facultatif)», then «Donnez le motif»: such a field has its words in the form's `required_when`."""
    for form in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(form, ast.ClassDef) and "Filter" not in form.name:
            source = ast.unparse(form)
            may_be_blank = set(re.findall(r"\n    (\w+) = \w[\w.]*\((?=[^\n]*required=False)", source))
            refused = set(re.findall(r"self\.add_error\('(\w+)'", source))
            named = re.search(r"required_when = (\{.*?\})", source)
            assert may_be_blank & refused <= set(ast.literal_eval(named[1]) if named else ()), form.name


@pytest.mark.parametrize("path", [*MODULES, *TEMPLATES], ids=name_of)
def test_plurals_and_elisions_are_left_to_the_wording(path: Path):
    """«1 ligne(s)», «0 terminées», «de août», «de Ehpad»: `core.wording` has `counted`, `plural` and `of`."""
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"[a-zé]\(s\)|\|pluralize|'s' if ", source)
    bare = r"\b[dD]e \{\{? ?(?:[^{}|]*\.(?:name|file_name|place|funder|beneficiary)|[^{}]*month_name[^{}|]*) ?\}"
    assert not re.search(bare, source)


@pytest.mark.parametrize("path", [path for path in MODULES if "forms" in path.parts], ids=name_of)
def test_numbers_and_days_are_typed_in_our_own_fields(path: Path):
    """Case 51: the stock fields take «1.000» for one and the year 202; a hidden one holds what the page wrote."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and re.fullmatch(
            r"forms\.(Integer|Decimal|Float|Date)Field", ast.unparse(node.func)
        ):
            assert "HiddenInput" in ast.unparse(node), f"{path.name}: line {node.lineno}"


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_template_obeys_the_strict_policy(path: Path):
    source = path.read_text(encoding="utf-8")
    if "pdf" in path.parts or "letters" in path.parts:
        return
    assert not re.search(r"<[^>{]*\sstyle=", source), "no style attribute"
    assert not re.search(r"<[^>{]*\son[a-z]+=", source), "no inline handler"
    assert "<style" not in source, "no style element"
    assert not re.search(r"<script(?![^>]*\ssrc=)", source), "no inline script"


def test_every_template_is_used():
    """Named whole in a module or a template, or by a pattern («tables/{kind}.html») that some value completes."""
    pattern = re.compile(r"[\"']((?:[\w./-]|\{[^{}\"']*\})+\.(?:html|txt))[\"']")
    texts = list((ROOT / "templates").rglob("*.txt"))
    named = {name for path in [*MODULES, *TEMPLATES, *texts] for name in pattern.findall(path.read_text("utf-8"))}
    chosen = re.compile("|".join(re.sub(r"\\\{.*?\\\}", r"[\\w-]+", re.escape(name)) for name in named))
    # Templates that Django and libraries look up by names of their own.
    theirs = re.compile(r"(400|403|404|429|500)\.html|(account|allauth|django|dsfr|socialaccount|admin)/.*")
    names = [path.relative_to(ROOT / "templates").as_posix() for path in [*TEMPLATES, *texts]]
    assert [name for name in names if not chosen.fullmatch(name) and not theirs.fullmatch(name)] == []


def test_every_component_is_used():
    """A tag or a filter of ours that no template calls is dead."""
    registered = re.compile(
        r"@register\.(?:simple_tag|inclusion_tag|filter|tag)(?:\((?:.*?name=\"(\w+)\")?.*?\))?\s+(?:@.*\s+)*def (\w+)"
    )
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "templates").rglob("*.*"))
    called = set(re.findall(r"\{%-? *(\w+)|\|(\w+)", sources))
    called = {name for pair in called for name in pair}
    libraries = [path for path in MODULES if "templatetags" in path.parts]
    tags = [name or function for path in libraries for name, function in registered.findall(path.read_text("utf-8"))]
    assert tags
    assert [name for name in tags if name not in called] == []


@pytest.mark.parametrize("path", MIGRATIONS, ids=name_of)
def test_a_migration_does_not_import_what_may_change(path: Path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom | ast.Import):
            names = [getattr(node, "module", None) or alias.name for alias in node.names]
            assert not [name for name in names if name.partition(".")[0] in ROOMS]


def test_a_page_has_one_word():
    """Its route and its view have the same name; «_page» where a module already has it."""

    def routes(resolver: URLResolver) -> Iterator[URLPattern]:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLPattern):
                yield entry
            elif entry.namespace != "admin":
                yield from routes(entry)

    names = defaultdict(set)
    for route in routes(get_resolver()):
        view = route.callback
        if view.__module__.partition(".")[0] in ROOMS and not hasattr(view, "view_class"):
            names[f"{view.__module__}.{view.__name__}"].add(route.name)
    assert len(names) > 200
    assert [view for view, words in names.items() if view.rpartition(".")[2].removesuffix("_page") not in words] == []


def test_no_machine_path_nor_download_address_is_committed():
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()  # noqa: S607
    for name in files:
        if name.startswith("requirements/"):
            assert "://" not in (ROOT / name).read_text(encoding="utf-8"), name
