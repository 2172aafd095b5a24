"""A ledger that came in goes out in its own columns, with those of a recheck filled by this ledger."""

from exchange.exports.as_imported import columns_of


def test_the_columns_are_those_of_the_rows_in_their_order_and_a_recheck_is_the_ledgers() -> None:
    rows = [{"序号": "1", "问题描述": "甲", "整改责任单位/施工": "乙", "复查人": "丙"}, {"序号": "2", "气温": "5℃"}]
    columns = columns_of(rows)
    assert [column.heading for column in columns] == [
        "序号",
        "问题描述",
        "整改责任单位/施工",
        "复查人",
        "气温",
        "复查结果",
        "复查日期",
    ]
    assert [column.key for column in columns] == [
        "said:序号",
        "said:问题描述",
        "said:整改责任单位/施工",
        "recheck_by",
        "said:气温",
        "recheck_result",
        "recheck_on",
    ]
