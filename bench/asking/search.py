"""Knows how fast two words are found among a million issues: over HTTP for every role, and beside the same index
queried bare, by the words alone, in the same order, and its hits read from MongoDB by their ids.
"""

import random
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote

from tantivy import Occur, Order, Query

from bench.asking.lists import ASKS, PAGE, READERS
from bench.asking.past import BIG_UNIT, HOME, ISSUES, fill
from bench.rig.figures import Figure, percentile
from bench.rig.http_load import Request, flood, token_of
from bench.rig.ledgered import rules
from bench.rig.parts import api, parts
from ledger.access.scopes import Scope, region_key, unit_key
from ledger.mongo.connection import Store
from ledger.search.finding import Search
from ledger.search.making import make
from ledger.search.shelf import ID, SCHEMA, TEXT, Shelf
from ledger.search.words import words_of
from ledger.store.wanted import IssueFilter, Sort

LIMIT_MS: Final = 150.0
REACH: Final = 0.6
ROUNDS: Final = 5
SCOPES: Final = {
    "the province": Scope(frozenset({region_key("140000")})),
    "a county with a tenth of it": Scope(frozenset({region_key(HOME)})),
    "a unit with a tenth of it": Scope(frozenset({unit_key(BIG_UNIT)})),
}
_PLACES: Final = (
    *("汾河东岸便道", "拌合站北侧", "三号桥台", "项目部大门", "弃渣场", "取土场", "隧道进口", "预制梁场", "变电站围墙"),
    *("村口道路", "河道护坡", "施工驻地", "料场出口", "匝道收费站", "地下管廊", "厂区西门", "铁路跨线桥", "水库大坝"),
)
_TROUBLES: Final = (
    *("临时用地手续未办结", "村民堵路渣土车无法进场", "高压线迁改未完成影响架梁", "征地补偿款未到位三户拒绝搬迁"),
    *("变压器增容未批复施工用电不足", "工人堵门讨要工资施工停止", "林地使用许可尚未取得", "环评批复迟迟未下达"),
    *("砂石料价格上涨供应中断", "燃气管线产权单位不配合", "文物勘探报告未出具", "雨季排水不畅基坑积水"),
    *("施工图审查意见未闭合", "资金拨付滞后材料款拖欠", "坟墓迁移赔偿标准有争议", "交通导改方案未获批准"),
)
_ASIDE: Final = (
    *("已约谈村委会", "限三日内书面回复", "请属地政府协调", "建议提级督办", "监理单位已签字确认", "无人员受伤"),
    *("影响关键线路约二十天", "已报市发改委", "涉及省道改线", "需供电公司现场踏勘", "多次协调无果", "正在组卷报批"),
)


def run(issues: int = ISSUES) -> list[Figure]:
    """p95 of two words for each role, and whole searches a second beside bare ones."""
    with parts() as running:
        store, folder = running.store(), running.folder / "search"
        fill(store, issues, _description)
        folder.mkdir()
        began = time.perf_counter()
        make(store, folder, lambda _done, _total, _seconds: True)
        took, size = time.perf_counter() - began, sum(file.stat().st_size for file in folder.rglob("*"))
        sys.stderr.write(f"index of {issues:,} issues in {took:.0f} s, {size / 1e6:.0f} MB\n")
        asked = _queries()
        beside = [_beside(store, Shelf(folder), name, scope, asked) for name, scope in SCOPES.items()]
        with api(running) as url:
            return [
                *(_served(url, token_of(running.credentials, person), person, asked) for person in READERS),
                *beside,
            ]


def _description(number: int) -> str:
    """Two troubles in a place, of sixteen and eighteen, and what else was written, of twelve."""
    chance = random.Random(number)
    one, other = chance.sample(_TROUBLES, 2)
    return f"{chance.choice(_PLACES)}{one},{other}。第{number % 997}号。{chance.choice(_ASIDE)}。"


def _queries() -> list[str]:
    """Two words each, as people type them: of what is often written, and of what is rarely."""
    chance = random.Random(13710)
    words = [*_PLACES, *(text[start : start + 4] for text in (*_TROUBLES, *_ASIDE) for start in (0, 2))]
    return [" ".join(chance.sample(words, 2)) for _ in range(ASKS)]


def _served(url: str, token: str, person: str, asked: list[str]) -> Figure:
    requests = [Request("GET", f"/v1/issues?limit={PAGE}&q={quote(words)}") for words in asked]
    flood(url, token, requests[:10], connections=1)
    served = percentile(flood(url, token, requests, connections=1).seconds, 0.95)
    return Figure.below(f"{person}: two words", "p95 ms", served * 1000, LIMIT_MS)


def _beside(store: Store, shelf: Shelf, name: str, scope: Scope, asked: list[str]) -> Figure:
    now, catalogue = datetime.now(UTC), rules().catalogue

    def scoped(words: str) -> object:
        return Search(store, shelf, catalogue, scope, IssueFilter(words=words), now).page(PAGE, None, Sort.DUE)

    def bare(words: str) -> object:
        """No scope, no filter, nothing looked up among names, nobody asks again what may be seen."""
        searcher, _ = shelf.searched()
        found = Query.boolean_query(
            [(Occur.Must, Query.phrase_query(SCHEMA, TEXT, list(word.pieces))) for word in words_of(words)]
        )
        hits = searcher.search(found, PAGE + 1, False, Sort.DUE.value, order=Order.Asc).hits
        return list(store["issues"].find({"_id": {"$in": [searcher.doc(place)[ID][0] for _, place in hits]}}))

    pairs = [(ASKS / _seconds(asked, scoped), ASKS / _seconds(asked, bare)) for _ in range(ROUNDS)]
    return Figure.beside(f"two words in {name}, beside the index bare", "searches/s", pairs, REACH)


def _seconds(asked: list[str], ask: Callable[[str], object]) -> float:
    began = time.perf_counter()
    for words in asked:
        ask(words)
    return time.perf_counter() - began
