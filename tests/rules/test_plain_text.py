"""Whatever somebody is called stays text on screen: Qt guesses at markup where nobody tells it not to."""

import re

from tests.rules.tree import ROOT

PLAIN = re.compile(r"setTextFormat\(Qt\.TextFormat\.PlainText\)")
READS_MARKUP = re.compile(r"\b(QTextEdit|QTextBrowser|QMessageBox|setHtml|RichText|MarkdownText|AutoText)\b")


def test_no_text_on_screen_is_read_as_markup() -> None:
    sources = {path.relative_to(ROOT): path.read_text("utf-8") for path in (ROOT / "ui").rglob("*.py")}

    assert [str(path) for path, text in sources.items() if READS_MARKUP.search(text)] == []
    labels = {path: text for path, text in sources.items() if re.search(r"\bQLabel\(", text)}
    assert labels, "the search sees labels"
    assert [str(path) for path, text in labels.items() if not PLAIN.search(text)] == []
    tips = [(path, tip) for path, text in sources.items() for tip in re.findall(r"setToolTip\((.*)", text)]
    assert tips
    assert [tip for tip in tips if not tip[1].startswith("plain_tip(")] == []
