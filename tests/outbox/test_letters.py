import html.parser
import re

import pytest
from tests.outbox.test_queue import queued

from kkr.outbox.letters import Fact, Letter, Link, render

FULL = Letter(
    subject="Svar ønskes om Ærøs <færger>",
    greeting="Kære Søren",
    paragraphs=["KKR Syddanmark spørger & beder om svar.", "To\nlinjer."],
    facts=[Fact("Frist", "1. marts 2017")],
    action=Link("Svar her", "https://kkr.example.dk/svar/?a=1&b=2"),
    links=[Link("Sagen", "https://kkr.example.dk/sager/1/")],
    sender="Sekretariatet",
    why="Du får brevet, fordi du svarer for Ærø.",
)


class Words(html.parser.HTMLParser):
    """What a reader reads, and where the links lead."""

    def __init__(self, markup):
        super().__init__()
        self.words, self.links, self.stack = [], [], []
        self.feed(markup)

    def handle_starttag(self, tag, attributes):
        self.stack.append(tag)
        self.links += [value for name, value in attributes if name == "href"]

    def handle_data(self, text):
        if text.strip() and "style" not in self.stack[-1:]:
            self.words.append(text.strip())


def test_a_full_letter_as_text():
    text = render(FULL)["text"]

    assert text.startswith("Kære Søren\n\nKKR Syddanmark spørger & beder om svar.\n\nTo\nlinjer.\n")
    assert "\nFrist: 1. marts 2017\n" in text
    assert "\nSvar her:\nhttps://kkr.example.dk/svar/?a=1&b=2\n" in text
    assert text.endswith("\n-- \nDu får brevet, fordi du svarer for Ærø.\n")
    assert not re.search(r"\n\n\n|<|&amp;", text)


def test_the_html_says_all_that_the_text_says():
    letter = render(FULL)
    read = Words(letter["html"])

    assert read.links == ["https://kkr.example.dk/svar/?a=1&b=2", "https://kkr.example.dk/sager/1/"]
    for said in ("Svar ønskes om Ærøs <færger>", "Kære Søren", "Frist", "1. marts 2017", FULL.why):
        assert said in read.words
    assert '<html lang="da">' in letter["html"]


def test_the_html_needs_nobody_else_and_sets_no_colour():
    markup = render(FULL)["html"]

    assert not re.search(r"<img|<link|<script|url\(|@import|[^-]color:|background", markup)


def test_a_short_letter_has_no_empty_parts():
    letter = render(Letter("Emne", ["Hej."]))

    assert letter["text"] == "Hej.\n"
    assert not re.search(r"<(p|ul|table|li)[^>]*>\s*</|<hr", letter["html"])


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_letter_is_in_the_readers_language(language):
    assert f'<html lang="{language}">' in render(FULL, language=language)["html"]


@pytest.mark.django_db
def test_a_letter_is_what_enqueue_takes():
    mail = queued(**render(FULL))

    assert mail.subject == "Svar ønskes om Ærøs <færger>"
    assert "Kære Søren" in mail.text
    assert "Kære Søren" in mail.html


@pytest.mark.django_db
def test_a_subject_too_long_for_a_mail_is_cut_and_says_so():
    long = "Ikke besvaret til tiden: " + "høring " * 40

    mail = queued(**render(Letter(long, ["Hej."])))

    assert (len(mail.subject), mail.subject[-1]) == (200, "…")
    assert long.startswith(mail.subject[:-1])
