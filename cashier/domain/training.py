"""Training (R13): a desk beside the desk, with its own invented people, on which no money is taken."""

from cashier.domain.errors import Refused

TRAINING_DESK = "TRAINING"
"""Which desk a training journal is of, so that each receipt number and barcode says it. No real desk has this name."""

TRAINING_WORDS = ("TRAINING", "NO MONEY WAS TAKEN")
"""What stands on every paper of it, in English in every language: staff read it."""

TRAINING_LEDGER = "That needs the ledger, which training never reaches. Leave training for it."


def check_begins(*, drawer_of: str | None) -> None:
    """Raises Refused where a drawer is open: training stands never beside counted cash."""
    if drawer_of is not None:
        raise Refused(f"{drawer_of} has a drawer open here. Training begins once it is closed.")


TRAINING_PASSPHRASE = "training agrees"
TRAINING_SIGNERS = (("lead", "Lee Training", "lead"), ("colleague", "Kim Training", "cashier"))
"""Who signs beside the trainee: user, name and role. The passphrase is no secret: it stands above the training desk."""
