"""Docstrings, comments and documents use words that a colleague reads at once, whatever their mother tongue."""

import re

from tests.house.prose import ROOT, files, lines

# A word that slows a reader down, and the plain one.
PLAIN = {
    "nought": "zero, nothing",
    "naught": "nothing",
    "aught": "anything",
    "lest": "so that … not",
    "amiss": "wrong",
    "anew": "again",
    "afresh": "again",
    "whoever": "the person who, those who",
    "whomever": "the person whom",
    "whosoever": "the person who",
    "whence": "from where",
    "thence": "from there",
    "hence": "so",
    "thereof": "of it",
    "therein": "in it",
    "thereby": "by it",
    "thereupon": "then",
    "wherein": "in which",
    "whereby": "by which",
    "whereupon": "then",
    "herein": "here",
    "hitherto": "until now",
    "henceforth": "from now on",
    "forthwith": "at once",
    "heed": "take into account",
    "heeds": "takes into account",
    "heeded": "taken into account",
    "befall": "happen to",
    "befalls": "happens to",
    "befell": "happened to",
    "beforehand": "before, already",
    "unto": "to",
    "upon": "on",
    "ere": "before",
    "whilst": "while",
    "amongst": "among",
    "albeit": "although",
    "notwithstanding": "in spite of",
    "thrice": "three times",
    "oft": "often",
    "shall": "must, will",
    "mend": "correct",
    "mends": "corrects",
    "mended": "corrected",
    "abscissas": "x",
    "ordinates": "y",
    "of old": "former",
    "save for": "except",
    "for want of": "without",
    "unless told": "by default",
    "be it": "whether",
    "were it": "if it were",
}
WORDS = re.compile(rf"\b({'|'.join(PLAIN)})\b", re.IGNORECASE)
# Names of the code and quotations are not ours to reword.
QUOTED = re.compile(r"`[^`]*`|«[^»]*»")


def test_words_are_plain():
    found = {
        f"{path.relative_to(ROOT)}:{number}: {word[0]}": PLAIN[word[0].lower()]
        for path in files()
        for number, line in lines(path)
        for word in WORDS.finditer(QUOTED.sub("", line))
    }
    assert found == {}
