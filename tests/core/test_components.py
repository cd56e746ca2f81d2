"""Each component says what it must, in words as well as in colour, and escapes what people typed."""

import pytest
from django.core.paginator import Paginator
from django.template import RequestContext, Template
from django.test import RequestFactory

from records.models import JobState


def draw(markup: str, path: str = "/", **context: object) -> str:
    request = RequestFactory().get(path)
    return Template("{% load components %}" + markup).render(RequestContext(request, context))


def test_an_alert_carries_its_tone_title_and_text():
    html = draw('{% alert "warning" "Il manque une signature" text %}', text="Celle de l'Aract.")
    assert "fr-alert--warning" in html
    assert '<p class="fr-alert__title">Il manque une signature</p>' in html
    assert "Celle de l&#x27;Aract." in html


def test_an_alert_without_text_is_small():
    assert "fr-alert--sm" in draw('{% alert "info" "Enregistré" %}')


def test_a_badge_says_its_state_in_words():
    assert draw('{% badge "déposée" "success" %}').strip() == (
        '<span class="fr-badge fr-badge--success fr-badge--no-icon fr-badge--sm">déposée</span>'
    )


def test_what_people_typed_is_escaped():
    html = draw("{% tile title url text %}", title="<script>x</script>", url="/a/", text="<b>")
    assert "<script>" not in html
    assert "&lt;b&gt;" in html


def test_a_stepper_says_where_one_is_and_what_follows():
    html = draw('{% stepper 2 3 "Structures" "Budget" %}')
    assert "Étape 2 sur 3" in html
    assert "Étape suivante" in html
    assert "Budget" in html


def test_a_task_list_links_what_can_be_opened():
    items = [
        {"label": "Contexte", "url": "/1/", "state": JobState.DONE, "hint": "2 questions"},
        {"label": "Signatures", "url": "", "state": JobState.WAITING},
    ]
    html = draw("{% task_list items %}", items=items)
    assert '<a class="portal-task__link" href="/1/">Contexte</a>' in html
    assert "2 questions" in html
    assert '<span class="portal-task__label">Signatures</span>' in html


def test_a_table_has_its_caption_and_draws_its_rows_with_the_page_context():
    rows = '<tbody><tr><td data-label="Région">{{ name }}</td></tr></tbody>'
    html = draw('{% table caption="Fiches reçues" %}' + rows + "{% endtable %}", name="<Corse>")
    assert "<caption>Fiches reçues</caption>" in html
    assert '<td data-label="Région">&lt;Corse&gt;</td>' in html
    assert "fr-table--no-caption" not in html


def test_a_modal_is_opened_by_its_button():
    html = draw('{% modal_button "depot" "Déposer" %}{% modal "depot" "Déposer la fiche" %}<p>Sûr ?</p>{% endmodal %}')
    assert 'aria-controls="depot">Déposer</button>' in html
    assert '<dialog class="fr-modal" id="depot" aria-labelledby="depot-title"' in html
    assert "<p>Sûr ?</p>" in html


@pytest.mark.parametrize(("done", "total", "percent"), [(3, 12, "25 %"), (0, 0, "0 %")])
def test_progress_is_told_in_figures(done, total, percent):
    html = draw('{% progress done total "Lettres" %}', done=done, total=total)
    assert f"{done} sur {total}" in html
    assert percent in html


def test_an_empty_state_says_what_to_do_next():
    html = draw('{% empty "Aucune fiche" "Elles arrivent au dépôt." "Lire l\'appel" "/appels/x/" %}')
    assert "Aucune fiche" in html
    assert 'href="/appels/x/"' in html


def test_a_tile_leads_somewhere():
    assert '<a href="/b/">Repères</a>' in draw('{% tile "Repères" "/b/" "Trois dimensions" %}')


def test_pagination_keeps_the_filters():
    html = draw("{% pagination page %}", "/liste/?q=ehpad&page=2", page=Paginator(range(75), 25).page(2))
    assert 'href="?q=ehpad&amp;page=1"' in html
    assert 'href="?q=ehpad&amp;page=3"' in html
    assert html.count('aria-current="page"') == 1


def test_a_single_page_needs_no_pagination():
    assert draw("{% pagination page %}", page=Paginator(range(3), 25).page(1)).strip() == ""


def test_the_last_crumb_is_the_page():
    html = draw('{% crumb "Appels" "/appels/" %}{% crumb "Explorer" %}')
    assert 'href="/appels/">Appels' in html
    assert 'aria-current="page">Explorer' in html
