"""Loading the programme, its vocabularies and the library of questionnaires and grids."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from calls.enums import SectionKind
from calls.models import Criterion, Grid, Level, Phase, Programme, Question, Questionnaire, Section, Term
from records.models import JournalEntry
from records.reference_files import LoadReport, changed, csv_rows, settle, toml_content

HERE = Path(__file__).parent
QUESTIONNAIRES = HERE / "questionnaires"
# The codes of the questionnaires that every call may begin with: each file bears the name of its own.
MODELS = frozenset(path.stem for path in QUESTIONNAIRES.glob("*.toml"))


@transaction.atomic
def load(report: LoadReport) -> None:
    load_terms(report)
    load_programmes(report)
    for path in sorted(QUESTIONNAIRES.glob("*.toml")):
        load_questionnaire(path, report)
    load_grid(HERE / "grid.toml", report)


def load_terms(report: LoadReport) -> None:
    path = HERE / "terms.csv"
    rows = [row | {"position": int(row["position"])} for row in csv_rows(path)]
    settle(Term.objects.all(), rows, key=("vocabulary", "code"), rewrite=changed(path), report=report)


def load_programmes(report: LoadReport) -> None:
    path = HERE / "programmes.toml"
    rewrite, said = changed(path), toml_content(path)["programmes"]
    rows = [
        {name: row[name].strip() for name in ("slug", "name", "acronym", "owners", "introduction", "objectives")}
        for row in said
    ]
    programmes = settle(Programme.objects.all(), rows, key=("slug",), rewrite=rewrite, report=report)
    phases: dict[tuple[str], Phase] = {}
    for row in said:
        for position, phase in enumerate(row["phases"], start=1):
            follows = phases[phase["follows"],] if "follows" in phase else None
            values = {**phase, "follows": follows, "programme": programmes[row["slug"],], "position": position}
            known = Phase.objects.filter(code=phase["code"]).select_related("programme", "follows")
            phases |= settle(known, [values], key=("code",), rewrite=rewrite, report=report)


def sections_of(path: Path) -> list[dict[str, Any]]:
    """The sections of a model; one that is based on another takes its sections except those it replaces by number."""
    content = toml_content(path)
    if "based_on" not in content:
        return list(content["sections"])
    sections = sections_of(path.with_stem(content["based_on"]))
    for section in content["sections"]:
        sections[section["number"] - 1] = section
    return sections


def load_questionnaire(path: Path, report: LoadReport) -> None:
    content = toml_content(path)
    sources = [path, *([path.with_stem(content["based_on"])] if "based_on" in content else [])]
    questionnaire = revision_to_write(Questionnaire, content, rewrite=changed(*sources), report=report)
    if questionnaire is None:
        return
    for number, section in enumerate(sections_of(path), start=1):
        row = Section.objects.create(
            questionnaire=questionnaire,
            code=section["code"],
            number=number,
            title=section["title"],
            kind=section.get("kind", SectionKind.QUESTIONS),
            guidance=section["guidance"].strip(),
            condition=section.get("shown_if", {}),
        )
        row.clean()
        Question.objects.bulk_create(
            question_of(row, position, said) for position, said in enumerate(section["questions"], start=1)
        )


def question_of(section: Section, position: int, said: dict[str, Any]) -> Question:
    """A question as a file says it: what is none of its columns is a setting of its kind."""
    columns = {name: said[name] for name in ("code", "label", "required", "owner", "for_reviewers", "personal", "kind")
               if name in said}  # fmt: skip
    settings = {name: value for name, value in said.items() if name not in {*columns, "help", "shown_if"}}
    question = Question(
        section=section,
        **columns,
        help_text=said.get("help", ""),
        position=position,
        settings=settings,
        condition=said.get("shown_if", {}),
    )
    try:
        question.clean_fields(exclude=["section"])
        question.clean()
    except ValidationError as error:
        where = f"{section.questionnaire.code}, question {question.code}"
        raise ValueError(f"{where}: {' '.join(error.messages)}") from error
    return question


def load_grid(path: Path, report: LoadReport) -> None:
    content = toml_content(path)
    grid = revision_to_write(Grid, content, rewrite=changed(path), report=report)
    if grid is None:
        return
    for position, criterion in enumerate(content["criteria"], start=1):
        row = Criterion.objects.create(
            grid=grid,
            code=criterion["code"],
            title=criterion["title"],
            question=criterion["question"],
            weight=criterion["weight"],
            position=position,
        )
        Level.objects.bulk_create(
            Level(criterion=row, score=score, wording=wording) for score, wording in enumerate(criterion["levels"])
        )


def revision_to_write(
    model: type[Questionnaire] | type[Grid], content: dict[str, Any], *, rewrite: bool, report: LoadReport
) -> Any:
    """The empty revision that a model file must fill, or None when the latest one stands.

    A revision that no opened call uses is emptied and written again, unless secretaries are at it; a frozen one is
    followed by the next.
    """
    latest = model.objects.filter(code=content["code"]).order_by("-revision").first()
    names = str(model._meta.verbose_name_plural)  # noqa: SLF001
    if latest is not None and (not rewrite or being_composed(latest)):
        return None
    if latest is None or latest.frozen_at is not None:
        report.add(names, created=1)
        revision = 1 if latest is None else latest.revision + 1
        return model.objects.create(code=content["code"], title=content["title"], revision=revision)
    report.add(names, updated=1)
    children = latest.sections if isinstance(latest, Questionnaire) else latest.criteria
    children.all().delete()
    latest.title = content["title"]
    latest.save(update_fields=["title"])
    return latest


def being_composed(latest: Questionnaire | Grid) -> bool:
    """Whether somebody prepared it or wrote in it through the portal's own pages: no file takes their work away."""
    return latest.frozen_at is None and JournalEntry.objects.about(latest).filter(deed__startswith="calls.").exists()
