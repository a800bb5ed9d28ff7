"""Fourteen enterprises, each a story between two nights: what the offices say of it, and when.

Landing 5 is before the first night, 6 before the second. All have a revenue of 5,000 yuan, two staff, a
certificate and a patent, unless their story says otherwise.
"""

from tests.point_in_time.histories import LANDINGS, Filing
from tests.staging.conftest import code

STORIES = (
    "steady",
    "ended",
    "sent_again_and_ended",
    "corrected",
    "corrected_and_ended",
    "granted",
    "late",
    "late_and_ended",
    "withdrawn",
    "left",
    "had_left",
    "renamed",
    "answered",
    "objecting",
)
USCC = {story: code(number) for number, story in enumerate(STORIES)}
FIRST, SECOND = 5, 6
WRITTEN_WRONGLY = "谁也不认得的名称有限公司"
"""Whose it is a person says between the two nights."""


def filings() -> list[Filing]:
    """Everything that is ever said."""
    return [filing for story in STORIES for filing in _of(story)]


def _of(story: str):
    uscc = USCC[story]
    known = {"uni_social_crd_cd": uscc, "op_type": "I"}
    named = {"comp_nm": f"惠州市{story}有限公司", "comp_type": "有限责任公司"}
    yield _filing("enterprise", FIRST, known | named | {"reg_state": "存续", "estab_dt": "2019-01-01"})
    yield _filing("zone_membership", FIRST, known | {"enter_dt": "2020-01-01"})
    yield _return(uscc, SECOND if story.startswith("late") else FIRST, 5000)
    # Of an old quarter, and only so that this table has landed: without it nobody's revenue is known.
    quarter = {"tax_no": uscc, "period_from": "2020-01-01", "period_to": "2020-03-31", "sale_amt": "100.00"}
    yield _filing("vat_return", FIRST, quarter | {"filed_dt": "2020-04-15"})
    if story.startswith("corrected") or story == "objecting":
        yield _return(uscc, SECOND, 3000)
    for person in ("p1", "p2"):
        yield _insured(uscc, person, FIRST)
    if story == "withdrawn":
        yield _insured(uscc, "p2", SECOND, op_type="D")
    if story == "left":
        yield _insured(uscc, "p2", SECOND, op_type="U", end_ym="202602")
    if story == "had_left":
        yield _insured(uscc, "p2", SECOND, op_type="U", end_ym="202512")
    named = {"renamed": "旧名有限公司", "answered": WRITTEN_WRONGLY}.get(story)
    whose = {"企业名称": named} if named else {"统一社会信用代码": uscc}
    until = "2026-02-28" if story.endswith("ended") else "2027-12-31"
    held = whose | {"证书编号": f"Z-{story}", "资质类型": "高新技术企业", "发证日期": "2024-01-01", "有效期至": until}
    yield _filing("certificate", FIRST, held)
    if story == "sent_again_and_ended":
        yield _filing("certificate", SECOND, held)
    if story == "renamed":
        yield _filing("former_name", SECOND, known | {
            "chan_dt": "2025-06-01", "comp_nm_bf": "旧名有限公司", "comp_nm_af": "惠州市renamed有限公司"})  # fmt: skip
    yield from _patent(uscc, FIRST, "2024-01-01")
    if story == "granted":
        yield from _patent(uscc, SECOND, "2026-03-10")


def _return(uscc: str, landing: int, revenue: int) -> Filing:
    filed = {"filed_dt": str(LANDINGS[landing].date()), "tax_year": "2024", "opt_income": f"{revenue}.00"}
    return _filing("cit_annual", landing, {"tax_no": uscc} | filed)


def _insured(uscc: str, person: str, landing: int, **cells) -> Filing:
    stay = {"uni_social_crd_cd": uscc, "person_cd": f"{uscc}-{person}", "start_ym": "202001", "op_type": "I"}
    return _filing("social_insurance", landing, stay | cells)


def _patent(uscc: str, landing: int, granted: str):
    serial = f"20201{list(USCC.values()).index(uscc):04d}{landing:03d}"
    check = "0123456789X"[sum(int(c) * (n % 8 + 2) for n, c in enumerate(serial)) % 11]
    number = {"app_no": f"{serial}.{check}"}
    cells = {"applicant_codes": uscc, "patent_type": "发明", "app_dt": "2020-03-01", "is_main_business": "是"}
    yield _filing("patent", landing, number | cells)
    yield _filing("patent_event", landing, number | {"event_type": "授权", "event_dt": granted})


def _filing(table: str, landing: int, row: dict) -> Filing:
    moment = f"{LANDINGS[landing]:%Y-%m-%d %H:%M:%S}"
    stamps = {"updated_at": moment, "update_time": moment}
    return Filing(table=table, landing=landing, piece=0, order=0, key=(), version=(), facts={}, row=row | stamps)
