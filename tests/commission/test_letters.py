"""The three letters, printed for real and read back."""

import io
from decimal import Decimal

import pypdf
import pytest

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from acts.drafting import content_of
from acts.pdfs import printed
from commission.approving import approve
from commission.enums import NationalParty, Outcome
from commission.letters import draft_of, letter_of
from commission.spelling import euros_in_words
from tests.commission.decided import heard, proposed, signatory, validated
from tests.factories import NOW, CallFactory, RegionFactory
from tests.printed import text_of

pytestmark = pytest.mark.django_db

CODE = "code-de-test-0123456789"
NBSP = "\N{NO-BREAK SPACE}"


def issued(decision) -> dict:
    return content_of(draft_of(decision, NOW), NOW, number="ACIA-2026-N-0007", check_code=CODE)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0.01", "zéro euro et un centime"),
        ("1", "un euro"),
        ("70000", "soixante-dix mille euros"),
        ("112345.67", "cent douze mille trois cent quarante-cinq euros et soixante-sept centimes"),
        ("80000", "quatre-vingt mille euros"),
        ("280", "deux cent quatre-vingts euros"),
        ("200000", "deux cent mille euros"),
        ("71.21", "soixante et onze euros et vingt et un centimes"),
        ("81", "quatre-vingt-un euros"),
        ("1091", "mille quatre-vingt-onze euros"),
        ("1000000", "un million d'euros"),
        ("2000300", "deux millions trois cents euros"),
        ("2000000", "deux millions d'euros"),
        ("71", "soixante et onze euros"),
        ("80", "quatre-vingts euros"),
        ("200", "deux cents euros"),
        ("1000000.50", "un million d'euros et cinquante centimes"),
        ("0", "zéro euro"),
    ],
)
def test_amounts_in_words(amount, words):
    assert euros_in_words(Decimal(amount)) == words


def test_the_favourable_letter_says_the_amount_its_use_and_the_way_to_appeal(settings):
    settings.SITE_URL = "https://portail.exemple"
    call = CallFactory(legal_basis="Fonds d'intervention régional", title="Appel d'essai")
    decision = validated(heard(call, structures=3))
    text = text_of(printed(issued(decision)))
    for expected in (
        "Réf. : n° ACIA-2026-N-0007",
        "Paris, le 22 novembre 2026",
        "100 000,50 €",
        "cent mille euros et cinquante centimes",
        "part fixe de 70 000,00 €",
        "part complémentaire, de 30 000,50 €",
        "1 projet numérique et de 3 structures engagées",
        "décidé par le comité de pilotage régional",
        "Au-delà de 23 000 € par an",
        "six mois",
        "est reversé",
        "tribunal administratif de Paris",
        "deux mois à compter de sa notification : jusqu'au 22 janvier 2027",
        "Télérecours (www.telerecours.fr), à peine d'irrecevabilité (article R. 414-1)",
        "recours gracieux à la DGOS (1 rue de l'Essai, 99000 Villefictive) et à l'Anact",
        "article L. 411-2",
        "Pour le ministre et par délégation",
        "La directrice générale de l'offre de soins",
        "Le directeur général de l'Anact",
        "Validé le 22 novembre 2026 à 10 h 00 (heure de Paris)",
        "dispensé de la signature manuscrite de son auteur",
        "Page 1 / 2",
        "Centre fictif",
    ):
        assert expected in text, expected
    assert f"https://portail.exemple/verifier/{CODE}/" in "".join(text.split())
    assert "article R. 421-7" not in text
    assert "hiérarchique" not in text


def test_letterheads_show_both_authorities_and_their_contacts():
    decision = validated(heard(CallFactory()))
    Organisation.objects.filter(kind=OrganisationKind.DGOS).update(
        authority="Ministère fictif",
        office="Bureau fictif",
        case_officer="la chargée de mission",
        phone="01 99 00 00 01",
    )
    Organisation.objects.filter(kind=OrganisationKind.ANACT).update(email="contact@anact.exemple")
    text = text_of(printed(issued(decision)))
    for expected in (
        "MINISTÈRE FICTIF",
        "Bureau fictif",
        "Affaire suivie par : la chargée",
        "01 99 00 00 01",
    ):
        assert expected in text
    assert "contact@anact.exemple" in text


@pytest.mark.parametrize(
    ("outcome", "expected", "absent"),
    [
        (Outcome.NOT_RETAINED, "ce projet n'est pas retenu", "Annexe"),
        (Outcome.WAITING, "liste d'attente, au rang", "Annexe"),
    ],
)
def test_the_other_letters_fit_one_page_and_promise_nothing(outcome, expected, absent):
    content = printed(issued(validated(heard(CallFactory()), outcome)))
    text = text_of(content)
    assert len(pypdf.PdfReader(io.BytesIO(content)).pages) == 1
    assert expected in text
    assert absent not in text
    assert "Un collectif complet." in text
    assert "tribunal administratif de Paris" in text


def test_overseas_regions_have_one_more_month():
    region = RegionFactory(code="04", name="La Réunion", overseas=True)
    text = text_of(printed(issued(validated(heard(CallFactory(), region)))))
    assert "trois mois à compter de sa notification : jusqu'au 22 février 2027" in text
    assert "article R. 421-7" in text


def test_a_draft_says_so_and_carries_neither_number_nor_code():
    decision = proposed(heard(CallFactory()))
    approve(decision, 1, by=signatory(NationalParty.DGOS), now=NOW)
    content = printed(letter_of(decision))
    text = text_of(content)
    assert "PROJET" in text
    assert "attribuée à l'émission" in text
    assert "Validation attendue" in text
    assert "/verifier/" not in text


def test_html_and_css_typed_in_the_reason_are_shown_as_text():
    """Case 38: amount and signatures do not move."""
    reason = "</p><style>*{display:none}</style><b>900 000,00 €</b>\n<img src='http://127.0.0.1:9/x'>"
    decision = validated(heard(CallFactory()), reason=reason)
    text = text_of(printed(issued(decision)))
    assert "</p><style>*{display:none}</style><b>900 000,00 €</b>" in text
    assert "<img src='http://127.0.0.1:9/x'>" in text
    assert "Une subvention de 100 000,50 €" in text
    assert "Le directeur général de l'Anact" in text


def test_the_same_letter_prints_the_same_bytes():
    letter = issued(validated(heard(CallFactory())))
    assert printed(letter) == printed(letter)


def test_the_longest_reason_still_prints():
    decision = validated(heard(CallFactory()), reason="Un motif très long. " * 149 + "Fin du motif.")
    assert "Fin du motif." in text_of(printed(issued(decision)))
