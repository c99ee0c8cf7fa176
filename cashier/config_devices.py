"""Settings of what stands on the desk beside the screen: printers and the card terminal."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from cashier.config_section import Section, check_host


class Address(Section):
    """Where something listens."""

    host: Annotated[str, AfterValidator(check_host)]
    port: int = Field(ge=1, le=65535)


class DeviceSettings(Section):
    """A device on the network. ``control_port``: where its simulator takes orders, in the demo."""

    host: Annotated[str, AfterValidator(check_host)] = "127.0.0.1"
    connect_timeout_s: float = Field(default=2.0, gt=0, le=30)
    control_port: int | None = Field(default=None, ge=1, le=65535)

    @property
    def control(self) -> Address | None:
        """Where its simulator takes orders; None for a real one."""
        return None if self.control_port is None else Address(host=self.host, port=self.control_port)


PRINTER_MODELS: Mapping[str, dict[str, Any]] = MappingProxyType(
    tomllib.loads(Path(__file__).with_name("printer_models.toml").read_text(encoding="utf-8"))
)


class PrinterSettings(DeviceSettings):
    """A receipt printer. ``model`` is one of `PRINTER_MODELS`, and says what is not said here.

    ``way``: how it is reached. ``device`` is the file of a ``serial`` line or a ``usb`` printer, ``queue`` that of a
    raw ``cups`` queue, ``windows_name`` what Windows calls it, and of a ``file`` where the bytes are to lie, ``device``
    its path. ``baud`` and ``handshake`` (RTS/CTS) are a serial line's. ``process_ids``: it says back which job it is
    through with, ``status_back`` by itself that it cannot go on. ``drawer_sensor``: what the pin of the drawer's cable
    says of an open drawer, where there is a sensor. ``logo``: the two letters of a picture in the printer's own memory.
    ``letters``: its own ones, which it has under the number ``code_page``; what they lack is drawn.
    ``check_station``: where checks are put in to be written on, with ``slip_columns`` of letters; ``micr``: it reads
    their magnetic line, too.
    """

    way: Literal["network", "serial", "usb", "cups", "windows", "file"] = "network"
    device: str = ""
    queue: str = Field(default="", pattern="^[A-Za-z0-9_.@-]{0,127}$")
    windows_name: str = Field(default="", max_length=220, pattern="^[^\\x00-\\x1f,!]*$")
    baud: Literal[9600, 19200, 38400, 57600, 115200] = 9600
    handshake: bool = True
    process_ids: bool = False
    status_back: bool = False
    logo: str = Field(default="", pattern="^([!-~]{2})?$")
    drawer_sensor: Literal["none", "open_is_high", "open_is_low"] = "none"
    port: int = Field(default=9100, ge=1, le=65535)
    model: str = "generic"
    columns: int = Field(default=42, ge=32, le=48)
    dots: int = Field(default=512, ge=256, le=832)
    cut: Literal["partial", "full", "none"] = "partial"
    letters: Literal["cp1252", "cp858", "cp850", "cp437"] = "cp1252"
    code_page: int = Field(default=16, ge=0, le=255)
    drawer_pin: Literal[2, 5] = 2
    answer_timeout_s: float = Field(default=5.0, gt=0, le=90)
    check_station: Literal["none", "slip", "validation"] = "none"
    slip_columns: int = Field(default=35, ge=20, le=60)
    micr: bool = False

    @model_validator(mode="before")
    @classmethod
    def _fill_in(cls, said: Any) -> Any:
        model = said.get("model", "generic") if isinstance(said, dict) else "generic"
        if not isinstance(model, str) or model not in PRINTER_MODELS:
            raise ValueError(f"model has to be one of these: {', '.join(PRINTER_MODELS)}")
        return PRINTER_MODELS[model] | said if isinstance(said, dict) else said

    @model_validator(mode="after")
    def _is_reached(self) -> Self:
        field = {"cups": "queue", "windows": "windows_name", "network": "host"}.get(self.way, "device")
        if not getattr(self, field):
            raise ValueError(f"way {self.way} needs its {field}; write it")
        return self

    @property
    def paper(self) -> dict[str, Any]:
        """What its paper and letters are, by the names that `receipts.escpos` has for them."""
        return self.model_dump(include={"columns", "dots", "cut", "logo", "letters", "code_page"})


class OtherPrinterSettings(PrinterSettings):
    """A receipt printer of another desk, for when one's own has no paper; ``name`` is what people call it."""

    name: str = Field(default="Other printer", pattern="^[A-Za-z0-9 .-]{1,30}$")


class TerminalSettings(DeviceSettings):
    """A card terminal. ``poi``: its model and serial number, as it names itself.

    ``key_passphrase``, ``key_identifier`` and ``key_version``: the key that protects what is said, as it was given to
    the terminal. ``authority``: a PEM file with the root that terminals' certificates are believed with.
    """

    name: str = "T1"
    port: int = Field(default=8443, ge=1, le=65535)
    poi: str = Field(pattern="^[A-Za-z0-9]+-[A-Za-z0-9]+$")
    key_passphrase: str = Field(min_length=1)
    key_identifier: str = Field(min_length=1)
    key_version: int = Field(default=1, ge=0, le=999_999_999)
    authority: str = Field(min_length=1)
    answer_timeout_s: float = Field(default=120.0, gt=0, le=150)
    ask_again_s: float = Field(default=4.0, gt=0, le=60)


class StandAloneSettings(Section):
    """A card terminal that speaks to nobody; ``name`` is how its own batch report names it, its terminal number."""

    name: str = Field(default="T1", pattern="^[A-Za-z0-9-]{1,20}$")


class OfficePrinterSettings(Section):
    """A printer for sheets of letter size, by the name of its queue in CUPS."""

    queue: str = Field(pattern="^[A-Za-z0-9_.@-]{1,127}$")
    answer_timeout_s: float = Field(default=10.0, gt=0, le=60)
