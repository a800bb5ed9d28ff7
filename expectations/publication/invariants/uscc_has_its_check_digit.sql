-- One row per enterprise code of any file: 18 characters of the alphabet and the check digit of GB 32100-2015:
-- weights 3^(i-1) mod 31; the check digit makes the weighted sum a multiple of 31.
with code as (
    select uscc from pub_score_v1
    union
    select uscc from pub_indicator_v1
    union
    select uscc from pub_score_reason_v1
    union
    select uscc from pub_score_change_v1
    union
    select uscc from pub_bank_right_v1
    union
    select uscc from pub_pillar_v1
    union
    select uscc from pub_credit_line_v1
    union
    select uscc from pub_withdrawal_v1
),

weighed as (
    select
        uscc,
        list_sum(list_transform(
            range(1, 18),
            lambda i: (strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(uscc, i, 1)) - 1)
                * ([1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28])[i]
        )) as weighted_sum
    from code
)

select
    uscc,
    regexp_full_match(uscc, '[0-9A-HJ-NPQRTUWXY]{18}')
    and substr('0123456789ABCDEFGHJKLMNPQRTUWXY', cast((31 - weighted_sum % 31) % 31 as integer) + 1, 1)
        = substr(uscc, 18, 1) as holds
from weighed
