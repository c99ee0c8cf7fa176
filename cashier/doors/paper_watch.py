"""Watches the demo's simulated printer and brings its papers to the window that shows them."""

import json
import socket
from base64 import b64decode

from ui.doors import Post
from ui.news import PaperNews

_LOOK_EVERY_S = 0.5
_TIMEOUT_S = 2.0


class PaperWatch:
    """A `ports.Lane`: asks for the papers after the last one seen."""

    name = "papers"

    def __init__(self, host: str, control_port: int, post: Post) -> None:
        self._address = (host, control_port)
        self._post = post
        self._seen = 0

    def step(self) -> float:
        """Ask once; a printer that does not answer is asked again later."""
        try:
            with socket.create_connection(self._address, _TIMEOUT_S) as connection, connection.makefile("rwb") as line:
                line.write(json.dumps({"do": "paper", "after": self._seen}).encode() + b"\n")
                line.flush()
                answer = json.loads(line.readline())
        except (OSError, ValueError):
            return _LOOK_EVERY_S
        for paper in answer["papers"]:
            self._seen = paper["number"]
            self._post(PaperNews(png=b64decode(paper["png"]), text=paper["text"]))
        return _LOOK_EVERY_S
