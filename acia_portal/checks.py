"""System checks: what the machine must offer."""

import ctypes
import sys
from pathlib import Path
from typing import Any

from django.core import checks

# What WeasyPrint loads when a letter is made, by Debian package.
LIBRARIES = {
    "libpango-1.0-0": "libpango-1.0.so.0",
    "libpangoft2-1.0-0": "libpangoft2-1.0.so.0",
    "libharfbuzz-subset0": "libharfbuzz-subset.so.0",
}
FONTS_PACKAGE = "fonts-dejavu-core"
FONTS_FOLDER = Path("/usr/share/fonts/truetype/dejavu")


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_packages() -> list[str]:
    """Debian packages that letters need and that this machine lacks."""
    missing = [package for package, library in LIBRARIES.items() if not loads(library)]
    return missing if FONTS_FOLDER.is_dir() else [*missing, FONTS_PACKAGE]


@checks.register
def letters_can_be_made(**kwargs: Any) -> list[checks.CheckMessage]:  # noqa: ARG001 - Django passes the apps to check
    missing = missing_packages() if sys.platform == "linux" else []
    if not missing:
        return []
    return [
        checks.Warning(
            "Les lettres PDF ne peuvent pas être fabriquées : il manque des paquets du système.",
            hint=f"apt-get install {' '.join(missing)}",
            id="acia_portal.W001",
        )
    ]
