"""What a night found in three books, as the ledger writes it down."""

FOUND = {
    "task": "books.OAK3.17.cards",
    "business_date": "2026-11-20",
    "center": "OAK",
    "region": "ncal",
    "desk": "OAK3",
    "cashier": "rosa",
    "z": 12,
    "what": "cards",
    "words": "Terminal T1: 1 more, $40.00 more than this desk. Look into the terminal's report.",
    "cents": {"desk": 12600, "terminal": 16600, "ledger": 12600},
    "since": "2026-11-21T01:12:00.000000Z",
}
BOOKS_COMPARED = {
    "subject": "books.2026-11-20",
    "first": "2026-11-14",
    "last": "2026-11-20",
    "differences": [FOUND],
}
