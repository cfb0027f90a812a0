"""Why the store says no. Facts only; the wording is `messages/templates/refusals/<code>`.

Refusal
├── NotAllowed            the role does not reach this (who may is in the facts)
├── NotFound              no such thing, or none that this person may see
├── IllegalMove           the state does not allow it
├── AlreadyDone           somebody was faster
├── BadAnswer             an answer of a form that cannot be taken (its own code)
├── TextChanged           a text changed since it was shown
├── InviteRefused         unknown, expired, used_up, revoked, wrong_place
├── Closed                the campaign or phase takes nothing more
├── MissingDays           a launch with milestones that have no day yet
├── Taken                 a code that exists already
├── LinkedElsewhere       a group that belongs to another place (store/groups.py)
├── OwnWork               nobody decides on their own registration (store/targets/moving.py)
├── OwnAchievement        nor on their own achievement, or their unit's (store/achievements/moving.py)
├── RegistrationOver      after the deadline only through the office (store/targets/moving.py)
├── QuotaFull             a maximum of the plan is reached (store/targets/moving.py)
├── StaffUnknown          a maximum is a percentage of a number nobody gave (store/targets/moving.py)
├── NotJoined             only for members of a bloc (handlers/book.py)
└── WrongPlace            a command for another kind of chat (handlers/book.py)
"""

from typing import Any

from sqlmodel import SQLModel


class Refusal(Exception):
    """The store refuses. `code` names the template, `facts` are its values (flat JSON)."""

    code = "refused"

    def __init__(self, *, skipped: SQLModel | None = None, **facts: Any) -> None:
        """`skipped`: what a conflict of interest kept this person from; it stands in the history."""
        super().__init__(self.code)
        self.facts = facts
        self.skipped = skipped


class NotAllowed(Refusal):
    """`right`: which right was missing; `roles`: the roles that have it."""

    code = "not_allowed"


class NotFound(Refusal):
    code = "not_found"


class IllegalMove(Refusal):
    """`state`: what it is; `action`: what was asked."""

    code = "illegal_move"


class AlreadyDone(Refusal):
    """`who` did it."""

    code = "already_done"


class BadAnswer(Refusal):
    """An answer that cannot be taken; the template is `refusals/answer_<why>`."""

    def __init__(self, why: str, **facts: Any) -> None:
        super().__init__(**facts)
        self.code = f"answer_{why}"


class TextChanged(Refusal):
    code = "text_changed"


class InviteRefused(Refusal):
    """The template is `refusals/invite_<why>`: unknown, expired, used_up, revoked, not_for_group, for_group."""

    def __init__(self, why: str, **facts: Any) -> None:
        super().__init__(**facts)
        self.code = f"invite_{why}"


class Closed(Refusal):
    """`title` of what takes nothing more."""

    code = "closed"


class MissingDays(Refusal):
    """`milestones`: [{id, title, around}] that still need a day."""

    code = "missing_days"


class Taken(Refusal):
    """`code` exists already."""

    code = "taken"

    def __init__(self, taken: str) -> None:
        super().__init__(taken=taken)
