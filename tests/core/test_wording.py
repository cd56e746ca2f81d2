"""Amounts, days and instants as French pages and letters write them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template

from core import wording

NBSP = "\N{NO-BREAK SPACE}"


def plain(text: str) -> str:
    """With ordinary spaces, to be read in a test."""
    return text.replace(NBSP, " ")


@pytest.mark.parametrize(
    ("amount", "text"), [("70000", "70 000,00 €"), ("0", "0,00 €"), ("1000000.5", "1 000 000,50 €")]
)
def test_euros(amount, text):
    assert plain(wording.euros(Decimal(amount))) == text


def test_no_line_breaks_inside_an_amount():
    assert " " not in wording.euros(Decimal(1_000_000))


@pytest.mark.parametrize(("number", "text"), [("12.25", "12,25 j"), ("12.50", "12,5 j"), ("10", "10 j"), ("0", "0 j")])
def test_days(number, text):
    assert plain(wording.days(Decimal(number))) == text


def test_a_file_is_weighed_in_french_units():
    sizes = [0, 1, 1023, 1536, 10 * 1024**2, 5 * 1024**3]
    assert [wording.weight(size) for size in sizes] == [
        "0\xa0octet", "1\xa0octet", "1023\xa0octets", "1,5\xa0Ko", "10\xa0Mo", "5\xa0Go",
    ]  # fmt: skip


def test_the_first_of_a_month():
    assert plain(wording.day(date(2021, 5, 1))) == "1er mai 2021"
    assert plain(wording.day(date(2021, 10, 4))) == "4 octobre 2021"


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("Europe/Paris", "4 octobre 2021 à 23 h 59 (heure de Paris)"),
        ("America/Martinique", "4 octobre 2021 à 17 h 59 (heure de Martinique)"),
        ("Indian/Reunion", "5 octobre 2021 à 1 h 59 (heure de La Réunion)"),
    ],
)
def test_an_instant_is_told_in_its_zone(zone, text):
    assert plain(wording.instant(datetime(2021, 10, 4, 21, 59, tzinfo=UTC), ZoneInfo(zone))) == text


def test_one_wall_clock_hour_two_instants_at_the_end_of_summer_time():
    first, second = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert wording.clock(first) == wording.clock(second)


def test_a_deadline_at_midnight_is_the_end_of_the_day_before():
    midnight = datetime(2021, 10, 4, 22, 0, tzinfo=UTC)
    assert plain(wording.deadline(midnight)) == "4 octobre 2021 à 23 h 59 (heure de Paris)"


@pytest.mark.parametrize(
    ("name", "said"),
    [("ARS Paca", "l'ARS Paca"), ("Groupement X", "le Groupement X"), ("Hôpital Y", "l'Hôpital Y"), ("Haras", "Haras")],
)
def test_an_article_is_elided_where_it_can_be_known(name, said):
    assert wording.the(name) == said


@pytest.mark.parametrize(
    ("items", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a et b"), (["a", "b", "c"], "a, b et c")]
)
def test_a_list_reads_as_a_sentence(items, text):
    assert wording.listed(items) == text


def test_plural_begins_at_two():
    counts = [plain(wording.counted(number, "fiche")) for number in (0, 1, 2, 1200)]
    assert counts == ["0 fiche", "1 fiche", "2 fiches", "1 200 fiches"]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("{{ amount|euros }}", "70 000,00 €"),
        ("{{ nothing|euros }}", ""),
        ("{{ number|days }}", "12,25 j"),
        ("{{ at|day }}", "5 octobre 2021"),
        ("{{ on|day }}", "4 octobre 2021"),
        ("{{ nothing|day }}", ""),
        ("{{ at|instant }}", "5 octobre 2021 à 0 h 00 (heure de Paris)"),
        ('{{ at|instant:"Indian/Mayotte" }}', "5 octobre 2021 à 1 h 00 (heure de Mayotte)"),
        ("{{ at|deadline }}", "4 octobre 2021 à 23 h 59 (heure de Paris)"),
        ("{{ at|clock }}", "0 h 00"),
        ("{{ nothing|instant }}", ""),
        ('{{ two|counted:"fiche" }}', "2 fiches"),
        ('{{ two|counted:"appel à projets,appels à projets" }}', "2 appels à projets"),
    ],
)
def test_filters(markup, text):
    context = {
        "amount": Decimal(70_000),
        "number": Decimal("12.25"),
        "at": datetime(2021, 10, 4, 22, 0, tzinfo=UTC),
        "on": date(2021, 10, 4),
        "two": 2,
        "nothing": None,
    }
    assert plain(Template("{% load french %}" + markup).render(Context(context))) == text


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("mai 2026", "de mai 2026"),
        ("août 2026", "d'août 2026"),
        ("octobre", "d'octobre"),
        ("EHPAD Les Glycines", "d'EHPAD Les Glycines"),
        ("Aract Bretagne", "d'Aract Bretagne"),
        ("Île-de-France", "d'Île-de-France"),
        ("Émile", "d'Émile"),
        ("œuvre", "d'œuvre"),
        ("hôpital local", "d'hôpital local"),
        ("Habitat jeunes", "d'Habitat jeunes"),
        ("Hautes-Alpes", "de Hautes-Alpes"),
        ("Hameau des Iris", "de Hameau des Iris"),
        ("les robots", "des robots"),
        ("le dossier partagé", "du dossier partagé"),
        ("la télésurveillance", "de la télésurveillance"),
        ("Yvelines", "d'Yvelines"),
        ("Yaourt", "de Yaourt"),
        ("onze fiches", "de onze fiches"),
        ("3 fiches", "de 3 fiches"),
        ("", "de "),
    ],
)
def test_de_is_elided_before_a_vowel_or_a_mute_h(name, said):
    assert wording.of(name) == said


@pytest.mark.parametrize(
    ("number", "form"), [(0, "fait"), (1, "fait"), (Decimal("1.5"), "fait"), (2, "faits"), (-3, "faits")]
)
def test_french_takes_the_plural_from_two(number, form):
    assert wording.plural(number, "fait") == form


@pytest.mark.parametrize(
    ("name", "said", "of_the", "to_the"),
    [
        ("ARS Bretagne", "l'ARS Bretagne", "de l'ARS Bretagne", "à l'ARS Bretagne"),
        ("Agence régionale de santé", "l'Agence régionale de santé", None, "à l'Agence régionale de santé"),
        ("ARACTE Guyane", "l'ARACTE Guyane", "de l'ARACTE Guyane", None),
        ("Direction générale", "la Direction générale", "de la Direction générale", "à la Direction générale"),
        ("DGOS", "la DGOS", "de la DGOS", "à la DGOS"),
        ("Centre hospitalier de Vannes", "le Centre hospitalier de Vannes", "du Centre hospitalier de Vannes", None),
        ("CH DE VANNES", "le CH DE VANNES", "du CH DE VANNES", "au CH DE VANNES"),
        ("Clinique des Glycines", "la Clinique des Glycines", "de la Clinique des Glycines", None),
        ("EHPAD Les Glycines", "l'EHPAD Les Glycines", "de l'EHPAD Les Glycines", "à l'EHPAD Les Glycines"),
        ("Hôpital Nord", "l'Hôpital Nord", "de l'Hôpital Nord", "à l'Hôpital Nord"),
        ("HOPITAUX DE SAVOIE", "les HOPITAUX DE SAVOIE", "des HOPITAUX DE SAVOIE", "aux HOPITAUX DE SAVOIE"),
        ("Hospices civils de Lyon", "les Hospices civils de Lyon", "des Hospices civils de Lyon", None),
        ("Les Glycines", "Les Glycines", "des Glycines", "aux Glycines"),
        ("Le Clos fleuri", "Le Clos fleuri", "du Clos fleuri", "au Clos fleuri"),
        ("La Source", "La Source", "de La Source", "à La Source"),
        ("Korian Bel Air", "Korian Bel Air", "de Korian Bel Air", "à Korian Bel Air"),
        ("Haras fictif", "Haras fictif", "de Haras fictif", "à Haras fictif"),
        ("", "", "de ", "à "),
    ],
)
def test_an_organisation_takes_the_article_of_its_noun(name, said, of_the, to_the):
    assert wording.the(name) == said
    assert of_the in {None, wording.of_the(name)}
    assert to_the in {None, wording.to_the(name)}


@pytest.mark.parametrize(
    ("place", "said"), [("Créteil", "à Créteil"), ("Le Mans", "au Mans"), ("Les Abymes", "aux Abymes")]
)
def test_where_a_town_is(place, said):
    assert wording.at(place) == said


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("{{ name|of_the }}", "du Centre fictif"),
        ("{{ name|to_the }}", "au Centre fictif"),
        ("{{ name|the|capfirst }}", "Le Centre fictif"),
        ("{{ town|at }}", "au Mans"),
    ],
)
def test_filters_of_names(markup, text):
    context = {"name": "Centre fictif", "town": "Le Mans"}
    assert Template("{% load french %}" + markup).render(Context(context)) == text
