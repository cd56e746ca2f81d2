"""In the suite, a variable that a template shows and nobody gave is an error, where production shows nothing."""

from django.template import Context, Variable, engines


class UndefinedVariable(str):
    """What Django puts in the place of such a variable: it asks for «%s» in it, then fills it with the name."""

    __slots__ = ()

    def __contains__(self, _: object) -> bool:
        return True

    def __mod__(self, name: object) -> str:
        raise LookupError(f"undefined in a template: {name}")


look_up = Variable._resolve_lookup


def looked_up(variable: Variable, context: Context) -> object:
    """A link to a row that does not exist is still nothing, as `{% if %}` may ask."""
    found = look_up(variable, context)
    return "" if isinstance(found, UndefinedVariable) else found


def refuse_undefined_variables() -> None:
    engines["django"].engine.string_if_invalid = UndefinedVariable("%s")
    Variable._resolve_lookup = looked_up
