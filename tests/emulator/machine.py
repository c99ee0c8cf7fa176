"""The emulated printer as a machine of the contract: an Epson TM-T20III of 80 mm, on a port and on a serial line."""

import os
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any, Self

import httpx

from receipts.printers.machine import Fault

PROGRAM = "COUNTERFOIL_EMULATOR"  # The environment's word for where emupos lies; without it nobody asks for it.
COLUMNS, DOTS = 48, 576
_NAMES = {Fault.PAPER_OUT: "paper-out", Fault.COVER_OPEN: "cover-open", Fault.OFFLINE: "offline"}
_NEAR_END = "paper-near-end"
_STARTS_S = 30.0


class EmulatedPrinter:
    """One of its own for each with block, so that its papers and faults are this block's."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="counterfoil-emulator-")
        self.port, api = _free_port(), _free_port()
        self.device = str(Path(self._folder.name) / "emupos" / "front")  # As it names a serial line of its own.
        (Path(self._folder.name) / "emupos.yaml").write_text(
            f"""schema: 1
api: {{ host: 127.0.0.1, port: {api} }}
devices:
  - id: front
    type: printer
    profile: epson-tm-t20iii
    receipts_dir: ./receipts
    connections:
      - tcp: {{ port: {self.port} }}
      - serial: {{ pty: true }}
""",
            encoding="utf-8",
        )
        self._api = httpx.Client(base_url=f"http://127.0.0.1:{api}/api/v1", trust_env=False)
        self._papers = 0
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._log = (Path(self._folder.name) / "log").open("wb")
        self._process = subprocess.Popen(
            [os.environ[PROGRAM], "run"],
            cwd=self._folder.name,
            env=os.environ | {"TMPDIR": self._folder.name},
            stdout=self._log,
            stderr=self._log,
        )
        by = time.monotonic() + _STARTS_S
        while not self._is_up():
            assert time.monotonic() < by, self.log()
            time.sleep(0.05)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._api.close()
        self._folder.cleanup()

    def stop(self) -> None:
        """Take it away with all that was printed on it counted."""
        if self._process is not None:
            self._papers = self.papers()
            self._process.terminate()
            self._process.wait()
            self._process = None
            self._log.close()

    def set_fault(self, fault: Fault) -> None:
        for each, name in _NAMES.items():
            self._api.request("PUT" if each is fault else "DELETE", f"/devices/front/faults/{name}").raise_for_status()

    def paper_is_near_its_end(self) -> None:
        self._api.put(f"/devices/front/faults/{_NEAR_END}").raise_for_status()

    def papers(self) -> int:
        return len(self._receipts()) if self._process is not None else self._papers

    def last_paper(self) -> tuple[str, bytes]:
        """As text, in which pictures are left out, and as PNG."""
        last = f"/devices/front/receipts/{self._receipts()[-1]['id']}"
        return self._api.get(f"{last}/text").text, self._api.get(f"{last}/image").content

    def state(self) -> dict[str, Any]:
        state: dict[str, Any] = self._api.get("/devices/front").raise_for_status().json()
        return state

    def close_drawer(self) -> None:
        self._api.post("/devices/front/drawer/close").raise_for_status()

    def log(self) -> str:
        """What it said of all that was sent to it, and what it did not understand."""
        return (Path(self._folder.name) / "log").read_text(encoding="utf-8")

    def _receipts(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._api.get("/devices/front/receipts").raise_for_status().json()
        return sorted(found, key=lambda receipt: str(receipt["completed_at"]))

    def _is_up(self) -> bool:
        try:
            return self._api.get("/health").is_success
        except httpx.TransportError:
            return False


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
