"""Where the project lies. Light to import: also a command that cannot even begin looks for it."""

from pathlib import Path


def nearest(start: Path) -> Path | None:
    """The nearest folder from `start` upwards that holds `params` and `notebooks`, if there is one."""
    folders = (start.resolve(), *start.resolve().parents)
    return next((at for at in folders if (at / "params").is_dir() and (at / "notebooks").is_dir()), None)
