"""Who is where in a fiche, beside its sections."""

from django import template

from applications.presence import People

register = template.Library()


@register.simple_tag
def people_here(people: People | str, number: int) -> str:
    """On the page of the section; blank on a page that reads nobody's presence."""
    return people.here(number) if isinstance(people, People) else ""


@register.simple_tag
def people_there(people: People | str, number: int) -> str:
    """Beside the section in a list."""
    return people.there(number) if isinstance(people, People) else ""
