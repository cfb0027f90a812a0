"""The `bloc:` part of a campaign file."""

from store.campaign_file.entries import BlocFile, ContactEntry, UnitEntry
from store.campaign_file.section import Section
from store.campaign_file.values import Known, code, flag, listed, one_of, timezone, whole, word, words
from store.tables import BlocKind, DocumentStyle, UnitKind


def read_bloc(section: Section) -> BlocFile:
    known = section.told("units", "code")
    bloc = BlocFile(
        code=section.need("code", code),
        name=section.need("name", words()),
        kind=section.may_or("kind", one_of(BlocKind), BlocKind.BLOC),
        timezone=section.may("timezone", timezone),
        locale=section.may("locale", word("vi", "en")),
        leader_unit=section.need("leader_unit", listed(known, "unknown_unit")),
        deputy_unit=section.may("deputy_unit", listed(known, "unknown_unit")),
        contact=section.part("contact", read_contact),
        lenient=section.may_or("lenient", flag, False),
        documents=section.may_or("documents", one_of(DocumentStyle), DocumentStyle.STATE),
        units=section.need_parts("units", lambda unit: _read_unit(unit, known), unique="code"),
    )
    if section.good("leader_unit", "deputy_unit") and bloc.leader_unit == bloc.deputy_unit:
        section.wrong("deputy_unit", "same_leader_and_deputy", given=bloc.leader_unit)
    _refuse_circles(section, bloc.units)
    return bloc


def read_named_bloc(section: Section) -> BlocFile:
    """A bloc that an import only names; whatever more is said of it is checked like any other."""
    return BlocFile(code=section.need("code", code)) if section.only("code") else read_bloc(section)


def read_contact(section: Section) -> ContactEntry:
    return ContactEntry(
        name=section.need("name", words()),
        phone=section.may("phone", words(40)),
        email=section.may("email", words(100)),
    )


def _read_unit(section: Section, known: Known) -> UnitEntry:
    unit = UnitEntry(
        code=section.need("code", code),
        name=section.need("name", words()),
        kind=section.may_or("kind", one_of(UnitKind), UnitKind.OFFICE),
        parent=section.may("parent", listed(known, "unknown_unit")),
        staff=section.may("staff", whole(1, 1_000_000)),
        in_charge=section.may("in_charge", words(100)),
    )
    if section.good("code", "parent") and unit.parent == unit.code:
        section.wrong("parent", "own_parent", given=unit.code)
    return unit


def _refuse_circles(section: Section, units: tuple[UnitEntry, ...]) -> None:
    """Report each circle of parents once, at the list of units. A unit that is its own parent is told already."""
    parents = {unit.code: unit.parent for unit in units if unit.parent != unit.code}
    told: set[str | None] = set()
    for start in parents:
        walked: list[str | None] = []
        here: str | None = start
        while here in parents and here not in walked and here not in told:
            walked.append(here)
            here = parents[here]
        if here in walked:
            section.wrong("units", "parent_circle", given=str(here))
        told.update(walked)
