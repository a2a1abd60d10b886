"""Find the project's folder. Light to import: a command that cannot even start needs it too."""

from pathlib import Path


def nearest(start: Path) -> Path | None:
    """The nearest folder from `start` upwards that holds `params` and `notebooks`, if there is one."""
    folders = (start.resolve(), *start.resolve().parents)
    return next((at for at in folders if (at / "params").is_dir() and (at / "notebooks").is_dir()), None)
