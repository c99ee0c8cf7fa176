"""The secrets that tests use: no other ones, so that a search for these finds whatever a run has let out.

Passphrases of the sample's staff are searched for, too; they stand with the sample. `tests.leaks` searches.
"""

# Invented for tests by the networks themselves, and every one a number that a card could have.
CARDS = ("4111111111111111", "5555555555554444", "378282246310005", "6011111111111117")
TRACKS = ("^2812101", "=2812?", "^TRAN/MAI")
ACCOUNTS = ("0012345678", "99887766554433", "10430012345678")
PINS = ("480517", "480518")
PHRASES = (
    "window three is open",
    "blue heron",
    "quince 71 marzipan",
    "kumquats",
    "wrong by one word",
    "correct horse",
    "training agrees",
)
# Of the people of the pictures. In databases and on paper they have their place; not in logs or files' names.
NAMES = ("Tran,", "Trần", "Mai Linh", "Quartermain", "11048827")
