"""The words that the columns of a list of people are known by, without diacritics."""

from store.tables import UnitRole

NAME, POSITION, UNIT, ROLE = "name", "position", "unit", "role"

HEADERS: dict[str, str] = {
    "ho va ten": NAME,
    "ho ten": NAME,
    "ho, ten": NAME,
    "ho va ten can bo": NAME,
    "full name": NAME,
    "name": NAME,
    "chuc vu": POSITION,
    "chuc danh": POSITION,
    "chuc vu, chuc danh": POSITION,
    "chuc vu/chuc danh": POSITION,
    "position": POSITION,
    "don vi": UNIT,
    "ten don vi": UNIT,
    "don vi cong tac": UNIT,
    "co quan, don vi": UNIT,
    "unit": UNIT,
    "vai tro": ROLE,
    "role": ROLE,
}

ROLES: dict[str, UnitRole] = {
    "": UnitRole.MEMBER,
    "can bo": UnitRole.MEMBER,
    "can bo don vi": UnitRole.MEMBER,
    "cong chuc": UnitRole.MEMBER,
    "vien chuc": UnitRole.MEMBER,
    "nhan vien": UnitRole.MEMBER,
    "nguoi lao dong": UnitRole.MEMBER,
    "staff": UnitRole.MEMBER,
    "member": UnitRole.MEMBER,
    "thu truong": UnitRole.HEAD,
    "thu truong don vi": UnitRole.HEAD,
    "pho thu truong": UnitRole.HEAD,
    "dau moi": UnitRole.HEAD,
    "head": UnitRole.HEAD,
    "unit head": UnitRole.HEAD,
}

HEADER_WITHIN = 10
"""The line with the columns' names is among so many first lines that say something."""
