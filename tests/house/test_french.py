"""What people read of the demonstration is good French: each page of each persona, each paper, each mail.

The faults looked for are those of `tests.house.reading`. The pages are those that the tests of the routes ask for,
asked once for all of them in a process.
"""

import re
from collections.abc import Iterable, Iterator

import pytest
import weasyprint
from django.core import mail
from django.test.signals import template_rendered
from django.urls import reverse

from acts.models import Act
from acts.pdfs import act_pdf
from applications.models import Deposit
from applications.pdfs import deposit_pdf
from calls.models import Call
from core.typography import typeset
from demo.calls import DOCUMENTS
from grants.kinds import duty_of
from grants.models import Agreement, Submission
from grants.pdfs import agreement_pdf, statement_pdf
from meetings.models import Minutes
from meetings.pdfs import minutes_pdf
from records import pdf
from records.models import Message
from records.sending import compose
from tests.house.conftest import MORNING
from tests.house.reading import faults_of, judged, long_sentences_of, texts_of
from tests.house.test_mark import ROOT
from tests.house.test_routes import addresses
from tests.house.visitors import ROLES, client_of, seen

__all__ = ["addresses"]
pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


def gathered(found: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Each fault once, with the first place where it was read."""
    places: dict[str, str] = {}
    for fault, place in found:
        places.setdefault(fault, place)
    return places


@pytest.mark.parametrize("role", [None, *sorted(ROLES)])
def test_pages(addresses, role):
    """As they leave: what the middleware does to them is done here. The public's have no long sentence."""
    paths = [*addresses.values(), *(reverse("calls:call", args=[call.slug]) for call in Call.objects.all())]
    pages = [(path, seen(role, path).page) for path in paths]
    assert sum(bool(page) for _, page in pages) > 15
    found = (judged(f"{role or 'public'} {path}", typeset(page), sentences=role is None) for path, page in pages)
    assert gathered(one for page in found for one in page) == {}


@pytest.fixture
def papers(monkeypatch) -> Iterator[dict[str, str]]:
    """The HTML of each paper by its title, as WeasyPrint is given it; drawing it would take seconds each."""
    given: dict[str, str] = {}

    class Page:
        def __init__(self, string, **_):
            given[" ".join(texts_of(string)[:1])] = string

        def write_pdf(self, **_):
            return b"%PDF-1.7\n"

    monkeypatch.setattr(weasyprint, "HTML", Page)
    return given


def draw_every_paper(addresses) -> None:
    """Each row that has a paper, drawn again, and what is drawn for who asks."""
    for act in Act.objects.all():
        act_pdf(act)
    for minutes in Minutes.objects.select_related("meeting"):
        minutes_pdf(minutes, minutes.meeting)
    for submission in Submission.objects.all():
        statement_pdf(submission)
    for deposit in Deposit.objects.all():
        deposit_pdf(deposit)
    for agreement in Agreement.objects.all():
        agreement_pdf(agreement, duty_of(agreement, MORNING.date()), MORNING.date())
    for call in Call.objects.all():
        for _, title, template in DOCUMENTS:
            pdf.render(template, {"call": call}, title=title)
    drawn = {"own ARS": ("grants:ledger_pdf", "worklog:statement_pdf", "meetings:attendance_sheet")}
    drawn |= {"secretary": ("calls:preview_pdf",)}
    for role, names in drawn.items():
        for name in names:
            assert client_of(role).get(addresses[name]).status_code == 200


def test_papers(addresses, papers):
    used = set()

    def note(template, **_):
        used.add(template.name)

    template_rendered.connect(note)
    draw_every_paper(addresses)
    template_rendered.disconnect(note)
    kinds = {path.relative_to(ROOT / "templates").as_posix() for path in ROOT.glob("templates/*/pdf/[!_]*.html")}
    assert kinds - used == set()
    # WeasyPrint breaks the lines of a paragraph anyhow when a no-break space stands just before an element.
    assert [title for title, page in papers.items() if re.search(r"\u00a0<(?!/)", page)] == []
    # Of a letter, what the portal says; a fiche is in its authors' words.
    found = (judged(title, page, sentences='class="letter' in page) for title, page in papers.items())
    assert gathered(one for page in found for one in page) == {}


def test_mails(client):
    client.post(reverse("account_reset_password"), {"email": "secretariat@dgos.example"})
    written = [(message.moment, compose(message)) for message in Message.objects.all()]
    written.append(("account_reset_password", mail.outbox[0]))
    assert len(written) > 50
    found = []
    for moment, made in written:
        # A subject and each paragraph of a body are what a page's blocks are.
        texts = [made.subject, *made.body.split("\n")]
        found += [(fault, moment) for text in texts for fault in faults_of(" ".join(text.split(" ")))]
        found += [one for page, _ in made.alternatives for one in judged(f"{moment} HTML", page)]
    assert gathered(found) == {}


FAULTY = [
    "le bilan de le projet", "une réponse de Aract Bretagne", "le mois de août", "Vous attestez, pour ARS Paca",
    "Les 1 ligne", "(0 chiffres)", "fin de phrase..", "un mot , deux", "Région : Bretagne", "Vrai ?", "«mot»", "l'ARS",
    "de {'code': '04'}",
    "la valeur None", "{{ valeur }}", "Rang ()", "le n° , du", "un mot .", "un EHPAD", "de de", "deux \u00a0mots",
    "5 %",
]  # fmt: skip


@pytest.mark.parametrize("text", FAULTY)
def test_the_sweep_sees_what_it_is_there_for(text):
    assert faults_of(text)
    assert [fault for fault, _ in judged("ici", f"<p>Bien. <b>{text}</b></p>")]


@pytest.mark.parametrize(
    "text",
    [
        "Demandez-lui de le faire et de les relire, à le lire.",
        "d’arc@x.fr, https://x.fr/l'a?b, 12:30",
        "Vous vous engagez pour 1 mois, 1 fois, 2 lignes.",
        "« Région\u00a0»\u00a0: de un à trois, de A à Z…".replace("« ", "«\u00a0"),
        "M.\u00a0Dupont, art.\u00a0L.\u00a0112-3, 5\u00a0%",
    ],
)
def test_the_sweep_leaves_good_french_alone(text):
    assert faults_of(text) == []


def test_a_sentence_of_more_than_thirty_words_is_long():
    assert not long_sentences_of("mot " * 30 + ".")
    assert long_sentences_of("mot " * 31 + ".")
    assert not long_sentences_of("Mot " * 20 + "fin. " + "Mot " * 20 + "fin.")
