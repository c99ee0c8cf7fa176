"""Keys are where only their owner reads them, and come back with the organization's recovery key alone."""

import stat
from pathlib import Path

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import KeyringLocked

from cashier.domain.errors import StoreTrouble
from cashier.security.box import close_box, make_box_key, open_box
from cashier.security.keyring_key import KeyringKey, key_source_for
from cashier.security.keys import KEY_FILE, NAME_SUFFIX, FileKey, unwrap_key, wrap_key
from cashier.security.passphrases import Passphrases, hash_passphrase
from cashier.security.sealing import SEALED_FOR_OFFICE, OfficeSealer


class Ring:
    """A keyring in memory that can be locked."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.locked:
            raise KeyringLocked
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.held[service, username]


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Ring:
    ring = Ring()
    monkeypatch.setattr(keyring, "get_keyring", lambda: ring)
    monkeypatch.setattr(keyring, "get_password", ring.get_password)
    monkeypatch.setattr(keyring, "set_password", ring.set_password)
    monkeypatch.setattr(keyring, "delete_password", ring.delete_password)
    return ring


def test_without_a_keyring_the_key_is_a_private_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "get_keyring", NoKeyring)
    source = key_source_for(tmp_path)

    assert source == FileKey(tmp_path / KEY_FILE)
    assert source.read() is None
    key = source.make()
    assert len(key) == 32
    assert source.read() == key
    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600
    with pytest.raises(StoreTrouble):
        source.make()


def test_a_real_keyring_holds_the_key_and_the_folder_only_its_name(tmp_path: Path, ring: Ring) -> None:
    source = key_source_for(tmp_path)

    assert source == KeyringKey(tmp_path / f"{KEY_FILE}{NAME_SUFFIX}")
    assert source.read() is None
    key = source.make()
    assert key_source_for(tmp_path).read() == key
    assert key not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert not (tmp_path / KEY_FILE).exists()


def test_a_folder_with_a_key_file_keeps_it_when_a_keyring_appears(tmp_path: Path, ring: Ring) -> None:
    key = FileKey(tmp_path / KEY_FILE).make()

    assert key_source_for(tmp_path).read() == key


def test_a_locked_keyring_is_said(tmp_path: Path, ring: Ring) -> None:
    source = key_source_for(tmp_path)
    source.make()
    ring.locked = True

    with pytest.raises(StoreTrouble, match="The keyring is locked or does not answer"):
        source.read()


def test_a_key_that_others_can_read_or_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    source = FileKey(tmp_path / KEY_FILE)
    source.make()
    source.path.chmod(0o640)
    with pytest.raises(StoreTrouble, match="Others can read the key file"):
        source.read()

    source.path.chmod(0o600)
    source.path.write_bytes(b"short")
    with pytest.raises(StoreTrouble, match="holds is no key of this desk"):
        source.read()


def test_only_the_organization_unwraps_a_data_key() -> None:
    pair, other, key = make_box_key(), make_box_key(), bytes(32)
    wrapped = wrap_key(key, pair.public)

    assert unwrap_key(wrapped, pair.private) == key
    assert wrap_key(key, pair.public) != wrapped
    for wrong in (other.private, "no key", ""):
        with pytest.raises(StoreTrouble, match="This recovery key does not open this desk's data"):
            unwrap_key(wrapped, wrong)
    for damaged in ("", "{}", "[]", wrapped[:-9] + '"}', wrapped.replace("sealed", "other")):
        with pytest.raises(StoreTrouble, match="This recovery key does not open this desk's data"):
            unwrap_key(damaged, pair.private)
    with pytest.raises(StoreTrouble, match="is no recovery key"):
        wrap_key(key, "not a public key")


def test_a_box_opens_only_for_its_purpose() -> None:
    pair = make_box_key()
    box = close_box(b"content", pair.public, b"one purpose")

    assert open_box(box, pair.private, b"one purpose") == b"content"
    with pytest.raises(ValueError, match="does not open"):
        open_box(box, pair.private, b"another purpose")


def test_passphrases_match_their_hash_and_nothing_else() -> None:
    on_file = hash_passphrase("blue heron 7")

    assert on_file.startswith("$argon2id$")
    assert Passphrases().matches(on_file, "blue heron 7")
    assert not Passphrases().matches(on_file, "blue heron 8")
    assert hash_passphrase("blue heron 7") != on_file
    for no_hash in ("", "plain text", "$argon2id$v=19$broken", "$2b$12$abc"):
        assert not Passphrases().matches(no_hash, "blue heron 7")


def test_a_sealed_account_is_known_again_and_opened_by_the_office_alone() -> None:
    office = make_box_key()
    sealer = OfficeSealer(office_public=office.public, token_key=b"organization")
    first, again = (sealer.seal_account("121000248", "0012345678") for _ in range(2))

    assert first.last_four == "5678"
    assert first.token == again.token
    assert first.sealed != again.sealed
    assert "12345678" not in first.sealed + first.token
    assert open_box(first.sealed, office.private, SEALED_FOR_OFFICE) == b"0012345678"
    typed = sealer.seal_account("121000248", "12345678")
    assert typed.token == first.token, "a reader gives the leading zeros, a person may not type them"
    assert (typed.typed, first.typed) == ("", typed.padded[1]), "as it was kept before leading zeros were left out"
    assert len({*typed.padded, typed.token}) == 10, "every number of digits up to 17"
    assert sealer.seal_account("121000248", "0000").token == sealer.seal_account("121000248", "00000").token
    assert sealer.seal_account("121000358", "0012345678").token != first.token
    other = OfficeSealer(office_public=office.public, token_key=b"another organization")
    assert other.seal_account("121000248", "0012345678").token != first.token


@pytest.mark.parametrize("in_a_keyring", [True, False])
def test_a_successor_lies_beside_a_key_until_it_takes_its_place(tmp_path: Path, ring: Ring, in_a_keyring: bool) -> None:
    source = KeyringKey(tmp_path / f"{KEY_FILE}{NAME_SUFFIX}") if in_a_keyring else FileKey(tmp_path / KEY_FILE)
    old, new = source.make(), source.successor().make()
    assert (source.read(), source.successor().read()) == (old, new)

    source.succeed()

    assert (source.read(), source.successor().read()) == (new, None)
    assert len(ring.held) == in_a_keyring, "the keyring has forgotten the old one"
    assert len(list(tmp_path.iterdir())) == 1
