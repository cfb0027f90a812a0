"""For whom each command is, as the design says."""

from tests.store.rights_table import ROLES
from tests.stories.rights.who import Who, everybody, joined, somewhere

ALL = set(ROLES)
HEADS = {"head"}
OFFICE = {"secretary", "deputy", "leader", "acting"}
COUNCIL = {"council"}

COMMANDS: dict[str, set[str] | None] = {
    "start": None,
    "trogiup": None,
    "ngonngu": None,
    "tieptuc": None,
    "huy": None,
    "dulieu": None,
    "dangky": {"member", "head"},
    "minhchung": {"member", "head"},
    "cuatoi": ALL,
    "hanchot": ALL,
    "xephang": ALL,
    "phongtrao": ALL,
    "gopy": ALL,
    "duyet": HEADS | OFFICE | COUNCIL,
    "donvi": HEADS,
    "giaouoc": HEADS,
    "baocao": HEADS | OFFICE,
    "tiendo": HEADS | OFFICE | COUNCIL | {"observer"},
    "thongbao": HEADS | OFFICE,
    "quanly": OFFICE,
    "tongket": OFFICE,
}
"""The commands of a private chat and for whom the design has them; None: for everybody, members or not."""


LINKED = ("bloc", "unit", "other", "foreign")
ANYWHERE = (*LINKED, "nowhere")

IN_GROUPS: dict[str, dict[str, Who]] = {
    "start": dict.fromkeys(ANYWHERE, everybody),
    "kiemtra": dict.fromkeys(ANYWHERE, everybody),
    "huylienket": dict.fromkeys(ANYWHERE, everybody),
    "lienket": {**dict.fromkeys(LINKED, everybody), "nowhere": somewhere("bloc_groups", "unit_group")},
    "hanchot": dict.fromkeys(ANYWHERE, joined),
    "xephang": dict.fromkeys(ANYWHERE, joined),
    "phongtrao": dict.fromkeys(ANYWHERE, joined),
    "tiendo": dict.fromkeys(ANYWHERE, joined),
}
"""The commands of a group, by what it is linked to. What works in both kinds of chat is in a group for any member of
the bloc it is linked to: it shows there what all of them may know. Everybody may ask to unlink it; the tap that
follows asks who."""
