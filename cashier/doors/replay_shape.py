"""What all acts of a day script have in common."""

from pydantic import BaseModel, ConfigDict


class Act(BaseModel):
    """One line. A field that is not known is refused: it is mostly a misspelled one."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Approver(Act):
    """The second person, who signs in for this one act."""

    user: str
    passphrase: str
