"""Facts for messages/templates/cli/bad_setting_*."""

SAMPLES = {
    "cli/bad_setting_missing": {"name": "THIDUA_LISTEN", "value": "8080", "allowed": "'vi', 'en'"},
    "cli/bad_setting_token": {"name": "THIDUA_LISTEN", "value": "8080", "allowed": "'vi', 'en'"},
    "cli/bad_setting_address": {"name": "THIDUA_LISTEN", "value": "8080", "allowed": "'vi', 'en'"},
    "cli/bad_setting_not_https": {"name": "THIDUA_LISTEN", "value": "8080", "allowed": "'vi', 'en'"},
    "cli/bad_setting_webhook_secret": {"name": "THIDUA_LISTEN", "value": "8080", "allowed": "'vi', 'en'"},
    "cli/bad_setting_database_url": {"name": "THIDUA_LISTEN", "value": "8080", "allowed": "'vi', 'en'"},
    "cli/bad_setting_folder": {"name": "THIDUA_LISTEN", "value": "8080", "allowed": "'vi', 'en'"},
    "cli/bad_setting_listen": {"name": "THIDUA_LISTEN", "value": "8080", "allowed": "'vi', 'en'"},
    "cli/bad_setting_timezone": {"name": "THIDUA_LISTEN", "value": "8080", "allowed": "'vi', 'en'"},
    "cli/bad_setting_choice": {"name": "THIDUA_LISTEN", "value": "8080", "allowed": "'vi', 'en'"},
    "cli/bad_setting_unreadable_file": {"name": "THIDUA_LISTEN", "value": "8080", "allowed": "'vi', 'en'"},
}
