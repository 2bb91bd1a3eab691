"""The API described for people: Swagger UI from a package, so it works offline and under our strict CSP."""

from pathlib import Path

import fastapi_offline
from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

PATH = "/api/docs"
_ASSETS = Path(fastapi_offline.__file__).with_name("static")
_PAGE = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Saldo API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{PATH}/assets/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="{PATH}/assets/swagger-ui-bundle.js"></script>
<script src="{PATH}/start.js"></script>
</body>
</html>
"""
# A file of its own: the policy of the page allows no script inside HTML.
_START = """SwaggerUIBundle({ url: "%s", dom_id: "#swagger-ui", deepLinking: true, tryItOutEnabled: true });
"""


def install(app: FastAPI) -> None:
    """Serve the page, its script and its assets."""

    async def show_page(_: Request) -> Response:
        return HTMLResponse(_PAGE)

    async def show_start(_: Request) -> Response:
        return Response(_START % app.openapi_url, media_type="text/javascript")

    app.add_route(PATH, show_page, include_in_schema=False)
    app.add_route(f"{PATH}/start.js", show_start, include_in_schema=False)
    app.mount(f"{PATH}/assets", StaticFiles(directory=_ASSETS))
