"""Quotas of a campaign file."""

from store.campaign_file.section import Section
from store.campaign_file.values import Known, listed, one_of, percent, whole
from store.catalogue import catalogue
from store.rules.quotas import Branch, Counts, Quota, Scope
from store.tables import TargetKind

MANY = 10_000


def read_quota(section: Section, products: Known) -> Quota:
    any_of = section.parts("any_of", lambda branch: _read_branch(branch, products))
    alone = not section.has("any_of")
    kind, named, title = _read_what(section, products, needed=alone)
    quota = Quota(
        scope=section.need("scope", one_of(Scope)),
        kind=kind,
        products=named,
        title=title,
        at_least=section.may("at_least", whole(1, MANY)),
        at_most=section.may("at_most", whole(0, MANY)),
        at_most_percent=section.may("at_most_percent", percent),
        of=section.may("of", listed(tuple(catalogue().titles), "unknown_title")),
        counts=section.may_or("counts", one_of(Counts), Counts.CONFIRMED),
        any_of=any_of,
    )
    _check_limits(section, quota, alone=alone)
    return quota


def _read_branch(section: Section, products: Known) -> Branch:
    kind, named, title = _read_what(section, products, needed=True)
    return Branch(kind=kind, at_least=section.need("at_least", whole(1, MANY)), products=named, title=title)


def _read_what(section: Section, products: Known, *, needed: bool) -> tuple[str, tuple[str, ...], str | None]:
    """What is counted: the kind, the products it may be, the title it must be."""
    read = one_of(TargetKind)
    kind = section.need("kind", read) if needed else section.may("kind", read)
    named = section.values("product", listed(products, "unknown_product")) or ()
    title = section.may("title", listed(tuple(catalogue().titles), "unknown_title"))
    if section.good("kind"):
        if section.has("product") and kind is not TargetKind.PRODUCT:
            section.wrong("product", "product_elsewhere")
        if section.has("title") and kind is not TargetKind.TITLE:
            section.wrong("title", "title_elsewhere")
    return (kind.value if kind else ""), named, title


def _check_limits(section: Section, quota: Quota, *, alone: bool) -> None:
    limits = [key for key in ("at_least", "at_most", "at_most_percent") if section.has(key)]
    if not alone and (section.has("kind") or limits):
        section.wrong((["kind"] if section.has("kind") else limits)[0], "kind_and_any_of")
    elif alone and not limits:
        section.wrong(None, "no_limit")
    if quota.at_least is not None and quota.at_most is not None and quota.at_least > quota.at_most:
        section.wrong("at_least", "least_over_most", at_least=quota.at_least, at_most=quota.at_most)
    if section.has("of") and not section.has("at_most_percent"):
        section.wrong("of", "of_without_percent")
