"""Every feature of the bot. A new one adds its line here."""

from handlers.turn import Feature

FEATURES: tuple[Feature, ...] = ()
