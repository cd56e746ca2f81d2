"""One word a thing: what a person reads uses the word that the glossary keeps (docs/glossary.md)."""

import re
from itertools import chain

import pytest

from tests.house.french import of_python, of_template, texts

# Each rejected word, as a pattern, and the word that the glossary keeps.
REJECTED = {
    r"récépissé": "accusé de réception",
    r"candidatures?\b": "réponse",
    r"expressions? d'intérêt": "réponse",
    r"\bdossiers?\b": "fiche projet",
    r"\bcompléments?\b": "part complémentaire",
    r"subvention accordée|\baccordé": "attribuée",
    r"contre-(pass|écrit)": "écriture de correction",
    r"rattachements?\b": "rôle",
    r"\bsièges? (ajout|retir|par siège|sans)": "place",
    r"équipe d'administration|administration de la plateforme|équipe (de la )?plateforme|équipes nationales": (
        "équipe du portail"
    ),
    r"personnes? référente|interlocuteur|contacts? (d'|de l')établissement": "référent",
    r"\be-mail|\bmél\b|adresse (mail|courriel)": "courriel, adresse électronique",
    r"établissements (engagé|participant|volontaire)|poids d'un établissement": "structure",
    r"journal des jours": "jours",
    r"(?-i:^Notifications?$)|les notifications|lettres? de notification": "lettre de décision",
    r"(?-i:^Participants?$)": "structures",
    r"n° d'enregistrement|dépôt n°": "numéro de dépôt",
    r"empreinte SHA|– SHA-256": "empreinte",
    r"\bCOPIL en\b|\ble COPIL\b": "comité de pilotage",
    r"\b(mon|ma|mes) (compte|tâche|fiche|évaluation|réponse|région|courriel|avis|texte|travail|participation|mois)": (
        "votre, vos: the portal says «vous»"
    ),
}
# Where a rejected word is right, each with its reason.
JUSTIFIED = (
    (r"^templates/acts/kinds/(regional_)?receipt\.html", r"chargé du dossier", "the words of R. 112-5"),
    (r".", r"dossiers? (de l'usager|de soins|de santé|informatisé|médical|partagé)", "a tool that is explored"),
    (r"^(demo/data|calls/reference)/", r"\b(le|aucun) dossier\b", "a person's file, in a tool that is explored"),
    (r"^calls/reference/terms\.csv", r"établissements? participants", "the words of the technical note, cited"),
    (r"^core/templatetags/jargon", r"expressions? d'intérêt", "the prefix EI of a number is told"),
    (r"^demo/data/archives\.toml", r"établissements", "what public texts say, cited"),
    (r"^(core/templatetags/typed|demo/views)\.py", r"rattachement", "the name of a field, that nobody reads"),
    (r"^calls/reference/questionnaires/", r"candidatures_recues", "the code of a question"),
    (r"^(applications/prefilling|demo/fiches)\.py", r"candidatures_recues", "the code of a question"),
    (r"^(records|directory)/models/", r"empreinte SHA-256", "the name of a column, that no page shows"),
    (r"^worklog/importing\.py", r"e mail", "a heading that a file may bear"),
)


def found_in(where: str, text: str) -> list[str]:
    """The rejected words of a text, each with the word to write."""
    for place, words, _ in JUSTIFIED:
        if re.search(place, where):
            text = re.sub(words, "", text, flags=re.IGNORECASE)
    return [
        f"{found[0]}: {kept}" for word, kept in REJECTED.items() for found in re.finditer(word, text, re.IGNORECASE)
    ]


def test_one_word_a_thing():
    found = {f"{where} {word}": text.strip()[:120] for where, text in texts() for word in found_in(where, text)}
    assert found == {}


def test_what_justifies_an_exception_is_still_there():
    everything = list(texts())
    idle = [
        why
        for place, words, why in JUSTIFIED
        if not any(re.search(place, where) and re.search(words, text, re.IGNORECASE) for where, text in everything)
    ]
    assert idle == []


@pytest.mark.parametrize(
    ("reader", "source"),
    [
        (of_template, "<p>Le récépissé est là.</p>"),
        (of_template, '{% alert "info" "Votre récépissé est là" %}'),
        (of_template, '<span title="Votre récépissé est là">a</span>'),
        (of_python, 'x = "Votre récépissé"'),
        (of_python, 'x = f"Votre récépissé {y}"'),
        (of_python, 'x = ("Votre "\n "récépissé")'),
    ],
)
def test_a_rejected_word_is_seen_wherever_it_stands(reader, source):
    assert [word for _, text in reader(source) for word in found_in("x", text)]


@pytest.mark.parametrize(
    ("reader", "source"),
    [
        (of_template, '<p class="récépissé">Bien</p>{# récépissé #}'),
        (of_python, 'def f():\n    """Le récépissé."""'),
    ],
)
def test_what_nobody_reads_is_left_alone(reader, source):
    assert not list(chain.from_iterable(found_in("x", text) for _, text in reader(source)))
