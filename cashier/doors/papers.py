"""A desk's two settings files, and the real clock with the ids that follow it: the first paint needs no more."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from cashier.config import DESK_FILE, ORGANIZATION_FILE, DeskSettings, Organization, read_settings
from cashier.domain.ids import uuid7
from cashier.domain.place import Place


def now_utc() -> datetime:
    """The real clock."""
    return datetime.now(UTC)


def new_id() -> UUID:
    """An id by the real clock, also where a script's clock moves business days."""
    return uuid7(now_utc(), os.urandom)


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """A desk's two settings files, read."""

    settings: DeskSettings
    organization: Organization
    place: Place


def read_papers(data: Path, today: datetime) -> Papers:
    """What is written about a desk. Raises ConfigTrouble."""
    settings = read_settings(data / DESK_FILE, DeskSettings)
    organization = read_settings(data / ORGANIZATION_FILE, Organization)
    place = organization.place(settings.desk, settings.center, settings.window, today.date())
    return Papers(settings=settings, organization=organization, place=place)
