"""Facts for the menu that Telegram offers."""

SAMPLES = {"menus/commands": {"commands": ["donvi", "quanly", "trogiup"], "language": "vi"}}
