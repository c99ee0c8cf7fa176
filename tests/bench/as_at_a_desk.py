"""Import it before the window: from then on modules are loaded as the program's own door loads them."""

from cashier.doors.loaded import load_lightly

load_lightly()
