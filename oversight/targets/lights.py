"""Knows under which light a target stands that is computed of projects' figures: kept once a day, for the board,
of the same months as its page shows, those that were entered too.

To compute it takes as long as there are figures of two years.
"""

from datetime import timedelta
from itertools import groupby
from typing import Final

from ledger.dispatch.daily import Day
from ledger.dispatch.watching import Seen
from ledger.mongo.connection import Store
from ledger.mongo.rule_files.keeping import rules_in_force
from mobile_schema.vocabulary import Light
from oversight.targets.computed import computed_figures, over
from oversight.targets.keeping import figures_of
from oversight.targets.standing import standing
from oversight.targets.target import TARGETS, Target

_COLLECTION: Final = "lights"


def keep_target_lights(day: Day) -> list[Seen]:
    """Keep those of the last year that has targets; a target opens no matter. Raises pymongo.errors.PyMongoError."""
    held = [each.rules for each in rules_in_force(day.store, TARGETS).values()]
    of_year = max(held, key=lambda each: each.year)
    targets = of_year.by_code()
    of_target = groupby(figures_of(day.store, as_of=day.at), key=lambda figure: figure.target)
    entered = {code: [each for each in of if each.month.startswith(f"{of_year.year}-")] for code, of in of_target}
    for code, computed in computed_figures(day.store, of_year, day.rules.catalogue.zones, day.at).items():
        light = standing(targets[code], over(entered.get(code, ()), computed)).light
        kept = {"day": (day.today - timedelta(days=1)).isoformat(), "light": None if light is None else light.value}
        day.store[_COLLECTION].replace_one({"_id": f"target/{of_year.year}/{code}"}, kept, upsert=True)
    return []


def kept_light(store: Store, target: Target, year: int) -> Light | None:
    """As it was kept last; None before that, or where nothing is known."""
    found = store[_COLLECTION].find_one({"_id": f"target/{year}/{target.code}"})
    return None if found is None or found["light"] is None else Light(found["light"])
