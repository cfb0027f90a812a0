"""What a person asks about their own data: withdrawing consent, and being deleted from everything."""

from store.deletion.erasing import delete_person, members_of_account, withdraw_consent
from store.deletion.typed import HANDLED, NO_NAMES, TYPED

__all__ = [
    "HANDLED",
    "NO_NAMES",
    "TYPED",
    "delete_person",
    "members_of_account",
    "withdraw_consent",
]
