"""What only a browser shows: the menu on a phone, focus, the counter, dialogs, fonts, policy and axe."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Membership
from applications.sealing import seal_whole
from calls.enums import QuestionKind
from tests.applications.fiches import Fiche, draft
from tests.factories import CallFactory, MembershipFactory, UserFactory, secretary

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 375, "height": 800}
DESKTOP = {"width": 1280, "height": 900}
PUBLIC_PAGES = ["home", "legal", "privacy", "accessibility", "sitemap", "contact"]


@pytest.fixture
def watched(site):
    return site.page()


@pytest.fixture
def page(watched):
    return watched.page


@pytest.fixture
def sign_in(page, as_hat, site) -> Callable[[Membership], None]:
    """Give the browser the session of a hat."""

    def with_session(hat: Membership) -> None:
        session = as_hat(hat).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": site.url}])

    return with_session


def overflow(page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def test_public_pages_ask_nothing_of_anybody_else(page, site):
    CallFactory()
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    for name in PUBLIC_PAGES:
        page.goto(reverse(name))
        page.wait_for_load_state("networkidle")
    assert len(requested) > len(PUBLIC_PAGES)
    assert all(address.startswith((site.url, "data:")) for address in requested)
    assert not [address for address in requested if "/fonts/" in address]


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_desk_is_clean_with_its_calendar_and_hats(page, sign_in, viewport):
    CallFactory()
    hat = secretary()
    MembershipFactory(user=hat.user)
    sign_in(hat)
    page.set_viewport_size(viewport)
    page.goto(reverse("todos"))
    page.get_by_text("Voir les données").click()
    page.wait_for_load_state("networkidle")
    assert overflow(page) == 0
    assert Axe().run(page).response["violations"] == []


def test_the_menu_opens_on_a_phone_and_gives_the_focus_back(page):
    page.set_viewport_size(PHONE)
    page.goto(reverse("contact"))
    link = page.get_by_role("navigation", name="Menu principal").get_by_role("link", name="Appels", exact=True)
    expect(link).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(link).to_be_visible()
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    expect(page.locator("#bouton-menu")).to_be_focused()


def test_the_hat_is_changed_from_the_header(page, sign_in):
    user = UserFactory()
    hat: Membership = MembershipFactory(user=user, organisation__name="ARS Une", organisation__short_name="ARS Une")
    MembershipFactory(user=user, organisation__name="ARS Deux", organisation__short_name="ARS Deux")
    sign_in(hat)
    page.goto(reverse("contact"))
    page.get_by_label("Agir pour").select_option(label="ARS Deux – rédaction")
    page.get_by_role("button", name="Changer de rôle").click()
    expect(page.get_by_label("Rôle en cours")).to_contain_text("Vous agissez pour l’ARS Deux")


def test_signing_out_from_the_header(page, sign_in):
    sign_in(MembershipFactory())
    page.goto(reverse("contact"))
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_role("link", name="Se connecter").first).to_be_visible()


def test_errors_take_the_focus_and_lead_to_their_field(page):
    page.goto("/essai/")
    page.get_by_label("Montant").fill("1e9")
    page.get_by_role("button", name="Déposer la fiche").click()
    summary = page.locator("#erreurs")
    expect(summary).to_be_focused()
    assert Axe().run(page).response["violations"] == []
    summary.get_by_role("link", name="Montant").click()
    expect(page.get_by_label("Montant")).to_be_focused()
    expect(page.get_by_label("Montant")).to_have_value("1e9")
    summary.get_by_role("link", name="Couleur").click()
    expect(page.get_by_role("group", name="Couleur")).to_be_focused()


def test_remaining_characters_are_counted_and_nothing_is_cut(page):
    page.goto("/essai/")
    count = page.locator("#id_story_remaining")
    expect(count).to_have_text("10 caractères restants")
    page.get_by_label("Récit").fill("é👩🏽‍⚕️")
    expect(count).to_have_text("4 caractères restants")
    page.get_by_label("Récit").fill("un\ndeux")
    expect(count).to_have_text("2 caractères restants")
    page.get_by_label("Récit").fill("bien trop long")
    expect(count).to_have_text("4 caractères de trop")
    expect(page.get_by_label("Récit")).to_have_value("bien trop long")


def test_a_modal_opens_and_closes_by_the_keyboard(page):
    page.goto("/essai/")
    page.get_by_role("button", name="Retirer la fiche").press("Enter")
    expect(page.get_by_role("dialog", name="Retirer la fiche ?")).to_be_visible()
    # Half drawn, its words are pale.
    page.evaluate("Promise.all(document.getAnimations().map((one) => one.finished)).then(() => null)")
    assert Axe().run(page).response["violations"] == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Retirer la fiche ?")).to_be_hidden()


def test_a_double_click_opens_a_dialog_and_leaves_it_open(page):
    page.goto("/essai/")
    dialog = page.get_by_role("dialog", name="Retirer la fiche ?")
    page.get_by_role("button", name="Retirer la fiche").dblclick()
    expect(dialog).to_be_visible()
    page.evaluate("Promise.all(document.getAnimations().map((one) => one.finished)).then(() => null)")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Fermer").click()
    expect(dialog).to_be_hidden()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_without_scripts_dialogs_and_the_menu_stand_in_the_page(site, viewport):
    page = site.page(scripts=False).page
    page.set_viewport_size(viewport)
    page.goto("/essai/")
    expect(page.get_by_text("Elle ne sera plus examinée.")).to_be_visible()
    expect(page.get_by_role("button", name="Retirer la fiche")).to_be_hidden()
    expect(page.get_by_role("navigation", name="Menu principal").get_by_role("link").first).to_be_visible()
    expect(page.get_by_role("button", name="Menu")).to_be_hidden()


def test_messages_come_to_where_one_lands(page):
    page.goto("/essai/?dit=1#retour")
    expect(page.locator("#retour")).to_contain_text("C’est fait.")
    page.goto("/essai/?dit=1")
    expect(page.locator("#retour")).not_to_contain_text("C’est fait.")
    expect(page.get_by_text("C’est fait.")).to_be_visible()


def test_a_refusal_through_htmx_is_announced(watched, page, sign_in):
    sign_in(MembershipFactory())
    page.goto("/essai/")
    page.get_by_role("button", name="Enregistrer sans attendre").click()
    expect(page.locator("#annonces")).to_have_text("L’appel est clos.")
    watched.refused(409)


def test_a_question_appears_when_an_answer_calls_for_it(page, sign_in):
    fiche = conditional_fiche()
    sign_in(fiche.ars_writer)
    page.goto(reverse("applications:section", args=[fiche.application.pk, 1]))
    when, why = page.get_by_role("group", name="Quand ?"), page.get_by_label("Pourquoi ce mois ?")
    expect(when).to_be_hidden()
    page.locator("#reponse-appel").get_by_text("Oui").click()
    expect(when).to_be_visible()
    expect(why).to_be_hidden()
    expect(page.get_by_role("heading", name="Il manque encore").locator("..")).to_contain_text("Quand ?")
    page.locator("#reponse-appel").get_by_text("Non").click()
    expect(when).to_be_hidden()
    assert Axe().run(page).response["violations"] == []


def test_without_scripts_every_question_of_the_page_says_when_it_is_asked(site):
    fiche = conditional_fiche()
    page = site.wearing(fiche.ars_writer, scripts=False).page
    page.goto(reverse("applications:section", args=[fiche.application.pk, 1]))
    expect(page.get_by_role("group", name="Quand ?")).to_be_visible()
    expect(page.get_by_text("Seulement si vous répondez «\u00a0Oui\u00a0» à «\u00a0Un appel ?\u00a0».")).to_be_visible()


def conditional_fiche() -> Fiche:
    now = timezone.now()
    fiche = draft(project__call=CallFactory(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=9)))
    make = fiche.call.questionnaire.sections.get(number=1).questions.create
    make(code="appel", label="Un appel ?", kind=QuestionKind.YES_NO, position=3)
    make(
        code="quand",
        label="Quand ?",
        kind=QuestionKind.YES_NO,
        position=4,
        condition={"question": "appel", "one_of": ["oui"]},
    )
    make(code="pourquoi", label="Pourquoi ce mois ?", position=5, condition={"question": "quand", "one_of": ["oui"]})
    seal_whole(fiche.application, now=now)
    return fiche
