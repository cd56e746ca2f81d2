"""Who is where in a fiche, and what they say of it, beside its sections and its questions."""

from collections.abc import Iterable

from django import template

from accounts.models import Membership
from applications.carried import CarriedLine, CarriedLines
from applications.models import Application, Remark
from applications.presence import People, who
from applications.remarks import Beside
from core.wording import counted, listed

register = template.Library()


@register.simple_tag
def people_here(people: People | str, number: int) -> str:
    """On the page of the section; blank on a page that reads nobody's presence."""
    return people.here(number) if isinstance(people, People) else ""


@register.simple_tag
def people_there(people: People | str, number: int) -> str:
    """Beside the section in a list."""
    return people.there(number) if isinstance(people, People) else ""


@register.simple_tag
def person(hat: Membership, application: Application) -> str:
    """«Claire Martin (Aract)»."""
    return who(hat, application.project)


@register.simple_tag
def people_named(hats: Iterable[Membership], application: Application) -> str:
    return listed([who(hat, application.project) for hat in hats])


@register.simple_tag
def threads(remarks: Beside, code: str) -> list[Remark]:
    return remarks.on(code)


@register.simple_tag
def carried_answer(lines: CarriedLines, code: str) -> CarriedLine | None:
    """Where the answer to a question was taken from, if it was."""
    return lines.answers.get(code)


@register.simple_tag
def remarks_of(counts: dict[int, int] | str, number: int) -> str:
    """«2 remarques», beside a section in a list; blank when it has none, or on a page that counts none."""
    number_of = counts.get(number, 0) if isinstance(counts, dict) else 0
    return counted(number_of, "remarque") if number_of else ""
