"""Campaign files that come with the program: to play, to copy, to learn the format from."""

from pathlib import Path

SAMPLES = ("co-quan-ban-2020", "khoi-vhxh-2020", "nhiem-ky-2021-2025")


def sample(name: str) -> Path:
    """The path of a sample, by its name without ending. Raises KeyError for a name that is none."""
    if name not in SAMPLES:
        raise KeyError(name)
    return Path(__file__).with_name(f"{name}.yaml")
