"""The one style sheet, as a template over the tokens of ``ui.theme``. ``$px8`` is eight design pixels, scaled.

It holds colors, lines and room; fonts are set by role in code (``ui.fonts``), since sheets can't steer a variable font.
"""

from string import Template

SHEET = Template("""
QToolTip { background: $ink; color: $surface; border: none; padding: $px8; }

QFrame[kind="card"] { background: $surface; border: 1px solid $line; border-radius: $px10; }
QFrame[kind="line"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QFrame[kind="upright"] { background: $line; border: none; max-width: 1px; min-width: 1px; }
QFrame[kind="strip"] { background: $surface; border: none; border-bottom: 1px solid $line; }
QFrame[kind="training"] { background: $bad; border: none; }
QLabel[kind="training"] { background: $bad; color: $surface; }
QFrame[kind="rail"] { background: $surface; border: none; border-right: 1px solid $line; }
QFrame[kind="tick"] { background: $ok; border: none; border-radius: $px14; }
QFrame[kind="avatar"] { background: $accent_soft; border: none; border-radius: $px26; }

QLabel { background: transparent; }
QLabel[tone="muted"] { color: $muted; }
QLabel[tone="accent"] { color: $accent_ink; }
QLabel[tone="ok"] { color: $ok; }
QLabel[tone="warn"] { color: $warn; }
QLabel[tone="bad"] { color: $bad; }

QLabel[kind="chip"] { border-radius: $px11; padding: 0 $px9; min-height: $px22; max-height: $px22; }
QLabel[kind="chip"][tone="plain"] { background: $neutral_soft; color: $muted; }
QLabel[kind="chip"][tone="soft"] { background: $accent_soft; color: $accent_ink; }
QLabel[kind="chip"][tone="ok"] { background: $ok_soft; color: $ok; }
QLabel[kind="chip"][tone="warn"] { background: $warn_soft; color: $warn; }
QLabel[kind="chip"][tone="bad"] { background: $bad_soft; color: $bad; }

QFrame[kind="pill"] { background: $neutral_soft; border: none; border-radius: $px14; }
QFrame[kind="pill"][tone="warn"] { background: $warn_soft; }
QFrame[kind="pill"][tone="bad"] { background: $bad_soft; }
QFrame[kind="dot"] { background: $muted; border: none; border-radius: $px4; }
QFrame[kind="dot"][tone="ok"] { background: $ok; }
QFrame[kind="dot"][tone="warn"] { background: $warn; }
QFrame[kind="dot"][tone="bad"] { background: $bad; }

QFrame[kind="banner"][tone="warn"] { background: $warn_soft; border: none; }
QFrame[kind="banner"][tone="bad"] { background: $bad_soft; border: none; }

QFrame[kind="message"] { background: transparent; border: none; border-radius: $px8; }
QFrame[kind="message"][boxed="true"][tone="ok"] { background: $ok_soft; }
QFrame[kind="message"][boxed="true"][tone="warn"] { background: $warn_soft; }
QFrame[kind="message"][boxed="true"][tone="bad"] { background: $bad_soft; }

QFrame[kind="row"] { background: transparent; border: none; border-bottom: 1px solid $row_line; }
QFrame[kind="row"][chosen="true"] { background: $chosen; }
QFrame[kind="columns"] { background: transparent; border: none; border-bottom: 1px solid $line; }

QLineEdit {
  background: $surface; color: $ink; border: 1px solid $field_line; border-radius: $px8;
  padding: 0 $px13; min-height: $px42;
  selection-background-color: $accent; selection-color: $on_accent; placeholder-text-color: $muted;
  lineedit-password-character: 8226;
}
QLineEdit[problem="true"] { border-color: $bad; }
QLineEdit:focus { border: 2px solid $accent; padding: 0 $px12; min-height: $px40; }
QLineEdit:disabled { background: $background; color: $muted; border-color: $line; }
QLineEdit[extent="big"] { min-height: $px54; padding: 0 $px17; }
QLineEdit[extent="big"]:focus { min-height: $px52; padding: 0 $px16; }
QLineEdit[extent="row"] { min-height: $px38; padding: 0 $px9; }
QLineEdit[extent="row"]:focus { min-height: $px36; padding: 0 $px8; }
QLineEdit[extent="finder"] { min-height: $px46; padding-left: $px40; padding-right: $px13; }
QLineEdit[extent="finder"]:focus { min-height: $px44; padding-left: $px39; padding-right: $px12; }

QPushButton { background: $surface; color: $ink; border: 1px solid $line; border-radius: $px8; }
QPushButton:hover { background: $chosen; border-color: $field_line; }
QPushButton:pressed { background: $accent_soft; }
QPushButton:focus { border: 2px solid $accent; }
QPushButton[chosen="true"] { background: $accent_soft; border: 2px solid $accent; color: $accent_ink; }
QPushButton:disabled { background: $background; color: $muted; border-color: $line; }
QPushButton[look="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent; }
QPushButton[look="primary"]:hover { background: $accent_ink; border-color: $accent_ink; }
QPushButton[look="primary"]:pressed { background: $accent_ink; }
QPushButton[look="primary"]:focus { border: 2px solid $accent_ink; }
QPushButton[look="primary"]:disabled { background: $neutral_soft; color: $muted; border-color: $line; }
QPushButton[look="quiet"] { background: transparent; border: 1px solid transparent; }
QPushButton[look="quiet"]:hover { background: $neutral_soft; }
QPushButton[look="quiet"]:focus { border: 2px solid $accent; }
QPushButton[look="quiet"][tone="muted"] { color: $muted; }

QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget { background: transparent; }
QScrollBar:vertical { background: transparent; width: $px10; margin: 0; }
QScrollBar::handle:vertical { background: $field_line; border-radius: $px4; min-height: $px40; margin: 1px; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QScrollBar:horizontal { background: transparent; height: $px10; margin: 0; }
QScrollBar::handle:horizontal { background: $field_line; border-radius: $px4; min-width: $px40; margin: 1px; }

QAbstractItemView {
  background: $surface; color: $ink; border: none; outline: none; gridline-color: $row_line;
  selection-background-color: $accent_soft; selection-color: $ink;
}
QHeaderView { background: $surface; border: none; }
QHeaderView::section {
  background: $surface; color: $muted; border: none; border-bottom: 1px solid $line; padding: 0 $px12;
}

QProgressBar { background: $line; border: none; border-radius: $px3; min-height: $px6; max-height: $px6; }
QProgressBar::chunk { background: $accent; border-radius: $px3; }
QProgressBar[tone="warn"]::chunk { background: $warn; }
""")
