"""Moves of achievements, and why one is refused."""

from store.errors import IllegalMove, Refusal, TextChanged
from store.tables import ACHIEVEMENT_MOVES, Achievement, AchievementState


class OwnAchievement(Refusal):
    """Nobody decides on their own work, or verifies that of their own unit (`unit` says which it is)."""

    code = "own_achievement"


class AchievementChanged(TextChanged):
    """The achievement `achievement_id` was changed since it was shown."""

    code = "achievement_changed"


def move(achievement: Achievement, state: AchievementState, action: str) -> None:
    if state not in ACHIEVEMENT_MOVES[achievement.state]:
        raise IllegalMove(state=achievement.state, action=action)
    achievement.state = state
