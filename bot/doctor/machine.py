"""Settings and disk: what the machine gives the bot."""

import shutil
import tempfile
from pathlib import Path

from bot.doctor.findings import Finding, failed, in_trouble, ok, warning, wrong_setting
from bot.settings import BadSetting, Settings

MEGABYTE = 1024 * 1024
LITTLE = 500
"""Megabytes. Evidence comes in files of up to 20."""

NONE = 50


def check_settings(settings: Settings | None, wrong: list[BadSetting]) -> list[Finding]:
    """Everything `run` would refuse, all at once."""
    found = [wrong_setting(bad) for bad in wrong]
    named = {bad.name for bad in wrong}
    if settings is not None and "THIDUA_BOT_TOKEN" not in named:
        try:
            settings.token()
        except BadSetting as bad:
            found.append(wrong_setting(bad))
    return found or [ok("settings")]


def check_disk(settings: Settings) -> list[Finding]:
    """The data folder, and the folder of an SQLite database where that is another one."""
    folders = [settings.data_dir.absolute()]
    if settings.database.startswith("sqlite"):
        folders.append(Path(settings.database.removeprefix("sqlite:///")).absolute().parent)
    return [_folder(folder) for folder in dict.fromkeys(folders)]


def _folder(folder: Path) -> Finding:
    """Whether a file can be made there, and how much room is left. The file is gone at once."""
    try:
        # One that is yet to be made is made in the nearest that is there.
        there = next(one for one in (folder, *folder.parents) if one.exists())
        with tempfile.TemporaryFile(dir=there) as probe:
            probe.write(b"\0" * 4096)
            probe.flush()
        free = shutil.disk_usage(there).free // MEGABYTE
    except OSError as error:
        return in_trouble(error, str(folder))
    if there != folder:
        return warning("folder_missing", path=str(folder))
    if free < NONE:
        return failed("disk_low", path=str(folder), free=free)
    return (warning if free < LITTLE else ok)("disk_low" if free < LITTLE else "folder", path=str(folder), free=free)
