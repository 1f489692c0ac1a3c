"""Personal numbers as people write them, and the other numbers of a municipality."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.dk import cpr

from kkr.documents.cpr import cpr_numbers, masked, without_numbers

NUMBER = "2110625629"
SPELLINGS = (
    *("{d}{m}{y}{s}", "{d}{m}{y}-{s}", "{d}{m}{y} {s}", "{d}{m}{y} - {s}", "{d}{m}{y}–{s}"),
    *("{d}{m}{y}\xa0{s}", "{d}{m}{y}-\n{s}", "{d}{m}{y}.{s}", "{d}.{m}.{y}-{s}", "{d} {m} {y}-{s}"),
    *(
        "{d}/{m}/{y}-{s}",
        "{d} {m} {y} {s}",
        "{d}{m}{y}\xad{s}",
        "cpr{d}{m}{y}-{s}",
        "CPR:{d}{m}{y}{s}",
    ),
    *("{d}{m}{y}:{s}", "{d}{m}{y}_{s}", "{d}{m}{y}--{s}", "{d}{m}{y} - \n{s}"),
)
AROUND = (
    "{}",
    "Borgeren {} har",
    "({})",
    "navn\t{}\tvej",
    "cpr-nr. {}.",
    "{}, {}",
    "SAG-2017-00012 om {}",
)
SPELLINGS_OF_ONE = ("21.10.1962-5629", "21101962 5629", "211062-56 29", "21/10/1962 - 5629")
OTHER_NUMBERS = (
    *("Tlf. 20112012 2017", "06/02/2017-2018", "210619-12 2017", "Tlf. 20 11 20 12 - 20 17"),
    *("Ring 12 34 56 78", "+45 12 34 56 78", "tlf. 4512345678", "Tlf. 20112512 og 20112513"),
    *("Sag SAG-2017-00012", "SAG-2018-01299", "KLE 29.00.00 og 27.36.04", "CVR-nr. 62 53 41 13"),
    *("EAN 5798009812345", "5798 0098 1234 5", "P-nummer 1003388395", "P-nr. 1010203040"),
    *("Kontonr. 0101701236", "IBAN DK50 0040 0440 1162 43", "Faktura 1010203041"),
    *("6. februar 2017", "06.02.2017", "2017-02-06", "06.02.2017-2018", "den 13.02.17 kl. 9.00"),
    *("1.100 pladser og 1.110 i tabellen", "12.345.678,90 kr.", "0101701234,50"),
    *("Budget\t211062\t5629", "2014-2018 2018-2022", "År 2016 2017 2018 2019", "20170206-1234"),
    *("991299-1234", "310262-5629", "1234567890", "211062-56291", "1211062-5629"),
    *("6f1c2a50-0101-4f7b-9a3c-010170123456", "0b211062-5629-4c4f-8f7e-0123456789ab"),
)


def in_pieces(number: str) -> dict[str, str]:
    return {"d": number[:2], "m": number[2:4], "y": number[4:6], "s": number[6:]}


numbers = st.builds(
    lambda born, last: f"{born:%d%m%y}{last:04}",
    st.dates(date(1900, 1, 1), date(2025, 12, 31)),
    st.integers(0, 9999),
).filter(cpr.is_valid)


@given(numbers, st.sampled_from(SPELLINGS), st.sampled_from(AROUND))
def test_any_number_is_found_however_it_is_spelled(number, spelling, around):
    written = spelling.format(**in_pieces(number))

    assert cpr_numbers(around.replace("{}", written)) == [number]


def test_a_number_that_fails_modulus_11_is_one_all_the_same():
    number = "0101651236"
    assert cpr.checksum(number) != 0

    assert cpr_numbers(f"Borger {number[:6]}-{number[6:]}") == [number]


@pytest.mark.parametrize("text", OTHER_NUMBERS)
def test_other_numbers_are_left_alone(text):
    assert cpr_numbers(text) == []


@pytest.mark.parametrize("text", SPELLINGS_OF_ONE)
def test_rare_spellings_are_found(text):
    assert cpr_numbers(f"Borger {text} har") == [NUMBER]
    assert without_numbers(f"Borger {text} har") == "Borger 211062-•••• har"


def test_a_text_without_a_number_stays_as_it_is():
    assert without_numbers("Ring 12\xa034 56 78") == "Ring 12\xa034 56 78"


def test_a_case_number_that_holds_a_personal_number_is_found():
    assert cpr_numbers(f"Journalnr. {NUMBER}") == [NUMBER]


@given(numbers)
def test_what_is_shown_of_a_number_is_not_the_number(number):
    assert masked(number)[:6] == number[:6]
    assert not any(sign.isdigit() for sign in masked(number)[6:])
    assert cpr_numbers(masked(number)) == []
