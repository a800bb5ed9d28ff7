{#- Debits equal credits in every entry; what the parties bear is what is left of the loss; no fund is overdrawn. -#}
{% test ledger_balances(model) %}
with entry as (
    select pool, entry, bank, loan_no, place, sum(debit_cny) as debit_cny, sum(credit_cny) as credit_cny, count(*) as lines
    from {{ model }}
    group by pool, entry, bank, loan_no, place
),

doubled as (
    select pool, entry, bank, loan_no, place, account, party, for_party
    from {{ model }}
    group by pool, entry, bank, loan_no, place, account, party, for_party
    having count(*) > 1
),

fund as (
    select pool, sum(debit_cny - credit_cny) as available_cny
    from {{ model }}
    where account = 'fund'
    group by pool, edition, party
    having sum(debit_cny - credit_cny) < 0
)

select pool, entry, bank, loan_no, 'debits differ from credits' as why from entry where debit_cny <> credit_cny
union all
select pool, entry, bank, loan_no, 'written twice' as why from doubled
union all
select pool, 'fund' as entry, '' as bank, '' as loan_no, 'overdrawn' as why from fund
{% endtest %}
