"""Knows the OpenAPI document that the pages' types are made of: that of the app as it stands here, not served."""

import json
from pathlib import Path

from api.accepting.publisher import NullPublisher
from api.app import create_app
from api.http.settings import Settings


def write(file: Path) -> None:
    """Write it, unless the file says the same already: what is made of it then stays too."""
    app = create_app(Settings(mongo_url="mongodb://nowhere/x", kafka="nowhere:1"), publisher=NullPublisher())
    said = json.dumps(app.openapi(), ensure_ascii=False, indent=1)
    if not file.exists() or file.read_text(encoding="utf-8") != said:
        file.write_text(said, encoding="utf-8")
