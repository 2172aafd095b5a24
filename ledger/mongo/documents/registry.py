"""Knows what the office keeps: regions, units, persons, posts, projects, categories, routes, and every change."""

from mongoengine import DateTimeField, DynamicDocument, IntField, StringField


class RegionDocument(DynamicDocument):
    """行政区划, GB/T 2260."""

    meta = {"collection": "regions", "auto_create_index": False, "indexes": ["rules_version"]}
    code = StringField(primary_key=True)


class UnitDocument(DynamicDocument):
    """责任单位."""

    meta = {"collection": "units", "auto_create_index": False, "indexes": ["rules_version"]}
    id = StringField(primary_key=True)
    region = StringField(required=True)


class PersonDocument(DynamicDocument):
    """One person with a role; the token that speaks for them is in `tokens`."""

    meta = {"collection": "persons", "auto_create_index": False, "indexes": ["rules_version"]}
    id = StringField(primary_key=True)
    role = StringField(required=True)


class ProjectDocument(DynamicDocument):
    """项目, by its 投资项目统一代码."""

    meta = {"collection": "projects", "auto_create_index": False, "indexes": ["rules_version"]}
    code = StringField(primary_key=True)
    region = StringField(required=True)


class PostDocument(DynamicDocument):
    """岗位: a post in a unit or region and who holds it."""

    meta = {"collection": "posts", "auto_create_index": False, "indexes": ["rules_version"]}
    id = StringField(primary_key=True)
    code = StringField(required=True)
    place = StringField(required=True)


class ZoneDocument(DynamicDocument):
    """开发区, which GB/T 2260 does not know."""

    meta = {"collection": "zones", "auto_create_index": False, "indexes": ["rules_version"]}
    id = StringField(primary_key=True)


class TownshipDocument(DynamicDocument):
    """乡镇街道, below the counties of GB/T 2260."""

    meta = {"collection": "townships", "auto_create_index": False, "indexes": ["rules_version"]}
    code = StringField(primary_key=True)


class EvidenceDocument(DynamicDocument):
    """销号材料: a kind of evidence."""

    meta = {"collection": "evidence", "auto_create_index": False, "indexes": ["rules_version"]}
    code = StringField(primary_key=True)


class CategoryDocument(DynamicDocument):
    """问题类别: what striking off demands, and who leads."""

    meta = {"collection": "categories", "auto_create_index": False, "indexes": ["rules_version"]}
    code = StringField(primary_key=True)


class RouteDocument(DynamicDocument):
    """分派规则, in the order of `order`."""

    meta = {"collection": "routes", "auto_create_index": False, "indexes": ["rules_version"]}
    id = StringField(primary_key=True)
    order = IntField(required=True)


class RegistryEventDocument(DynamicDocument):
    """What somebody changed in the registry: append-only; `_id` begins with the version that the change made."""

    meta = {
        "collection": "registry_events",
        "auto_create_index": False,
        "indexes": [["kind", "entry_id", "id"], ["regions", "id"]],
    }
    id = StringField(primary_key=True)
    kind = StringField(required=True)
    entry_id = StringField(required=True)
    at = DateTimeField(required=True)
