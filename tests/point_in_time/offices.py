"""What each office says about one enterprise over two years, at random: the same seed, the same history."""

import random
from datetime import date, timedelta

from tests.point_in_time.histories import EDGES, History, text


def history(uscc: str, seed: int) -> History:
    """Everything the offices ever say about one enterprise."""
    said = History(uscc, random.Random(seed))
    draw, day = said.draw, said.day
    code = {"uni_social_crd_cd": uscc}

    def later(start: date) -> date | None:
        ends = [each for each in EDGES if each >= start]
        return draw.choice([*ends, None]) if ends else None

    def span(begin: str, end: str, **rest):
        start = day()
        stop = later(start)
        return {"from": start, "to": stop, **rest}, {begin: str(start), end: text(stop)}

    def registered():
        facts = {
            "state": draw.choice(["存续", "在营"] * 4 + ["注销", "吊销"]),
            "kind": "个体工商户" if draw.random() < 0.05 else "有限责任公司",
            "name": draw.choice("甲乙丙"),
            "since": draw.choice([day(), day(), None]),
            "founded": draw.choice([date(2019, 1, 1), date(2019, 1, 1), day(), None]),
        }
        cells = {"appr_dt": text(facts["since"]), "estab_dt": text(facts["founded"])}
        names = {"comp_nm": facts["name"], "comp_type": facts["kind"], "reg_state": facts["state"]}
        return facts, cells | names

    said.says("enterprise", (uscc,), code, registered, ("update_time",), "op_type")
    for _ in range(draw.choice([0, 1, 1, 1, 1, 2, 2])):
        entered = draw.choice([date(2020, 1, 1), date(2020, 1, 1), day()])
        key = code | {"enter_dt": str(entered)}

        def member(entered=entered):
            left = draw.choice([None, None, later(entered)])
            return {"entered": entered, "left": left}, {"leave_dt": text(left)}

        said.says("zone_membership", (uscc, entered), key, member, ("update_time",), "op_type")
    for changed in draw.sample(EDGES, draw.choice([0, 0, 1, 2])):
        key = code | {"chan_dt": str(changed), "comp_nm_bf": f"前{changed}"}

        def renamed(changed=changed):
            new = draw.choice("丁戊己")
            return {"changed": changed, "before": f"前{changed}", "after": new}, {"comp_nm_af": new}

        said.says("former_name", (uscc, changed), key, renamed, ("update_time",), "op_type")
    _people(said, code)
    _tax(said)
    _certified(said, span)
    _patents(said, seed)
    return said


def _people(said: History, code: dict) -> None:
    draw = said.draw
    for person in range(draw.choice([0, 1, 2, 3])):
        start = draw.choice(EDGES).replace(day=1)
        key = code | {"person_cd": f"{said.uscc}-{person}", "start_ym": f"{start:%Y%m}"}

        def stay(start=start, person=person):
            end = draw.choice([None, *(each.replace(day=1) for each in EDGES if each.replace(day=1) >= start)])
            return {"start": start, "end": end, "person": person}, {"end_ym": end and f"{end:%Y%m}"}

        said.says("social_insurance", (said.uscc, person, start), key, stay, ("update_time",), "op_type")


def _tax(said: History) -> None:
    draw, code = said.draw, {"tax_no": said.uscc}

    def amount(column: str, **facts):
        value = draw.choice([None, 0, draw.randrange(1, 900), draw.randrange(1, 90_000)])
        return {"amount": value, **facts}, {column: None if value is None else f"{value}.00"}

    for year in (2022, 2023, 2024, 2025):
        if draw.random() < 0.6:
            key = code | {"tax_year": str(year)}
            make = lambda year=year: amount("opt_income", year=year)  # noqa: E731
            said.says("cit_annual", (said.uscc, year), key, make, ("filed_dt", "updated_at"))
        if draw.random() < 0.5:
            for quarter in range(4):
                begin = date(year, 3 * quarter + 1, 1)
                end = (begin + timedelta(days=95)).replace(day=1) - timedelta(days=1)
                key = code | {"period_from": str(begin), "period_to": str(end)}
                make = lambda year=year: amount("sale_amt", year=year)  # noqa: E731
                said.says("vat_return", (said.uscc, begin), key, make, ("filed_dt", "updated_at"))
        for rated in sorted({said.day(), said.day()}):  # a year may be rated again
            key = {"uni_social_crd_cd": said.uscc, "evalua_year": str(year), "evalua_dt": str(rated)}

            def rating(year=year, rated=rated):
                level = draw.choice("ABMCD")
                return {"year": year, "rated": rated, "level": level}, {"tax_credit_level": level}

            said.says("credit_rating", (said.uscc, year, rated), key, rating, ("updated_at",))
    for number in range(draw.choice([0, 1, 2])):
        key = {"yzpzxh": f"{said.uscc}-{number}", **code}

        def paid():
            when, value = said.day(), draw.randrange(-50, 500)
            return {"paid": when, "amount": value}, {"rkrq": str(when), "paid_amt": f"{value}.00"}

        said.says("tax_payment", (said.uscc, number), key, paid, ("updated_at",))
    for month in draw.sample([date(y, m, 1) for y in (2023, 2024, 2025) for m in (2, 11, 12)], draw.choice([0, 2, 5])):
        key = {"统一社会信用代码": said.uscc, "报告期": f"{month:%Y%m}"}

        def output(month=month):
            value = 100 * month.month + draw.randrange(90)  # a year to date never falls
            return {"month": month, "amount": value * 1000}, {
                "工业总产值_本月_千元": str(value) if month.month == 2 else "0",
                "工业总产值_累计_千元": str(value),
            }

        said.says("monthly_output", (said.uscc, month), key, output, ("填报日期",))


def _certified(said: History, span) -> None:
    draw, code = said.draw, {"统一社会信用代码": said.uscc}
    for number in range(draw.choice([0, 1, 2, 3])):
        kind = draw.choice(["高新技术企业", "科技型中小企业", "专精特新中小企业", "ISO9001", "绿色工厂"])
        key = code | {"证书编号": f"{said.uscc}-{number}", "资质类型": kind}
        make = lambda kind=kind: span("发证日期", "有效期至", kind=kind)  # noqa: E731
        said.says("certificate", (said.uscc, number), key, make, ())
    for number in range(draw.choice([0, 0, 1, 2])):
        key = code | {"记录编号": f"{said.uscc}-{number}"}
        said.says("adverse_record", (said.uscc, number), key, lambda: span("决定日期", "修复日期"), ())


def _patents(said: History, seed: int) -> None:
    draw = said.draw
    for number in range(draw.choice([0, 1, 2])):
        serial = f"20201{(seed * 2 + number) % 10**7:07d}"
        check = "0123456789X"[sum(int(c) * (n % 8 + 2) for n, c in enumerate(serial)) % 11]
        key = {"app_no": f"{serial}.{check}"}

        def patent(serial=serial):
            mine, kind = draw.random() < 0.8, draw.choice(["发明", "发明", "实用新型"])
            cells = {"applicant_codes": said.uscc if mine else None, "patent_type": kind, "app_dt": "2020-03-01"}
            return {"serial": serial, "mine": mine, "kind": kind}, cells | {"is_main_business": "是"}

        said.says("patent", (serial,), key, patent, ("updated_at",))
        for happened in draw.sample(EDGES, draw.choice([0, 1, 2, 3])):
            kind = draw.choice(["授权", "终止", "恢复"])
            event_key = key | {"event_type": kind, "event_dt": str(happened)}

            def event(kind=kind, happened=happened, serial=serial):
                return {"patent": serial, "kind": kind, "when": happened}, {}

            said.says("patent_event", (serial, kind, happened), event_key, event, ("updated_at",))
