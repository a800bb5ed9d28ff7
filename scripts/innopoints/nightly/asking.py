"""The question to a named person, as tasks of the nightly DAG; none where dags/approval.yml does not ask for it."""

from collections.abc import Callable
from datetime import timedelta

BODY = """{% set gate = ti.xcom_pull(task_ids="gate") %}{% set before = gate["previous"] %}
质检通过 The gate has passed **{{ gate["as_of"] }}**. 报告 report: {report}

{% if before %}与 {{ before["as_of"] }} 第 {{ before["edition"] }} 版相比 (in brackets: the edition before)
{%- else %}第一版，没有可比的 (the first edition){% endif %}

{% for each in gate["scores"] %}- {{ each["scheme"] }}: 有分数 scored {{ each["scored"] }}
{%- if before %} ({{ each["scored_before"] }}){% endif %}, 平均分 mean {{ each["mean"] }}
{%- if before %} ({{ each["mean_before"] }}), PSI {{ each["psi"] }}, 名次相关 rank correlation
{{- " " }}{{ each["rank_correlation"] }}{% endif %}, 覆盖率 coverage {{ each["coverage"] }}
{% endfor %}
- 根哈希 root hash `{{ gate["root_hash"] }}`
{% for file, rows in gate["rows"].items() %}- {{ file }}: {{ rows }} rows
{% endfor %}
{% for sentence in gate["warnings"] %}- 提醒 (warning): {{ sentence }}
{% endfor %}
"""


def question(reports_at: str = "") -> str:
    """What is asked, as a template over the gate task's result; the report is a link where reports are served."""
    page = reports_at.rstrip("/") + '/{{ gate["as_of"] }}/gate.html'
    return BODY.replace("{report}", f"[{page}]({page})" if reports_at else '`{{ gate["report"] }}`')


def asked(command: Callable, **moment: str) -> list:
    """[ask, approve]: wait for one of the approvers, then note who it was; a no, or no answer in time, is red."""
    from innopoints.publication.approval import read_approval

    rule = read_approval()
    if not rule.required:
        return []
    from airflow.providers.standard.operators.hitl import ApprovalOperator

    ask = ApprovalOperator(
        task_id="ask",
        subject="发布这一版积分吗？ (publish this edition of the scores?)",
        body=question(rule.reports_at),
        fail_on_reject=True,
        assigned_users=[{"id": each.id, "name": each.name} for each in rule.approvers],
        response_timeout=timedelta(hours=rule.wait_hours),  # no default answer: silence is a no
    )
    by = "{{ ti.xcom_pull(task_ids='ask')['responded_by_user']['name'] }}"
    return [ask, command("approve")(by, **moment)]
