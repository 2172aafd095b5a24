"""Knows `/v1/map`: what a page has to know of this deployment before it draws a map."""

from fastapi import Request, Response

from api.http import documented
from api.http.answers import JsonAnswer
from api.resources.ops.views import MapView
from api.routes import declared, demand_right, router, services_of

routes = router("map 地图")


@routes.get(
    "/map",
    summary="地图底图设置 / how this deployment draws its map",
    responses=documented.answers(MapView, refusals=(401, 403, 422, 503)),
    openapi_extra=declared("registry.read"),
)
async def get_map(request: Request) -> Response:
    """`tiles` is the address of the tiles under a map ({z}, {x}, {y}, and {s} if the host varies), null where there are
    none: the regions are drawn without."""
    demand_right(request)
    return JsonAnswer({"tiles": services_of(request).settings.map_tiles or None})
