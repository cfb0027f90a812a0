"""Registrations (đăng ký thi đua): sent in, amended, withdrawn, confirmed or returned."""

from store.targets.deciding import confirm_target, find_for_decision, reopen_target, return_target
from store.targets.limits import exceeded
from store.targets.moving import OwnWork, QuotaFull, RegistrationOver, TargetChanged
from store.targets.queues import counted_units, my_targets, unit_targets, waiting_for
from store.targets.reading import (
    BODY,
    Case,
    changes,
    find_case,
    goes_to_office,
    late_by,
    line_facts,
    registration_duty,
    target_facts,
)
from store.targets.registering import (
    TargetText,
    amend_target,
    find_for_change,
    register_target,
    withdraw_target,
)

__all__ = [
    "BODY",
    "Case",
    "OwnWork",
    "QuotaFull",
    "RegistrationOver",
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
    "goes_to_office",
    "late_by",
    "line_facts",
    "my_targets",
    "register_target",
    "registration_duty",
    "reopen_target",
    "return_target",
    "target_facts",
    "unit_targets",
    "waiting_for",
    "withdraw_target",
]
