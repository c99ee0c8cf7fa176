"""The colors of the desk as tokens, and the one place that lays them over Qt: Fusion, a palette, one style sheet.

Painted widgets read their colors from the palette (see ``palette_of``), styled ones from the sheet; neither keeps any.
"""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from ui.fonts import DOTS_PER_INCH, Face, font
from ui.style_sheet import SHEET

# A receipt is white paper in every theme.
PAPER = "#FFFFFF"
PAPER_INK = "#10222E"


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """One set of colors, each ``#RRGGBB``. ``soft`` colors are grounds; the color of the same name is text on them."""

    name: str
    background: str
    surface: str
    line: str
    row_line: str
    field_line: str
    ink: str
    muted: str
    neutral_soft: str
    accent: str
    on_accent: str
    accent_soft: str
    accent_ink: str
    chosen: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str


LIGHT = Theme(
    name="light",
    background="#F3F6F8",
    surface="#FFFFFF",
    line="#D9E1E6",
    row_line="#EAEFF2",
    field_line="#B9C6CE",
    ink="#10222E",
    muted="#5A6C78",
    neutral_soft="#EDF1F3",
    accent="#0A6A8A",
    on_accent="#FFFFFF",
    accent_soft="#E2F1F6",
    accent_ink="#084F67",
    chosen="#F4FAFC",
    ok="#1A7A4A",
    ok_soft="#E4F4EB",
    warn="#9A5200",
    warn_soft="#FDF0DD",
    bad="#B3261E",
    bad_soft="#FBE8E6",
)

DARK = Theme(
    name="dark",
    background="#0E171D",
    surface="#16222A",
    line="#2B3A44",
    row_line="#21303A",
    field_line="#4A5D69",
    ink="#E9F0F3",
    muted="#9DB0BB",
    neutral_soft="#22313A",
    accent="#5CB8D6",
    on_accent="#06212C",
    accent_soft="#123846",
    accent_ink="#A5DEEF",
    chosen="#182A34",
    ok="#71CF9C",
    ok_soft="#14352A",
    warn="#F0B35E",
    warn_soft="#3B2A12",
    bad="#F29A93",
    bad_soft="#421F1D",
)

HIGH_CONTRAST = Theme(
    name="high contrast",
    background="#F1F4F6",
    surface="#FFFFFF",
    line="#10222E",
    row_line="#10222E",
    field_line="#000000",
    ink="#000000",
    muted="#22313A",
    neutral_soft="#F1F4F6",
    accent="#003F5A",
    on_accent="#FFFFFF",
    accent_soft="#E2F1F6",
    accent_ink="#00303F",
    chosen="#E2F1F6",
    ok="#00512A",
    ok_soft="#EAF7F0",
    warn="#663300",
    warn_soft="#FFF5E6",
    bad="#8A0F0A",
    bad_soft="#FFF0EE",
)


def system_theme(app: QApplication) -> Theme:
    """The theme that the system's own settings ask for."""
    hints = app.styleHints()
    if hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast:
        return HIGH_CONTRAST
    return DARK if hints.colorScheme() is Qt.ColorScheme.Dark else LIGHT


def apply(app: QApplication, theme: Theme) -> None:
    """Dress the whole application. May be called again at any time, for instance when the system turns dark."""
    app.setStyle("Fusion")
    app.setPalette(palette_of(theme))
    app.setFont(font(Face.TEXT))
    app.setStyleSheet(sheet_of(theme, scale=app.primaryScreen().logicalDotsPerInchY() / DOTS_PER_INCH))


def follow_system(app: QApplication) -> None:
    """Dress the application as the system asks, now and whenever that changes."""
    apply(app, system_theme(app))
    hints = app.styleHints()
    for changed in (hints.colorSchemeChanged, hints.accessibility().contrastPreferenceChanged):
        changed.connect(lambda _wish: apply(app, system_theme(app)))


def palette_of(theme: Theme) -> QPalette:
    """The tokens as palette roles: Dark is muted text, Mid a line, Midlight a field's line, Link the accent's ink."""
    roles = QPalette.ColorRole
    palette = QPalette()
    for role, color in {
        roles.Window: theme.background,
        roles.WindowText: theme.ink,
        roles.Base: theme.surface,
        roles.AlternateBase: theme.accent_soft,
        roles.Text: theme.ink,
        roles.PlaceholderText: theme.muted,
        roles.Button: theme.surface,
        roles.ButtonText: theme.ink,
        roles.BrightText: theme.on_accent,
        roles.Highlight: theme.accent,
        roles.HighlightedText: theme.on_accent,
        roles.Accent: theme.accent,
        roles.Link: theme.accent_ink,
        roles.Dark: theme.muted,
        roles.Mid: theme.line,
        roles.Midlight: theme.field_line,
        roles.ToolTipBase: theme.ink,
        roles.ToolTipText: theme.surface,
    }.items():
        palette.setColor(role, QColor(color))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.muted))
    return palette


def sheet_of(theme: Theme, *, scale: float) -> str:
    """The style sheet with the theme's colors; every length in pixels times ``scale``."""
    lengths = {f"px{length}": f"{round(length * scale)}px" for length in range(61)}
    colors = {token: getattr(theme, token) for token in Theme.__slots__ if token != "name"}
    return SHEET.substitute(colors | lengths)


def scaled(widget: QWidget, length_px: float) -> int:
    """A design length in pixels, grown with the system's font scale."""
    return round(length_px * widget.logicalDpiY() / DOTS_PER_INCH)


def restyle(widget: QWidget, trait: str, value: object) -> None:
    """Change a trait that the style sheet looks at, and have the widget dressed anew. Cheap when nothing changes."""
    if widget.property(trait) == value:
        return
    widget.setProperty(trait, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
