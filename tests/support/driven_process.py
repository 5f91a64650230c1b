"""A program in a process of its own that answers requests: one JSON object a line each way."""

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any


class DrivenProcess:
    """Started, it first says that it is ready; each request is answered, or fails with the program's own words."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str] = MappingProxyType({}), *, is_quiet: bool = False
    ) -> None:
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL if is_quiet else None,
            text=True,
            encoding="utf-8",
            env=os.environ | environment,
        )
        assert self._process.stdout
        assert json.loads(self._process.stdout.readline()) == "ready"

    def ask(self, **request: Any) -> Any:
        """Send a request; gives the answer, raises RuntimeError with what failed."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if "failed" in answer:
            raise RuntimeError(answer["failed"])
        return answer["answer"]

    def stop(self) -> None:
        """End the program."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(30)
        if self._process.stdout:
            self._process.stdout.close()
