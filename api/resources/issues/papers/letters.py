"""Knows what the letters of an issue to its unit say: 督办单, 交办函, 提醒函; number, date and seal are left open."""

from collections.abc import Iterator

from api.http.problems import Problem
from api.resources.issues.papers.telling import Told
from exchange.papers.paper import DATE, NUMBER, SEAL, Block, Heading, Paper, Table, Text
from ledger.groundwork.seen_text import marked


def supervision(told: Told) -> Paper:
    """督办单: what is not solved, what is demanded, of whom, until when, and which steps were taken."""
    lead = _lead(told)
    blocks: list[Block] = [
        Text(
            f"台账编号{told.issue.serial}的问题由你单位牵头办理，现予督办。请对照以下事项抓紧办理，"
            f"按时办结并书面报告办理情况。"
        ),
        Heading("一、督办事项"),
        *_lines(told.issue.description),
        Heading("二、办理要求"),
        *_demands(told),
        Heading("三、责任和时限"),
        _who(told),
        told.clocks(),
    ]
    ladder = told.ladder()
    if ladder.rows:
        blocks += [Heading("四、督办进度"), Text(_reached(told)), ladder]
    blocks.append(Text(f"{told.demand('办结')}；逾期未办结的，按督办规则逐级升级督办。"))
    return _letter(told, "督办单", f"关于督办解决{told.what}的通知", lead, blocks)


def assignment(told: Told) -> Paper:
    """交办函: what is handed over, what is demanded, of whom, until when."""
    lead = _lead(told)
    blocks: list[Block] = [
        Text(f"下列问题已登记入台账，编号{told.issue.serial}，现交你单位牵头办理。"),
        Heading("一、交办事项"),
        *_lines(told.issue.description),
        Heading("二、办理要求"),
        *_demands(told),
        Heading("三、责任和时限"),
        _who(told),
        told.clocks(),
        Text(f"请签收后明确专人负责，倒排工期，具备条件后申请销号。{told.demand('办结')}。"),
        Text("特此函告。"),
    ]
    return _letter(told, "交办函", f"关于交办{told.what}的函", lead, blocks)


def reminder(told: Told) -> Paper:
    """提醒函: which clocks of an issue run, and until when. Raises Problem (409) where none does."""
    lead, running = _lead(told), told.clocks(running=True)
    if not running.rows:
        raise Problem(409, "nothing-to-remind", "该问题没有未办结的时限，无需提醒 / no clock of this issue runs")
    blocks: list[Block] = [
        Text(f"台账编号{told.issue.serial}的问题由你单位牵头办理，内容如下："),
        *_lines(told.issue.description),
        Text("下列时限节点尚未办结："),
        running,
        Text(f"{told.demand('办结并报告进展')}；确有困难的，请说明理由，时限届满前可以申请延期。"),
        Text("特此提醒。"),
    ]
    return _letter(told, "提醒函", f"关于{told.what}办理时限的提醒函", lead, blocks)


def _lead(told: Told) -> str:
    lead = told.slip["lead"]
    if lead is None:
        raise Problem(409, "not-assigned", "该问题尚未交办，没有责任单位 / no unit has this issue yet")
    return marked(lead["name_zh"] or lead["id"])


def _letter(told: Told, kind: str, title: str, to: str, blocks: list[Block]) -> Paper:
    copies = "，".join(marked(one["name_zh"] or one["id"]) for one in told.slip["supporting"])
    return Paper(
        title=title,
        blocks=tuple(blocks),
        at=told.at,
        colophon=(told.position(),),
        head=f"{told.region}{kind}",
        number=NUMBER,
        to=to,
        office=SEAL,
        dated=DATE,
        copies=copies,
    )


def _who(told: Told) -> Table:
    region, project = told.slip["names"]["region"], told.slip["names"]["project"]
    facts = [
        ("项目", marked(" ".join(filter(None, (project and project["name_zh"], told.issue.project_code))))),
        ("属地", marked(region["name_zh"]) if region else ""),
        *told.parties(),
        ("办理时限", told.due),
    ]
    return Table((1, 5), tuple(fact for fact in facts if fact[1]))


def _demands(told: Told) -> Iterator[Text]:
    """What was demanded with the matter, proposed with the report, instructed since, and which evidence it takes."""
    slip = told.slip
    if slip["demand"]:
        yield from _lines(slip["demand"])
    if slip["measure_proposed"]:
        yield from _lines(f"建议措施：{slip['measure_proposed']}")
    for order in slip["orders"]:
        number = "" if order["number"] is None else f"第{order['number']}号"
        by = marked(order["by_name"] or order["by"])
        yield from _lines(f"{order['title_zh']}{number}（{by}，{told.moment(order['at'])}）：{order['note']}")
    evidence = "、".join(f"{one['name_zh']}{'（照片）' if one['photo'] else ''}" for one in slip["evidence"])
    if evidence:
        yield Text(f"申请销号时须提交：{evidence}。")


def _reached(told: Told) -> str:
    last = told.ladder().rows[-1]
    return f"已督办{len(told.ladder().rows)}次，最近一次为{last[0]}：{last[1]}，送达{last[2]}。"


def _lines(said: str) -> Iterator[Text]:
    """What somebody wrote, a paragraph for each of its lines."""
    yield from (Text(line) for line in marked(said).replace("\t", " ").splitlines() if line.strip())
