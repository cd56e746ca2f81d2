"""Wherever an address is typed, what is wrong with it comes with an example."""

import importlib
import pkgutil

import pytest
from django import forms
from django.core.exceptions import ValidationError

import accounts.forms
from core.forms import PortalForm
from core.inputs import AddressField, LinkField
from dashboards.permissions_table import ROOMS


def typed_forms() -> set[type[PortalForm]]:
    """Every form of the portal, down to those made of others."""
    for room in ROOMS:
        if (folder := importlib.util.find_spec(f"{room}.forms")) is not None:
            for module in pkgutil.iter_modules(folder.submodule_search_locations or []):
                importlib.import_module(f"{room}.forms.{module.name}")
    found, left = set(), [PortalForm]
    while left:
        left += [form for form in left.pop().__subclasses__() if form not in found]
        found.update(left)
    return found


def test_every_address_of_a_form_is_one_of_ours():
    stock = {
        f"{form.__name__}.{name}"
        for form in typed_forms()
        for name, field in form.base_fields.items()
        if isinstance(field, forms.EmailField | forms.URLField) and not isinstance(field, AddressField | LinkField)
    }
    # allauth's, which take our words as they are made.
    assert all(getattr(accounts.forms.signing_in, name.split(".")[0], None) for name in stock)


@pytest.mark.parametrize(("field", "typed"), [(AddressField(), "nom@"), (LinkField(), "pas une adresse")])
def test_an_error_gives_an_example(field, typed):
    with pytest.raises(ValidationError, match="par exemple"):
        field.clean(typed)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["account_login", "account_reset_password"])
def test_so_do_the_pages_of_sign_in(client, name):
    from django.urls import reverse

    answer = client.post(reverse(name), {"login": "nom@", "email": "nom@", "password": "x"})
    assert "par exemple nom@domaine.fr" in answer.content.decode()
