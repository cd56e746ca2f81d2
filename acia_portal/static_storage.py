"""Static files as production serves them: named by their content, and our scripts import one another by those names."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

# import … from "./x.js", import "./x.js", import("./x.js"), export … from "./x.js", with or without a semicolon.
IMPORT = r"""(?P<matched>(?P<before>\b(?:from|import|import\s*\()\s*["'])(?P<url>\.{1,2}/[^"'\s]+)(?P<after>["']))"""


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Only the hashed names are kept, so that a module imported by its plain name would be missing.

    Django's own rewriting of imports is for all scripts or none, and stumbles on the comments of a library.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", ((IMPORT, "%(before)s%(url)s%(after)s"),)))
