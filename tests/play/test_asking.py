"""What is no address at all is said at once, not asked again and again."""

import asyncio

import pytest

from play.client.http import Api, PlayError


def test_an_address_without_a_scheme_is_told_without_trying_again() -> None:
    async def asked() -> None:
        async with Api("nonsense", patience=3600) as api:
            await api.get("/v1/me", "t")

    with pytest.raises(PlayError, match="不是网址"):
        asyncio.run(asked())


def test_where_nobody_takes_the_connection_it_gives_up_sooner_than_on_an_answer() -> None:
    async def asked() -> None:
        async with Api("http://127.0.0.1:1", patience=3600, reach=0.1) as api:
            await api.get("/v1/me", "t")

    with pytest.raises(PlayError, match="无应答"):
        asyncio.run(asked())
