"""Who may do what, as the design says it: a second writing of the table, for tests to hold the first one against."""

TABLE = """
may                                                                    | member | head | council | secretary | deputy | leader | acting | observer
register                                                               | own    | unit | -       | -         | -      | -      | -      | -
confirm_staff sign hand_in self_score invite_staff approve_staff       | -      | unit | -       | -         | -      | -      | -      | -
unit_group unit_campaign                                               | -      | unit | -       | -         | -      | -      | -      | -
read_work                                                              | own    | unit | bloc    | bloc      | bloc   | bloc   | bloc   | named
confirm_units mark_received extend remind progress announce            | -      | -    | -       | bloc      | bloc   | bloc   | bloc   | -
answer_feedback invite_heads bloc_groups edit_draft                    | -      | -    | -       | bloc      | bloc   | bloc   | bloc   | -
verify score                                                           | -      | -    | bloc    | -         | bloc   | bloc   | bloc   | -
launch change_launched roles seal hand_over                            | -      | -    | -       | -         | -      | bloc   | bloc   | -
history                                                                | -      | unit | -       | bloc      | bloc   | bloc   | bloc   | named
"""  # noqa: E501

PLACES = ("own", "unit", "other", "bloc", "foreign")
"""Whose a thing is: one's own, one's unit's or a colleague's, another unit's, the bloc's, another bloc's."""

COVERS = {
    "-": set(),
    "own": {"own"},
    "unit": {"own", "unit"},
    "named": {"own", "unit"},
    "bloc": {"own", "unit", "other", "bloc"},
}
"""The places that each word of the table reaches. An observer's named unit is the unit looked at."""


def read_table(text: str = TABLE) -> dict[str, dict[str, str]]:
    """right -> role -> how far."""
    head, *lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return {right: dict(zip(head[1:], cells, strict=True)) for names, *cells in lines for right in names.split()}


RIGHTS = read_table()
ROLES = tuple(RIGHTS["register"])


def allows(role: str, right: str, place: str) -> bool:
    """Whether a role reaches a thing at that place; roles the table does not name reach nothing."""
    return place in COVERS[RIGHTS[right].get(role, "-")]


def allows_somewhere(role: str, right: str) -> bool:
    return RIGHTS[right].get(role, "-") != "-"
