"""What is said of a chair or vice chair whom no source names."""

from datetime import date

import pytest
from tests.cast import HOUSE, LONG_AGO

from kkr.council.actions import start_membership

pytestmark = pytest.mark.django_db


def test_of_a_post_that_is_not_known_it_is_said(client, cast):
    start_membership(
        body=cast.council, person="Ib Terp", role="vice_chair", starts_on=date(2014, 1, 1),
        by=HOUSE, at=LONG_AGO,
    )  # fmt: skip

    for path in ("/hovedstaden/", "/hovedstaden/medlemmer/"):
        page = client.get(path).content.decode()
        assert "Formand: ikke i vores kilder for denne dag." in page
        assert "Næstformand: ikke" not in page
        assert "kommune ikke kendt, parti ikke kendt" in page


def test_where_it_may_be_either_post_none_is_said_to_be_unknown(client, cast):
    start_membership(
        body=cast.council, person="Ib Terp", role="chairmanship", starts_on=date(2014, 1, 1),
        by=HOUSE, at=LONG_AGO,
    )  # fmt: skip

    assert "ikke i vores kilder for denne dag" not in client.get("/hovedstaden/").content.decode()
