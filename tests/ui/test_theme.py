"""The theme can be read by everyone, and comes whole."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF, QTextLayout
from PySide6.QtWidgets import QApplication

from ui import theme
from ui.fonts import Face, font
from ui.theme import DARK, HIGH_CONTRAST, LIGHT, Theme

THEMES = [LIGHT, DARK, HIGH_CONTRAST]

# Every text color with each ground that it stands on.
TEXT_ON_GROUND = [
    *(("ink", ground) for ground in ("background", "surface", "accent_soft", "chosen", "neutral_soft")),
    *(("ink", ground) for ground in ("ok_soft", "warn_soft", "bad_soft")),
    *(("muted", ground) for ground in ("background", "surface", "chosen", "neutral_soft")),
    *(("accent_ink", ground) for ground in ("accent_soft", "surface", "chosen")),
    *((tone, ground) for tone in ("ok", "warn", "bad") for ground in ("background", "surface", f"{tone}_soft")),
    ("on_accent", "accent"),
    ("surface", "ink"),
]


def luminance(color: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("chosen", THEMES, ids=lambda chosen: chosen.name)
@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUND)
def test_text_stands_out_from_its_ground(chosen: Theme, text: str, ground: str) -> None:
    least = 7.0 if chosen is HIGH_CONTRAST else 4.5
    assert contrast(getattr(chosen, text), getattr(chosen, ground)) >= least


@pytest.mark.parametrize("chosen", THEMES, ids=lambda chosen: chosen.name)
def test_the_focus_stands_out_from_what_is_around_it(chosen: Theme) -> None:
    assert contrast(chosen.accent, chosen.surface) >= 3
    assert contrast(chosen.accent, chosen.background) >= 3


def test_the_light_theme_has_the_colors_of_the_design() -> None:
    assert (LIGHT.background, LIGHT.surface, LIGHT.line) == ("#F3F6F8", "#FFFFFF", "#D9E1E6")
    assert (LIGHT.ink, LIGHT.muted) == ("#10222E", "#5A6C78")
    assert (LIGHT.accent, LIGHT.accent_soft, LIGHT.accent_ink) == ("#0A6A8A", "#E2F1F6", "#084F67")
    assert (LIGHT.ok, LIGHT.ok_soft) == ("#1A7A4A", "#E4F4EB")
    assert (LIGHT.warn, LIGHT.warn_soft) == ("#9A5200", "#FDF0DD")
    assert (LIGHT.bad, LIGHT.bad_soft) == ("#B3261E", "#FBE8E6")


@pytest.mark.parametrize("chosen", THEMES, ids=lambda chosen: chosen.name)
def test_every_token_is_filled_in(chosen: Theme) -> None:
    assert "$" not in theme.sheet_of(chosen, scale=1.0)


def test_lengths_grow_with_the_font_scale() -> None:
    assert "min-height: 42px" in theme.sheet_of(LIGHT, scale=1.0)
    assert "min-height: 63px" in theme.sheet_of(LIGHT, scale=1.5)


@pytest.mark.parametrize("face", list(Face), ids=lambda face: face.name)
def test_every_face_is_plex_at_its_size(face: Face) -> None:
    made = font(face)
    size_px, _, is_code = face.value
    assert QFontInfo(made).family().startswith("IBM Plex Mono" if is_code else "IBM Plex Sans")
    assert made.pointSizeF() * 96 / 72 == pytest.approx(size_px)


@pytest.mark.parametrize("face", [Face.FIGURE, Face.FIGURE_STRONG, Face.AMOUNT, Face.CHANGE])
def test_figures_are_all_equally_wide(face: Face) -> None:
    metrics = QFontMetricsF(font(face))
    assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1


def test_strong_words_are_really_heavier() -> None:
    """A variable font that isn't steered looks the same at every weight."""
    plain, strong = QFontMetricsF(font(Face.TEXT)), QFontMetricsF(font(Face.STRONG))
    assert strong.horizontalAdvance("Oakland Medical Center") > plain.horizontalAdvance("Oakland Medical Center")


@pytest.mark.parametrize("name", ["陈, 美玲", "赵, 伟", "김, 민수", "Nguyễn, Thị Hồng", "Ñandú, Begoña", "O'Brien"])
@pytest.mark.parametrize("face", [Face.TEXT, Face.NAME, Face.STRONG])
def test_a_name_is_shown_in_letters_on_a_machine_that_has_no_fonts_for_it(name: str, face: Face) -> None:
    layout = QTextLayout(name, font(face))
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()

    glyphs = [glyph for run in layout.glyphRuns() for glyph in run.glyphIndexes()]
    assert glyphs
    assert 0 not in glyphs


def test_a_theme_can_be_changed_while_the_desk_runs(qapp: QApplication) -> None:
    theme.apply(qapp, DARK)
    assert qapp.palette().window().color() == QColor(DARK.background)
    theme.apply(qapp, LIGHT)
    assert qapp.palette().window().color() == QColor(LIGHT.background)
    assert theme.system_theme(qapp) in THEMES


def test_the_desk_follows_the_systems_wish_for_contrast_at_once(qapp: QApplication) -> None:
    theme.follow_system(qapp)
    theme.apply(qapp, DARK)
    qapp.styleHints().accessibility().contrastPreferenceChanged.emit(Qt.ContrastPreference.NoPreference)

    assert qapp.palette().window().color() == QColor(theme.system_theme(qapp).background)
