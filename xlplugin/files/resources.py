"""The folders of files that come with the package: rubrics and templates."""

from pathlib import Path


def templates_folder() -> Path:
    """Return the folder of the templates that come with the package."""
    installed = Path(__file__).parent.parent / "templates"
    return installed if installed.is_dir() else Path(__file__).parent.parent.parent / "templates"


def rubrics_folder() -> Path:
    """Return the folder of the rubrics that come with the package."""
    installed = Path(__file__).parent.parent / "rubrics"
    # In a checkout (or an editable install) they are beside the package, not inside it.
    return installed if installed.is_dir() else Path(__file__).parent.parent.parent / "rubrics"
