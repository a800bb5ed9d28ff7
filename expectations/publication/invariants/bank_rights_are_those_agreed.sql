-- One row per right: of a bank with a passport, for the scope agreed with it, valid on the day.
select
    rights.bank, rights.uscc, rights.scope, rights.auth_id, rights.valid_from, rights.valid_to,
    bank.bank is not null
    and rights.scope = bank.scope
    and rights.valid_from <= run.as_of_date
    and (rights.valid_to is null or rights.valid_to >= run.as_of_date) as holds
from pub_bank_right_v1 as rights
cross join run
left join bank on bank.bank = rights.bank
