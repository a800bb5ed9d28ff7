-- One row per vocational skill certificate of a person (职业技能等级证书), latest version.

{{ staged('talent', 'skill_certificate',
    columns=[
        ['certificate_no', 'skill_cert_no', 'code'],
        ['person_code', 'person_cd', 'code', 'required'],
        ['trade_name', 'trade_nm', 'text'],
        ['skill_level', 'skill_level', ['学徒工', '初级工', '中级工', '高级工', '技师', '高级技师', '特级技师', '首席技师']],
        ['issued_date', 'issue_dt', 'date'],
        ['revoked_date', 'revoke_dt', 'date'],
        ['operation', 'op_type', ['I', 'U', 'D']],
        ['update_time', 'update_time', 'timestamp'],
    ],
    key=['certificate_no'],
    latest_by=['update_time'],
    rules=[
        ['revoked_date', 'issued_date <= revoked_date', '撤销早于发证 / revoked before it was issued'],
    ],
    deleted_when="operation = 'D'",
) }}
