"""Every address of the product, found by walking the URL configuration, so none can be forgotten."""

import re
from collections.abc import Iterator
from itertools import product

from django.urls import LocalePrefixPattern, URLPattern, URLResolver, get_resolver

# What a parameter of an address may be; a test that plants something adds its own.
VALUES: dict[str, list[str]] = {
    "council": ["hovedstaden", "sjaelland"],
    "year": ["2016", "2017"],
    "extension": ["csv", "json", "atom", "xlsx"],
    "public_id": ["00000000-0000-4000-8000-000000000000"],
    "token": ["not-a-token"],
    "committee": ["hovedstaden-sundhed"],
    "party": ["socialdemokratiet"],
    "name": ["kort.jpg"],
    "uidb36": ["1"],
    "grant": ["1", "2"],
    "key": ["not-a-key", "vaelg"],
    "paper": ["papir", "kkr-maal-for-sundhed"],
    "number": ["1", "2"],
    "commission": ["1"],
    "wish": ["1"],
    "official": ["1"],
    "asked": ["00000000-0000-4000-8000-000000000000"],
    "link": ["1"],
    "meeting": ["2017-02-06"],
    "item": ["1.1", "3.1"],
    "edition": ["1", "2"],
    "kind": ["dagsorden", "referat"],
    "digest": ["0" * 64],
    "attachment": ["00000000-0000-4000-8000-000000000000"],
    "exclusion": ["1"],
    "question": ["00000000-0000-4000-8000-000000000000"],
    "rest": ["findes-ikke"],
}
WITHOUT_LANGUAGE = ("/health", "/robots", "/sitemap", "/api/v1/q", "/api/v1/o", "/api/v1/f")
DATASETS = [
    *("beslutninger", "dagsordenspunkter", "deltagere", "kommunekontaktraad", "kommuner"),
    *("medlemmer", "moeder", "nyheder", "opfoelgninger", "sager", "faelles-linjer"),
    *("anbefalinger", "svar", "papirer", "oensker", "bestillinger", "rettelser", "udgaver"),
    *("hoeringer", "hoeringssvar"),
]
SLUGS: dict[str, list[str]] = {
    "person": ["mayor-of-the-test", "steen-christiansen"],
    "municipality": ["albertslund"],
    "dataset": DATASETS,
    "download": DATASETS,
    "news_item": ["kkr-maal-for-sundhed"],
    "line": ["kkr-maal-for-sundhed"],
    "recommendation": ["kkr-maal-for-sundhed"],
    "case": ["kkr-maal-for-sundhed"],
    "paper_version": ["kkr-maal-for-sundhed"],
    "consultation": ["kkr-maal-for-sundhed"],
    "agenda_print": ["2017-02-06"],
    "minutes_print": ["2017-02-06"],
    "edition_print": ["2017-02-06"],
    "frozen_print": ["2017-02-06"],
    "meeting_print": ["2017-02-06"],
    "all_news_item": ["valg-af-medlemmer-til-kkr-2014-2018"],
}

AT_MEETINGS = (
    *("minute", "minute_item", "minute_forget", "decision_drop", "meeting_end", "minutes_preview"),
    *("minutes_publish", "minutes_editions", "attendance", "roll_call", "guests", "substitute"),
    *("substitute_drop", "follow_ups", "follow_up", "follow_up_finish", "papers", "papers_read"),
    "paper_note",
)
SLUGS |= {name: ["2017-02-06"] for name in AT_MEETINGS}
AT_RECOMMENDATIONS = (
    "",
    "_edit",
    "_change",
    "_remind",
    "_joint",
    "_send",
    "_deadline",
    "_close",
    "_withdraw",
    "_answer",
    "_revoke",
    "_attach",
    "_take_out",
    "_import",
    "_csv",
    "_excel",
)
SLUGS |= {f"recommendation{name}": ["maal-for-sundhed"] for name in AT_RECOMMENDATIONS}


def routes(
    resolver: URLResolver | None = None, before: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """Every route as text with its parameters in brackets, and its pattern."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern.pattern, LocalePrefixPattern):
            route = before  # it names the language of whoever was answered last
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        else:
            yield route, pattern


def addresses(
    slugs: dict[str, list[str]] | None = None, parents: dict[str, str] | None = None
) -> list[str]:
    """Every address with its parameters filled in; fails on a parameter nobody has thought of.

    At the first council every value meets every other, but what has a parent its parent only; at the
    others, and beside strangers, each stands at least once. At KL, where nobody acts who may not act
    everywhere, only KL's own do, and the first stranger.
    """
    filled: list[str] = []
    for route, pattern in routes():
        names = re.findall(r"<(?:\w+:)?(\w+)>", route)
        more = {"council": ["kl"]} if route.startswith("arbejde/") else {}
        more |= slugs or {}
        choices = [list(dict.fromkeys(values_of(each, pattern.name or "", more))) for each in names]
        filled += [
            "/" + fill(route, dict(zip(names, each, strict=True)))
            for each in dict.fromkeys(met(names, choices, parents or {}))
        ]
    return filled + [f"/en{path}" for path in filled if not path.startswith(WITHOUT_LANGUAGE)]


def met(
    names: list[str], choices: list[list[str]], parents: dict[str, str]
) -> Iterator[tuple[str, ...]]:
    """The values that are asked together."""
    at_a_council = names[:1] == ["council"]
    known = [choices[0][:1], *choices[1:]] if at_a_council else choices
    for values in product(*known):
        if all(parents.get(value, value) in values for value in values):
            yield values
    councils, others = (choices[0], choices[1:]) if at_a_council else ([], choices)
    for turn in range(max(map(len, others), default=1)):
        each = tuple(other[turn % len(other)] for other in others)
        if not councils:
            yield each
        for council in councils:
            if council != "kl" or not turn or any(parents.get(value) == "kl" for value in each):
                yield council, *each


def values_of(parameter: str, name: str, slugs: dict[str, list[str]]) -> list[str]:
    guesses = slugs.get(name, [])
    if parameter == "slug":
        return SLUGS[name] + [each for each in guesses if not is_id(each)]
    ids = [each for each in guesses if is_id(each)] if parameter == "public_id" else []
    return VALUES[parameter] + slugs.get(parameter, []) + ids


def is_id(guess: str) -> bool:
    """Whether it is for a `public_id`, and not for a slug."""
    return re.fullmatch("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", guess) is not None


def fill(route: str, values: dict[str, str]) -> str:
    """`<council:council>/nyheder/` with its values."""
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: values[found[1]], route)
