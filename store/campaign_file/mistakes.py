"""What can be wrong in a campaign file. Facts only: the wording is in `messages/templates/campaign_file/<code>`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

MISTAKE_CODES: dict[str, tuple[str, ...]] = {
    # The file as a whole, and its YAML.
    "too_large": ("limit_kb",),
    "not_utf8": (),
    "bad_character": (),
    "not_yaml": ("column",),
    "many_documents": (),
    "empty_file": (),
    "too_deep": ("limit",),
    "too_many_values": ("limit",),
    "text_too_long": ("limit",),
    "tag_not_allowed": ("tag",),
    "not_a_key": (),
    "duplicate_key": ("key", "first_line"),
    # Keys and the shape of what stands under them.
    "unknown_key": ("key", "nearest"),
    "missing_key": ("key",),
    "empty": ("key",),
    "not_a_text": ("key",),
    "not_a_list": ("key",),
    "not_a_mapping": ("key",),
    "too_many": ("key", "limit"),
    "not_two": ("key",),
    # One value.
    "too_long": ("key", "limit"),
    "bad_code": ("key", "given"),
    "bad_day": ("key", "given"),
    "bad_month": ("key", "given"),
    "bad_time": ("key", "given"),
    "bad_number": ("key", "given"),
    "unclear_number": ("key", "given"),
    "number_out_of_range": ("key", "given", "lowest", "highest"),
    "number_too_fine": ("key", "given", "places"),
    "bad_percent": ("key", "given"),
    "bad_flag": ("key", "given"),
    "bad_timezone": ("key", "given"),
    "unknown_choice": ("key", "given", "nearest", "allowed"),
    # Values that name one another.
    "duplicate_code": ("key", "given", "first_line"),
    "repeated": ("key", "given"),
    "unknown_unit": ("key", "given", "nearest"),
    "unknown_phase": ("key", "given", "nearest"),
    "unknown_milestone": ("key", "given", "nearest"),
    "unknown_product": ("key", "given", "nearest"),
    "unknown_title": ("key", "given", "nearest"),
    "unknown_group": ("key", "given", "nearest"),
    "own_parent": ("given",),
    "parent_circle": ("given",),
    "same_leader_and_deputy": ("given",),
    # Days of campaign, phases, milestones.
    "ends_before_starts": ("starts", "ends"),
    "phase_outside_campaign": ("key", "given", "starts", "ends"),
    "launch_after_end": ("given", "ends"),
    "no_deadline": (),
    "two_deadlines": ("first", "second"),
    "starting_without_every": (),
    "pledge_elsewhere": (),
    "at_is_quiet": ("given",),
    # Quotas, exemplars, standings.
    "no_limit": (),
    "least_over_most": ("at_least", "at_most"),
    "of_without_percent": (),
    "product_elsewhere": (),
    "title_elsewhere": (),
    "kind_and_any_of": (),
    "chosen_over_shortlist": ("key", "chosen", "shortlist"),
    "class_unclear": (),
    # Score tables.
    "points_over_max": ("points", "max"),
    "tiers_unclear": (),
    "steps_unclear": (),
    "points_partly": (),
    "kind_in_two_tables": ("given",),
}
"""Every code, with the names of its facts. `key` and `given` are what the person typed."""

SHOWN = 60


@dataclass(frozen=True)
class Mistake:
    """One mistake, at a line of the file (the first line is 1)."""

    line: int
    code: str
    facts: Mapping[str, str | int] = field(default_factory=dict)


class BadCampaignFile(Exception):
    """A campaign file with mistakes: all of them, by line. Nothing of it may be used."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(sorted(mistakes, key=lambda mistake: mistake.line))
        super().__init__(", ".join(f"{mistake.line}: {mistake.code}" for mistake in self.mistakes))


class Mistakes:
    """Collects mistakes while a file is read. The same one is kept once: an alias repeats what it stands for."""

    def __init__(self) -> None:
        self.found: list[Mistake] = []
        self.count = 0
        self._told: set[tuple[str | int, ...]] = set()

    def add(self, line: int, code: str, /, **facts: str | int) -> None:
        if set(facts) != set(MISTAKE_CODES[code]):
            raise TypeError(f"{code} wants {MISTAKE_CODES[code]}, got {tuple(facts)}")
        self.count += 1
        shown = {name: shorten(fact) if isinstance(fact, str) else fact for name, fact in facts.items()}
        told = (line, code, *shown.values())
        if told not in self._told:
            self._told.add(told)
            self.found.append(Mistake(line, code, shown))


def shorten(text: str) -> str:
    """Text as a mistake shows it: on one line, not longer than 60 characters."""
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"


def nearest(given: str, known: Iterable[str]) -> str:
    """The known word most like what was typed, or nothing."""
    return next(iter(get_close_matches(given[:SHOWN], list(known), n=1, cutoff=0.6)), "")
