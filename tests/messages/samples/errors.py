"""Facts for what is said when the bot broke."""

SAMPLES = {"errors/internal": {"error_id": "A1B2C3"}}
