"""FINESS numbers as people type them."""

import re

WELL_FORMED = re.compile(r"[0-9][0-9AB][0-9]{7}")
# From six characters on, digits are no longer a postcode: someone is typing a number.
BEING_TYPED = re.compile(r"[0-9][0-9AB][0-9]{4,}")
LENGTH = 9
SIRET_LENGTH = 14


def compact(text: str) -> str:
    """Without the spaces of a paste («75 000 001 2»), in capitals."""
    return "".join(text.split()).upper()


def typed_number(text: str) -> str:
    """What was typed when it reads as a FINESS number, complete or not; nothing for a name, a city or a postcode."""
    number = compact(text)
    return number if BEING_TYPED.fullmatch(number) else ""


def is_complete(number: str) -> bool:
    return WELL_FORMED.fullmatch(number) is not None
