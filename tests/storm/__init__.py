"""What the bot does when it is killed, when another takes over, and when it works for long."""
