"""Which titles (danh hiệu) may be registered for, and what registrations are compared with; the council decides."""

from datetime import date

from store.campaigns import quotas_of
from store.catalogue import Subject, catalogue
from store.tables import Campaign, TargetKind


def campaign_day(campaign: Campaign, today: date) -> date:
    """The day whose law counts: today, within the campaign."""
    return min(max(today, campaign.starts), campaign.ends)


def open_titles(campaign: Campaign, today: date) -> tuple[list[str], list[str]]:
    """The codes for persons and for collectives; titles that a quota of the campaign names are among them."""
    named = {code for quota in quotas_of(campaign) for code in (quota.title, *(one.title for one in quota.branches))}
    day, also = campaign_day(campaign, today), [code for code in named if code]
    return catalogue().open_to(Subject.PERSON, day, also=also), catalogue().open_to(Subject.COLLECTIVE, day, also=also)


def for_collectives_only(code: str) -> bool:
    """Whether a title is never a person's."""
    title = catalogue().titles.get(code)
    return title is not None and title.subject == Subject.COLLECTIVE


def for_persons_only(code: str) -> bool:
    title = catalogue().titles.get(code)
    return title is not None and title.subject == Subject.PERSON


def law_of(kind: TargetKind, item: str, campaign: Campaign, day: date) -> tuple[str, str]:
    """The law a title stands in and how sure that is; empty for what is no title."""
    law = catalogue().law_of(item, campaign_day(campaign, day)) if kind == TargetKind.TITLE else None
    return (law.code, catalogue().titles[item].under[law.code]) if law else ("", "")


def checks_of(kind: TargetKind, item: str, *, for_unit: bool, campaign: Campaign, day: date) -> list[str]:
    """The codes of the conditions to compare with; none for products, goals and initiatives."""
    if kind == TargetKind.TITLE:
        return [one.code for one in catalogue().conditions_of(item, campaign_day(campaign, day))]
    if kind == TargetKind.EXEMPLAR:
        return [one.code for one in catalogue().exemplar_checks(Subject.COLLECTIVE if for_unit else Subject.PERSON)]
    return []


def conditions(
    kind: TargetKind, item: str, ticked: str, *, for_unit: bool, campaign: Campaign, day: date
) -> list[dict[str, object]]:
    """What is compared, each with whether the registration says so: [{code, ticked}]."""
    said = ticked.split(",")
    codes = checks_of(kind, item, for_unit=for_unit, campaign=campaign, day=day)
    return [{"code": code, "ticked": code in said} for code in codes]
