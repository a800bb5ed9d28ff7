-- One row per enterprise: amounts per head, R&D expense by R&D staff and output by average staff.

select
    talent.uscc,
    {{ ratio('tax.rd_expense_cny', 'talent.rd_staff_count') }} as rd_expense_per_rd_staff_cny,
    -- Who reports no output is below the scale that has to: revenue stands for it. Average staff is person-months / 12,
    -- and person-months are whole.
    {{ ratio(
        'coalesce(output.industrial_output_cny, tax.revenue_cny) * 12', 'round(talent.staff_average_count * 12)'
    ) }} as output_per_staff_cny
from {{ ref('measure_talent') }} as talent
left join {{ ref('measure_tax') }} as tax on talent.uscc = tax.uscc
left join {{ ref('measure_output') }} as output on talent.uscc = output.uscc
