"""What the guide for operators tells to do, in the order that loses nothing."""

from tests.house.source import ROOT

GUIDE = (ROOT / "docs" / "operate" / "README.md").read_text(encoding="utf-8")


def test_an_upgrade_stops_before_it_backs_up_so_that_the_way_back_has_everything():
    upgrade = GUIDE.split("## Upgrade", 1)[1].split("## ", 1)[0]
    steps = [
        "systemctl stop kkr",
        "kkr backup",
        "git checkout",
        "kkr migrate",
        "systemctl start kkr",
    ]

    found = [upgrade.index(step) for step in steps]

    assert found == sorted(found)
