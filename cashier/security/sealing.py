"""A check's account number as it may be kept: the last four digits, a token to know it again, and the number sealed.

The token is an HMAC-SHA256 under one key per organization, so that the same check is known at every desk and the
number cannot be tried out. The number itself is sealed to the office's public key: no desk can open it again.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping

from cashier.domain.tenders import ACCOUNT_DIGITS_MOST, SealedAccount
from cashier.security.box import close_box

SEALED_FOR_OFFICE = b"counterfoil check account, sealed for the office"
FORM_SEALED_FOR_OFFICE = b"counterfoil form about a payor, sealed for the office"


class OfficeSealer:
    """The port `Sealer`. ``office_public`` is a `BoxKey`'s public half, ``token_key`` the organization's own secret."""

    def __init__(self, *, office_public: str, token_key: bytes) -> None:
        self._office_public = office_public
        self._token_key = token_key

    def seal_account(self, routing: str, account: str) -> SealedAccount:
        """What may be kept of an account number."""
        plain = account.lstrip("0") or "0"
        return SealedAccount(
            last_four=account[-4:],
            token=self._token(routing, plain),
            sealed=close_box(account.encode(), self._office_public, SEALED_FOR_OFFICE),
            typed=self._token(routing, account) if account != plain else "",
            padded=tuple(
                self._token(routing, plain.zfill(digits)) for digits in range(len(plain) + 1, ACCOUNT_DIGITS_MOST + 1)
            ),
        )

    def _token(self, routing: str, account: str) -> str:
        return hmac.new(self._token_key, f"{routing}:{account}".encode(), hashlib.sha256).hexdigest()

    def seal_form(self, said: Mapping[str, str]) -> str:
        """A form about a person as JSON in a box: no desk can open it again."""
        return close_box(json.dumps(dict(said)).encode(), self._office_public, FORM_SEALED_FOR_OFFICE)
