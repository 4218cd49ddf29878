"""Ask workers in processes of their own, with a time limit; time whole processes."""

from __future__ import annotations

import json
import os
import resource
import select
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any

WORKER = Path(__file__).parent / "worker.py"


class Worker:
    """A process that answers tasks; a new one is started after a crash or a timeout."""

    def __init__(self, python: str = sys.executable) -> None:
        self.python = python
        self.process: subprocess.Popen[bytes] | None = None

    def ask(self, do: str, limit: float = 120.0, **task: Any) -> dict[str, Any]:
        """Return the worker's answer; one with the key "error" if it raised, died or was late."""
        process = self._running()
        assert process.stdin is not None
        process.stdin.write((json.dumps({"do": do, **task}) + "\n").encode())
        process.stdin.flush()
        line = self._line(process, time.monotonic() + limit)
        if line is not None:
            return json.loads(line)
        status = process.poll()
        self.close()
        if status is None:
            return {"error": f"no answer within {limit:g} s", "late": True}
        return {"error": f"the process died (status {status})"}

    def close(self) -> None:
        """End the process."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _running(self) -> subprocess.Popen[bytes]:
        if self.process is None or self.process.poll() is not None:
            self.process = subprocess.Popen(
                [self.python, str(WORKER)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self.process

    @staticmethod
    def _line(process: subprocess.Popen[bytes], until: float) -> bytes | None:
        """Return the answer without its mark, or None at the end of the output or of the time."""
        assert process.stdout is not None
        descriptor, seen = process.stdout.fileno(), b""
        while (left := until - time.monotonic()) > 0:
            if not select.select([descriptor], [], [], left)[0]:
                break
            piece = os.read(descriptor, 1 << 16)
            if not piece:
                process.wait()
                break
            seen += piece
            _, mark, answer = seen.partition(b"\0")
            if mark and answer.endswith(b"\n"):
                return answer
        return None


def process_time(code: str, repetitions: int) -> float | None:
    """Return the least CPU time of a fresh Python that runs the code; None if it fails."""
    times: list[float] = []
    for _ in range(repetitions):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        result = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if result.returncode != 0:
            return None
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(times)
