"""Registrations (đăng ký thi đua): sent in, amended, withdrawn, confirmed or returned."""

from store.targets.deciding import (
    confirm_target,
    find_for_decision,
    find_for_reopening,
    reopen_target,
    return_target,
)
from store.targets.limits import exceeded
from store.targets.moving import OwnWork, QuotaFull, RegistrationOver, TargetChanged
from store.targets.queues import counted_units, my_targets, unit_targets, waiting_for
from store.targets.reading import Case, Standing, find_case, goes_to_office, late_by, registration_duty, standing_of
from store.targets.registering import (
    Foresight,
    TargetText,
    amend_target,
    find_for_change,
    foresee,
    register_target,
    withdraw_target,
)
from store.targets.showing import BODY, changes, line_facts, target_facts
from store.targets.titles import COLLECTIVE, PERSONAL

__all__ = [
    "BODY",
    "COLLECTIVE",
    "PERSONAL",
    "Case",
    "Foresight",
    "OwnWork",
    "QuotaFull",
    "RegistrationOver",
    "Standing",
    "TargetChanged",
    "TargetText",
    "amend_target",
    "changes",
    "confirm_target",
    "counted_units",
    "exceeded",
    "find_case",
    "find_for_change",
    "find_for_decision",
    "find_for_reopening",
    "foresee",
    "goes_to_office",
    "late_by",
    "line_facts",
    "my_targets",
    "register_target",
    "registration_duty",
    "reopen_target",
    "return_target",
    "standing_of",
    "target_facts",
    "unit_targets",
    "waiting_for",
    "withdraw_target",
]
