"""Who may, by role and place: the words of which the cells are made."""

from collections.abc import Callable

from tests.store.rights_table import RIGHTS, ROLES, allows, allows_somewhere

Who = Callable[[str, str], bool]
"""(role, place) -> whether the design lets them."""

BLOCS = ("bloc", "foreign")


def there(*rights: str) -> Who:
    """Whoever has one of the rights over the thing."""
    return lambda role, place: any(allows(role, right, place) for right in rights)


def somewhere(*rights: str) -> Who:
    """Whoever has one of the rights over anything of the bloc."""
    return lambda role, place: place != "foreign" and any(allows_somewhere(role, right) for right in rights)


def reads_a_unit(role: str, place: str) -> bool:
    """Whoever may read more than their own work."""
    return place != "foreign" and RIGHTS["read_work"].get(role) in ("unit", "named", "bloc")


def joined(role: str, place: str) -> bool:
    return role in ROLES and place != "foreign"


def everybody(_role: str, _place: str) -> bool:
    return True


def nobody(_role: str, _place: str) -> bool:
    return False


def is_head(role: str, place: str) -> bool:
    """Whom the bloc's launch is meant for."""
    return role == "head" and place == "bloc"


def of_the_unit(role: str, place: str) -> bool:
    """Whom a unit's own campaign is meant for."""
    return role in ("member", "head") and place == "own"


def own_talk(role: str, place: str) -> bool:
    """What somebody asked the office is theirs."""
    return role == "member" and place == "own"


def either(*these: Who) -> Who:
    return lambda role, place: any(one(role, place) for one in these)


keepers: Who = either(
    lambda role, place: place in BLOCS and allows(role, "bloc_groups", place),
    lambda role, place: place not in BLOCS and allows(role, "unit_group", place),
)
"""Who keeps a group: the office the bloc's, a head the unit's own."""


def reads_the_unit(role: str, place: str) -> bool:
    """A unit's campaign is followed by who reads the unit, not by who reads only their own work in it."""
    return allows(role, "read_work", "unit" if place == "own" else place)
