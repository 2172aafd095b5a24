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


def test_a_column_that_a_row_before_left_blank_stands_where_the_file_has_it() -> None:
    rows = [{"序号": "1", "备注": "甲"}, {"序号": "2", "气温": "5℃", "天气": "晴", "备注": "乙"}]
    assert [column.heading for column in columns_of(rows)][:4] == ["序号", "气温", "天气", "备注"]


def test_a_column_without_a_text_stands_where_the_head_has_it() -> None:
    columns = columns_of([{"序号": "1", "问题描述": "甲", "丙": "丁"}], ["序号", "备注", "问题描述"])
    assert [column.heading for column in columns][:4] == ["序号", "备注", "问题描述", "丙"]
