"""What every reader on a line keeps to: whole readings, in order, once, and a sentence where it can't be reached."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cashier.config_counter import ReaderSettings
from cashier.config_devices import Address
from cashier.devices.reader_lane import READY, ReaderLane
from cashier.devices.reader_simulated import SimulatedReader, simulated_reader
from cashier.devices.serial_reader import READING_BYTES_MAX, SerialReader
from cashier.domain.errors import DeviceTrouble
from cashier.doors.steering import steer
from cashier.usecases.ports.devices import LineReader

CHECK = "T121000248T0012345678O1043"
SOON_S = 60.0


class Desk:
    """A reader as the desk has it, opened, and its far end."""

    def __init__(self, far: SimulatedReader) -> None:
        self.far = far
        self.now_s = 0.0
        self.reader: LineReader = SerialReader(ReaderSettings(device=far.device, baud=19200), lambda: self.now_s)
        assert self.reader.read(0.0) == ""


@pytest.fixture
def desk() -> Iterator[Desk]:
    with simulated_reader() as far:
        desk = Desk(far)
        yield desk
        desk.reader.close()


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n", b"\x03"])
def test_readings_come_whole_in_order_and_once(desk: Desk, end: bytes) -> None:
    desk.far.send(CHECK, end=end)
    desk.far.send("⑆121000248⑆ 0012345678⑈ 1044", end=end)

    assert [desk.reader.read(SOON_S) for _ in range(2)] == [CHECK, "⑆121000248⑆ 0012345678⑈ 1044"]
    assert desk.reader.read(0.0) == ""


def test_a_reading_may_come_in_pieces(desk: Desk) -> None:
    desk.far.send(CHECK[:10], end=b"")
    assert desk.reader.read(0.0) == ""
    desk.far.send(CHECK[10:])

    assert desk.reader.read(SOON_S) == CHECK


def test_half_a_check_is_no_part_of_the_next_one(desk: Desk) -> None:
    desk.far.send(CHECK[:10], end=b"")
    assert desk.reader.read(0.05) == ""
    desk.now_s += 1
    desk.far.send(CHECK)

    assert desk.reader.read(SOON_S) == CHECK


def test_noise_without_an_end_is_dropped_up_to_its_end(desk: Desk) -> None:
    desk.far.send(b"\xff" * 600, end=b"")
    desk.far.send(b"\x00" * (READING_BYTES_MAX - 599))
    desk.far.send(CHECK)

    assert desk.reader.read(SOON_S) == CHECK


def test_of_a_drivers_license_no_line_but_its_mark_goes_any_further(desk: Desk) -> None:
    for line in ("@", "ANSI 636014040002DL00410477", "DAQA1234562", "DCSTRAN"):
        desk.far.send(line, end=b"\n")

    assert [desk.reader.read(0.05) for _ in range(2)] == ["@", ""]
    desk.now_s += 1
    desk.far.send(CHECK)
    assert desk.reader.read(SOON_S) == CHECK


def test_a_simulated_reader_reads_what_it_is_ordered_to_and_nothing_else(desk: Desk) -> None:
    control = Address(host="127.0.0.1", port=desk.far.control_port)
    for order in ({"do": "read"}, {"do": "write", "text": CHECK}):
        with pytest.raises(DeviceTrouble):
            steer(control, order)
    steer(control, {"do": "read", "text": CHECK})

    assert desk.reader.read(SOON_S) == CHECK


def test_what_came_before_the_line_was_opened_is_nobodys() -> None:
    with simulated_reader() as far:
        far.send("S-48211904")
        desk = Desk(far)
        far.send(CHECK)

        assert desk.reader.read(SOON_S) == CHECK
        desk.reader.close()


def test_a_cable_that_is_pulled_is_said_and_the_line_is_opened_again_later(desk: Desk) -> None:
    desk.far.unplug()

    for _ in range(2):
        with pytest.raises(DeviceTrouble) as trouble:
            desk.reader.read(SOON_S)
        assert trouble.value.sentence == (
            f"The check reader on {desk.far.device} cannot be reached. Check its cable; checks can be typed."
        )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(st.lists(st.binary(max_size=60), max_size=4))
def test_no_bytes_break_a_reader(desk: Desk, pieces: list[bytes]) -> None:
    for piece in pieces:
        desk.far.send(piece)
    desk.far.send(b"")
    while desk.reader.read(0.05):
        continue
    desk.now_s += 1  # What a license has more is over by then.
    desk.far.send(CHECK)

    assert desk.reader.read(SOON_S) == CHECK


class Scripted:
    """A reader that says what a test has it say."""

    def __init__(self, *answers: str | DeviceTrouble) -> None:
        self._answers = iter(answers)
        self.is_closed = False

    def read(self, timeout_s: float) -> str:
        answer = next(self._answers)
        if isinstance(answer, DeviceTrouble):
            raise answer
        return answer

    def close(self) -> None:
        self.is_closed = True


def test_the_lane_hands_on_each_reading_and_says_once_how_the_reader_is() -> None:
    away = DeviceTrouble("The check reader cannot be reached.")
    heard: list[str] = []
    said: list[tuple[str, bool]] = []
    reader = Scripted("", CHECK, away, away, CHECK)
    lane = ReaderLane(reader, heard=heard.append, words=lambda words, ok: said.append((words, ok)))

    waits = [lane.step() for _ in range(5)]

    assert heard == [CHECK, CHECK]
    assert said == [(READY, True), ("The check reader cannot be reached.", False), (READY, True)]
    assert waits == [0.0, 0.0, 5.0, 5.0, 0.0]
    lane.close()
    assert reader.is_closed
