"""Whatever offices call the columns of a table of projects, each is known, or left alone; none is taken for another."""

import pytest

from exchange.figures.dictionary import meaning_of

MEANT = {
    "name": ("项目名称", "重点项目名称", "工程名称", "建设项目名称", "Project", "Project name"),
    "code": ("项目代码", "投资项目统一代码", "Code"),
    "region": ("属地", "市", "所在市", "地市", "所属地市", "项目所在地", "市(州)", "责任市", "City", "建设地点"),
    "county": ("县", "县区", "所属县区", "县(市、区)"),
    "kind": ("建设性质", "建设性质(新建/续建)", "新建/续建", "项目性质", "新续建"),
    "total": ("总投资", "总投资(亿元)", "计划总投资", "项目总投资(万元)", "Total investment"),
    "plan_year": (
        *(
            "年度计划投资",
            "2019年计划投资",
            "年计划",
            "本年计划投资(亿元)",
            "年度投资计划",
            "计划投资",
            "年度计划(单位:亿元)",
        ),
        *("2019年投资情况/年度计划", "Annual plan", "2019年度计划完成投资"),
    ),
    "done_before": (
        "至上年底累计完成",
        "截至2018年底累计完成投资",
        "至2018年底/完成投资",
        "开工至上年末累计完成投资",
        "完成情况/截至2018年底",
    ),
    "done_month": (
        "本月完成投资",
        "本月(旬)完成投资",
        "8月完成投资",
        "本月/完成投资",
        "当月完成",
        "完成情况/8月份",
        "8月/完成投资",
        "分月完成投资/8月",
    ),
    "done_year": (
        *(
            "1-8月累计完成投资",
            "1—8月完成投资",
            "1~8月完成",
            "2019年1-8月完成投资(亿元)",
            "本年累计完成投资",
            "年度累计完成",
        ),
        *(
            "累计完成投资",
            "截至8月底累计完成投资",
            "完成投资",
            "本年完成投资",
            "完成投资/1-8月",
            "Done this year",
            "YTD",
        ),
    ),
    "done_all": ("自开工累计完成投资", "开工以来累计完成"),
    "percent": ("占年计划%", "完成率", "年度计划完成率(%)", "占年度计划比例", "投资完成率"),
    "progress": ("形象进度", "工程形象进度"),
    "stage": ("状态", "项目状态", "项目阶段", "项目状态(终止)"),
    "due_start": ("计划开工", "计划开工时间", "开工时间/计划", "应开工时间", "计划开(复)工时间", "Planned start"),
    "started_on": ("实际开工", "实际开工时间", "开工时间", "是否开工", "开工时间/实际", "Actual start"),
    "resumed": ("复工", "是否复工", "复工时间", "实际复工时间"),
    "due_resume": ("计划复工时间",),
    "due_complete": ("计划竣工时间", "竣工时间/计划", "预计完工时间", "计划建成年月"),
    "due_produce": ("计划投产时间", "计划建成投产时间", "投产时间/计划"),
    "due_end": ("竣工时间", "实际竣工时间", "是否投产"),
    "leader": ("包联领导", "市级包联领导", "包保县领导", "包联领导/姓名"),
    "across": ("是否跨市", "跨市"),
    "unit": ("责任单位", "建设单位", "填报单位", "项目单位"),
    "month": ("月份", "报告期", "统计月份"),
    "note": ("备注",),
    "zone": ("开发区", "所属开发区", "Zone"),
    "plan_month": ("本月计划投资",),
    "plan_01": (
        "1月/计划投资",
        "一月/计划完成投资",
        "1月投资计划",
        "1月计划",
        "一月计划",
        "01月份计划投资",
        "年度计划/1月",
        "分月投资计划(万元)/1月",
    ),
    "plan_11": ("11月计划", "十一月计划投资", "2019年分月投资计划/11月", "投资计划/2019年11月"),
    "plan_12": ("12月计划完成投资", "月度计划/十二月"),
    "key_project": ("重点工程", "是否重点工程", "省级重点项目", "是否为省级重点工程项目"),
    "transition": ("转型项目", "是否转型项目", "产业转型"),
}
WORDS = [(field, word) for field, words in MEANT.items() for word in words]


@pytest.mark.parametrize(("field", "word"), WORDS, ids=[word for _, word in WORDS])
def test_a_head_means_its_field(field: str, word: str) -> None:
    assert meaning_of(word).field == field


@pytest.mark.parametrize(
    "word", ["建设内容及规模", "存在问题", "下一步工作", "联系人", "包联单位", "审批文号", "所在园区", "产业园区"]
)
def test_a_head_that_is_none_of_them_is_left_alone(word: str) -> None:
    assert meaning_of(word).field is None
