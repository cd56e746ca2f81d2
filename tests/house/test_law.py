"""The rules of the house that a machine can check."""

import ast
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
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
FORMS = [path for path in MODULES if "forms" in path.parts]
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


@cache
def source_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(source_of(path))


def offenders(paths: Iterable[Path], faults: Callable[[Path], Iterator[str]]) -> dict[str, list[str]]:
    """What is wrong in each of these files; one test reads them all, which is far quicker than one for each."""
    found = {name_of(path): list(faults(path)) for path in paths}
    return {name: wrong for name, wrong in found.items() if wrong}


def test_rooms_import_only_downwards():
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stdout


def test_table_of_rights_is_what_the_code_says():
    call_command("write_permissions", ROOT / "docs/permissions.md", "--check")


# What the minister alone decides, before the commission of both has anything to examine.
DGOS_ALONE = {"declare_inadmissible", "withdraw_inadmissibility"}


def test_dgos_and_anact_have_the_same_rights(monkeypatch):
    def shared_rights():
        return [(row.deed, row.state, row.answers) for row in permissions_table.rows() if row.deed not in DGOS_ALONE]

    before = shared_rights()
    for worn in permissions_table.HATS.values():
        if worn is not None and worn.national:
            other = OrganisationKind.ANACT if worn.organisation.kind == OrganisationKind.DGOS else OrganisationKind.DGOS
            monkeypatch.setattr(worn, "organisation", OrganisationFactory.build(pk=worn.organisation_id, kind=other))
    assert shared_rights() == before


def against_the_house(path: Path) -> Iterator[str]:
    if path.stem in {"services", "utils", "helpers", "common", "mixins"}:
        yield "a name that says nothing"
    if len(source_of(path).splitlines()) > 400:
        yield "a module past 400 lines usually holds two subjects"
    if not ast.get_docstring(tree_of(path)) and path.name != "__init__.py":
        yield "say in one sentence what this module holds"
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ClassDef):
            names = {part.name for part in node.body if isinstance(part, ast.FunctionDef)}
            yield from (f"{node.name}.{name}" for name in names & {"save", "delete"})
        if isinstance(node, ast.ImportFrom | ast.Import):
            names = {alias.name for alias in node.names} | {getattr(node, "module", "") or ""}
            yield from names & {"django.dispatch", "django.db.models.signals", "GenericForeignKey"}


def test_module_keeps_to_the_house():
    assert offenders(MODULES, against_the_house) == {}


def long_functions(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            is_view = "views" in path.parts and [argument.arg for argument in node.args.args[:1]] == ["request"]
            lines = node.end_lineno - node.lineno + 1
            if lines > (30 if is_view else 40):
                yield f"{node.name} has {lines} lines"


def test_functions_are_short():
    """Forty lines, thirty for a view, signature and docstring included."""
    assert offenders(MODULES, long_functions) == {}


def test_a_class_name_stands_in_one_module():
    """Two classes of one name are told apart by the field's noun; Django looks commands up by their module."""
    modules = defaultdict(list)
    for path in MODULES:
        for node in tree_of(path).body:
            if isinstance(node, ast.ClassDef) and node.name != "Command":
                modules[node.name].append(name_of(path))
    assert {name: found for name, found in modules.items() if len(found) > 1} == {}


def requests(path: Path) -> Iterator[str]:
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
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef) and "request" in {argument.arg for argument in node.args.args}:
            yield node.name


def test_no_request_below_the_views():
    assert offenders(MODULES, requests) == {}


def states_written(path: Path) -> Iterator[str]:
    writing = {"create", "update", "get_or_create", "update_or_create", "setattr", "__setattr__"}
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and node.attr == "state":
            yield f"line {node.lineno}"
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in writing or name in STATES:
                given = " ".join(ast.unparse(part) for part in [*node.args, *node.keywords])
                specimen = name not in writing and given.startswith("pk=")
                if re.search(r"\bstate=|'state'", given) and not specimen:
                    yield f"line {node.lineno}"


def test_a_state_changes_by_its_table_only():
    """`move` and `move_rows` take a row further than where it begins; one made with its key is a specimen, unsaved."""
    assert offenders([path for path in MODULES if path != ROOT / "core/states.py"], states_written) == {}


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


def wrongly_optional(path: Path) -> Iterator[str]:
    for form in ast.walk(tree_of(path)):
        if isinstance(form, ast.ClassDef) and "Filter" not in form.name:
            source = ast.unparse(form)
            if "marks_optional = False" in source:
                continue  # says «facultatif» of nothing
            may_be_blank = set(re.findall(r"\n    (\w+) = \w[\w.]*\((?=[^\n]*required=False)", source))
            refused = set(re.findall(r"self\.add_error\('(\w+)'", source))
            named = re.search(r"required_when = (\{.*?\})", source)
            said = set(ast.literal_eval(named[1]) if named else ())
            yield from (f"{form.name}.{name}" for name in may_be_blank & refused - said)


def test_what_is_required_in_some_cases_is_not_said_to_be_optional():
    """«Motif (facultatif)», then «Donnez le motif»: such a field has its words in the form's `required_when`."""
    assert offenders(FORMS, wrongly_optional) == {}


def words_by_hand(path: Path) -> Iterator[str]:
    bare = r"\b[dD]e \{\{? ?(?:[^{}|]*\.(?:name|file_name|place|funder|beneficiary)|[^{}]*month_name[^{}|]*) ?\}"
    for pattern in (r"[a-zé]\(s\)|\|pluralize|'s' if ", bare):
        yield from (found[0] for found in re.finditer(pattern, source_of(path)))


def test_plurals_and_elisions_are_left_to_the_wording():
    """«1 ligne(s)», «0 terminées», «de août», «de Ehpad»: `core.wording` has `counted`, `plural` and `of`."""
    assert offenders([*MODULES, *TEMPLATES], words_by_hand) == {}


def stock_fields(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        if (
            isinstance(node, ast.Call)
            and re.fullmatch(r"forms\.(Integer|Decimal|Float|Date)Field", ast.unparse(node.func))
            and "HiddenInput" not in ast.unparse(node)
        ):
            yield f"line {node.lineno}"


def test_numbers_and_days_are_typed_in_our_own_fields():
    """Case 51: the stock fields take «1.000» for one and the year 202; a hidden one holds what the page wrote."""
    assert offenders(FORMS, stock_fields) == {}


def against_the_policy(path: Path) -> Iterator[str]:
    forbidden = {
        "no style attribute": r"<[^>{]*\sstyle=",
        "no inline handler": r"<[^>{]*\son[a-z]+=",
        "no style element": r"<style",
        "no inline script": r"<script(?![^>]*\ssrc=)",
    }
    yield from (rule for rule, pattern in forbidden.items() if re.search(pattern, source_of(path)))


def test_template_obeys_the_strict_policy():
    pages = [path for path in TEMPLATES if not {"pdf", "letters", "mails"} & set(path.parts)]
    assert offenders(pages, against_the_policy) == {}


def test_every_template_is_used():
    """Named whole in a module or a template, or by a pattern («tables/{kind}.html») that some value completes."""
    pattern = re.compile(r"[\"']((?:[\w./-]|\{[^{}\"']*\})+\.(?:html|txt))[\"']")
    texts = list((ROOT / "templates").rglob("*.txt"))
    named = {name for path in [*MODULES, *TEMPLATES, *texts] for name in pattern.findall(source_of(path))}
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
    sources = "".join(source_of(path) for path in (ROOT / "templates").rglob("*.*"))
    called = set(re.findall(r"\{%-? *(\w+)|\|(\w+)", sources))
    called = {name for pair in called for name in pair}
    libraries = [path for path in MODULES if "templatetags" in path.parts]
    tags = [name or function for path in libraries for name, function in registered.findall(source_of(path))]
    assert tags
    assert [name for name in tags if name not in called] == []


def imports_of_rooms(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom | ast.Import):
            names = [getattr(node, "module", None) or alias.name for alias in node.names]
            # What migrations are written with is kept as it is for them.
            yield from (name for name in names if name.partition(".")[0] in ROOMS and name != "core.migrating")


def test_a_migration_does_not_import_what_may_change():
    assert offenders(MIGRATIONS, imports_of_rooms) == {}


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


@pytest.mark.parametrize(("mark", "folder"), [("browser", "journeys"), ("faults", "faults")])
def test_tests_run_by_folder_stand_there(mark: str, folder: str):
    """`ops/test.sh` looks for the tests of these marks in these folders only; elsewhere they would never run."""
    tests = [path for path in (ROOT / "tests").rglob("*.py") if folder not in path.parts]
    assert [name_of(path) for path in tests if f"mark.{mark}" in source_of(path)] == []


def test_no_machine_path_nor_download_address_is_committed():
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()  # noqa: S607
    for name in files:
        if name.startswith("requirements/"):
            assert "://" not in (ROOT / name).read_text(encoding="utf-8"), name
