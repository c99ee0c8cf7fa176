"""Watches the demo's simulated printer and brings its papers to the window that shows them."""

from base64 import b64decode

from cashier.config_devices import Address
from cashier.domain.errors import DeviceTrouble
from cashier.doors.steering import steer
from ui.doors import Post
from ui.news import PaperNews

_LOOK_EVERY_S = 0.5
_TIMEOUT_S = 2.0


class PaperWatch:
    """A `ports.Lane`: asks for the papers after the last one seen."""

    def __init__(self, control: Address, post: Post, *, name: str) -> None:
        self.name = name
        self._control = control
        self._post = post
        self._seen = 0

    def step(self) -> float:
        """Ask once; a printer that does not answer is asked again later."""
        try:
            answer = steer(self._control, {"do": "paper", "after": self._seen}, timeout_s=_TIMEOUT_S)
        except DeviceTrouble:
            return _LOOK_EVERY_S
        for paper in answer["papers"]:
            self._seen = paper["number"]
            self._post(PaperNews(png=b64decode(paper["png"]), text=paper["text"]))
        return _LOOK_EVERY_S
