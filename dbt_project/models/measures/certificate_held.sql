-- One row per enterprise with a certificate valid on the as-of day: what it is recognised as.

select
    uscc,
    bool_or(certificate_type = '高新技术企业') as is_high_tech,
    bool_or(certificate_type = 'ISO9001') as is_iso9001,
    max(
        case certificate_type
            when '科技型中小企业' then 1
            when '创新型中小企业' then 2
            when '专精特新中小企业' then 3
            when '隐形冠军' then 4
            when '制造业单项冠军企业' then 4
            when '专精特新小巨人企业' then 5
        end
    ) as highest_rung,
    count(case when certificate_type in ('知识产权管理体系', '两化融合管理体系', 'ISO9001', '绿色工厂') then 1 end)
        as management_certificates
from {{ owned(ref('stg_certification__certificate'), 'certificate_no') }}
where {{ valid_at('valid_from', 'valid_to') }}
group by uscc
