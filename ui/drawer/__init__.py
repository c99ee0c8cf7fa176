"""The drawer page: opening a shift with a counted float."""
