"""Whatever is typed into the fields for what is corrected, credit, and cash between hands."""

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.entry_scene import Scene
from tests.ui.entry_scenes_later import LATER
from tests.ui.every_field import try_all_texts


@pytest.mark.parametrize("scene", LATER, ids=lambda scene: scene.name.replace(" ", "-"))
def test_whatever_is_typed_is_refused_beside_its_field_or_taken(scene: Scene, qtbot: QtBot) -> None:
    try_all_texts(qtbot, scene)
