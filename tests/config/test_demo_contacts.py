"""The demo's contacts are examples: no mail of a demo could reach a municipality."""

from datetime import UTC, datetime

import pytest
from tests.cast import HOUSE

from kkr.config.demo import contacts
from kkr.council.models import Contact

pytestmark = pytest.mark.django_db
BY = {"by": HOUSE, "at": datetime(2017, 2, 13, 8, 0, tzinfo=UTC)}


def test_every_address_leads_nowhere_and_says_so(register):
    assert (contacts.load(**BY), contacts.load(**BY)) == (7, 0)

    for each in Contact.objects.all():
        assert each.email.endswith((".example", "@demo.kkr"))
        assert "(illustrativ)" in each.name or "(demo)" in each.name
