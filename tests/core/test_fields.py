"""Every field is drawn by one template, and its help survives its error."""

from html.parser import HTMLParser

import pytest
from crispy_forms.templatetags.crispy_forms_filters import as_crispy_form
from django import forms
from django.template.loader import render_to_string

from core.forms import PortalForm
from core.inputs import DayField, EuroField, LongTextField, PlainCharField
from core.lists import PeriodForm


class Sheet(PortalForm):
    title = PlainCharField(label="Titre", help_text="Tel qu'il paraîtra.")
    amount = EuroField(label="Montant", required=False)
    story = LongTextField(label="Récit", max_length=100)
    opened_on = DayField(label="Ouverture")
    closes_at = forms.DateTimeField(label="Clôture")
    colour = forms.ChoiceField(label="Couleur", choices=[("r", "rouge"), ("b", "bleu")], widget=forms.RadioSelect)
    sizes = forms.MultipleChoiceField(
        label="Tailles", choices=[("s", "petite"), ("l", "grande")], widget=forms.CheckboxSelectMultiple
    )
    country = forms.ChoiceField(label="Pays", choices=[("fr", "France")])
    piece = forms.FileField(label="Pièce")
    agreed = forms.BooleanField(label="J'ai lu")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


class Tags(HTMLParser):
    """Attributes of each element that has a name, by name."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.named: dict[str, dict[str, str | None]] = {}
        self.ids: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if attributes.get("name"):
            self.named[attributes["name"]] = attributes
        if attributes.get("id"):
            self.ids.append(attributes["id"])


def drawn(form: forms.Form) -> Tags:
    return Tags(as_crispy_form(form))


def test_controls_wear_their_dsfr_class():
    named = drawn(Sheet()).named
    assert named["title"]["class"] == "fr-input"
    assert named["country"]["class"] == "fr-select"
    assert named["piece"]["class"] == "fr-upload"
    assert "fr-upload-group" in as_crispy_form(Sheet())


def test_every_field_keeps_its_distance():
    assert as_crispy_form(Sheet()).count("fr-mb-3w") == len(Sheet().visible_fields())


def test_optional_fields_say_so():
    html = as_crispy_form(Sheet())
    assert html.count("(facultatif)") == 1


class Choice(PortalForm):
    required_when = {"reason": "s'il est négatif"}

    outcome = PlainCharField(label="Choix")
    reason = PlainCharField(label="Motif", required=False)
    note = PlainCharField(label="Note", required=False)


def test_what_some_answers_require_is_not_said_to_be_optional():
    html = as_crispy_form(Choice())
    assert html.count("(facultatif)") == 1
    assert html.index("(facultatif)") > html.index("Note")
    assert "(obligatoire s&#x27;il est négatif)" in html


def test_filters_say_nothing_of_being_optional_and_keep_their_period_in_order():
    assert "(facultatif)" not in as_crispy_form(PeriodForm())
    assert "précède le début" in PeriodForm({"du": "2026-02-02", "au": "2026-02-01"}).errors["au"][0]


def test_dates_use_the_native_pickers_and_their_format():
    form = Sheet(initial={"opened_on": "2026-11-22"})
    named = drawn(form).named
    assert named["opened_on"]["type"] == "date"
    assert named["opened_on"]["value"] == "2026-11-22"
    assert named["closes_at"]["type"] == "datetime-local"


def test_what_a_native_picker_sends_is_understood():
    form = Sheet({"opened_on": "2026-11-22", "closes_at": "2026-12-01T23:59"})
    assert "opened_on" not in form.errors
    assert "closes_at" not in form.errors


def test_help_and_error_both_describe_the_control():
    named = drawn(Sheet({})).named
    assert named["title"]["aria-describedby"] == "id_title_helptext id_title_error"
    assert named["title"]["aria-invalid"] == "true"


def test_what_describes_a_control_exists():
    tags = drawn(Sheet({}))
    described = [ref for attrs in tags.named.values() for ref in (attrs.get("aria-describedby") or "").split()]
    assert described
    assert set(described) <= set(tags.ids)


def test_ids_are_unique():
    ids = drawn(Sheet({})).ids
    assert len(ids) == len(set(ids))


def test_long_texts_are_counted_and_never_cut():
    tags = drawn(Sheet())
    assert "maxlength" not in tags.named["story"]
    assert tags.named["story"]["data-maxlength"] == "100"
    assert tags.named["story"]["aria-describedby"] == "id_story_remaining"


def test_choices_form_a_group_with_its_legend():
    html = as_crispy_form(Sheet({}))
    assert '<fieldset class="fr-fieldset fr-fieldset--error fr-mb-3w" id="id_colour"' in html
    assert 'aria-labelledby="id_colour_legend id_colour_error"' in html


def test_a_form_outside_dsfr_is_drawn_alike():
    class Stranger(forms.Form):
        email = forms.EmailField(label="Adresse", help_text="Professionnelle.")

    named = drawn(Stranger({})).named
    assert named["email"]["class"] == "fr-input"
    assert named["email"]["aria-describedby"] == "id_email_helptext id_email_error"


def test_a_form_draws_itself_the_same_way():
    assert 'class="fr-input"' in str(Sheet())


def test_the_summary_links_to_each_field_in_error():
    html = render_to_string("_form_errors.html", {"form": Sheet({})})
    assert 'role="alert"' in html
    for name in ("title", "colour", "agreed"):
        assert f'href="#id_{name}"' in html
        assert f"id_{name}" in drawn(Sheet({})).ids


@pytest.mark.parametrize(("form", "multipart"), [(Sheet(), True), (PortalForm(), False)])
def test_a_whole_form_sends_files_only_if_it_has_some(form, multipart):
    html = render_to_string("_form.html", {"form": form, "submit_label": "Déposer la fiche"})
    assert ("multipart/form-data" in html) is multipart
    assert "Déposer la fiche</button>" in html


def test_a_form_level_refusal_is_in_the_summary():
    form = Sheet({})
    form.add_error(None, "L'appel est clos.")
    assert "L&#x27;appel est clos." in render_to_string("_form_errors.html", {"form": form})


def test_a_form_may_relabel_a_field_once_built():
    class Relabelled(PortalForm):
        name = PlainCharField(label="Nom")

        def __init__(self) -> None:
            super().__init__()
            self.fields["name"].label = "Organisme"

    assert Relabelled()["name"].label == "Organisme"
