"""Gestures that the journeys share."""

from playwright.sync_api import Locator


def tick(box: Locator) -> None:
    """Choose a radio or a box, which DSFR hides: a click at its place may miss while the page settles."""
    box.evaluate("box => box.checked || box.click()")
    assert box.is_checked()
