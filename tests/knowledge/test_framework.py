"""The page «Repères»."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from calls.models import Term
from knowledge.models import Proposition

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded():
    call_command("load_reference", verbosity=0)


def test_everyone_reads_the_words_of_the_scheme(as_hat, loaded):
    page = as_hat(None).get(reverse("knowledge:framework")).content.decode()
    for words in ("Usages en situation de travail", "Un chef de projet formé", "Développer les compétences", "B3"):
        assert words in page


def test_it_says_that_five_propositions_are_not_known(as_hat, loaded):
    assert "15\u00a0citées sur 20 annoncées" in as_hat(None).get(reverse("knowledge:framework")).content.decode()
    Proposition.objects.filter(reference="A1").delete()
    assert "14\u00a0citées sur 20 annoncées" in as_hat(None).get(reverse("knowledge:framework")).content.decode()


def test_propositions_are_grouped_under_four_headings(as_hat, loaded):
    headings = as_hat(None).get(reverse("knowledge:framework")).context["headings"]
    assert [len(rows) for _, rows in headings] == [4, 4, 3, 4]


def test_it_costs_three_queries(as_hat, loaded, django_assert_num_queries):
    client = as_hat(None)
    with django_assert_num_queries(3):
        client.get(reverse("knowledge:framework"))


def test_a_retired_term_leaves_the_page(as_hat, loaded):
    Term.objects.filter(code="TEMPORALITE").update(retired=True)
    assert "Tenir compte du temps" not in as_hat(None).get(reverse("knowledge:framework")).content.decode()
