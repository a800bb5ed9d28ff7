{#-
Unified social credit code (统一社会信用代码), GB 32100-2015, of an already plain, upper-case text; null gives null.

positions  1-17  sum of value * 3^(i-1) mod 31, plus the value of position 18, is a multiple of 31
positions  9-17  organisation code, GB 11714: weights 3 7 9 10 5 8 4 2, plus the check digit (X = 10), a multiple of 11
The code's alphabet has no I O S V Z, although GB 11714 has: an O or I in it can only be a slip for 0 or 1, so there is
one possible repair, and the check digits prove it or not (`letters_as_digits`, then `uscc_is_valid`).
-#}
{% macro uscc_is_valid(code) -%}
{%- set letters = '0123456789ABCDEFGHJKLMNPQRTUWXY' -%}
(
    {{ matches(code, '^[' ~ letters ~ ']{16}[0-9X][' ~ letters ~ ']$') }}
    and (
        {%- for weight in [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28, 1] %}
        (instr('{{ letters }}', substr({{ code }}, {{ loop.index }}, 1)) - 1) * {{ weight }}{{ ' +' if not loop.last }}
        {%- endfor %}
    ) % 31 = 0
    and {{ organisation_digits_agree(code, 9) }}
)
{%- endmacro %}

{#- Do the nine characters from `start` on carry the check digit of GB 11714? The caller has seen to their alphabet. -#}
{% macro organisation_digits_agree(code, start) -%}
    (
        {%- for weight in [3, 7, 9, 10, 5, 8, 4, 2] %}
        (instr('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', substr({{ code }}, {{ loop.index + start - 1 }}, 1)) - 1) * {{ weight }} +
        {%- endfor %}
        instr('0123456789X', substr({{ code }}, {{ start + 8 }}, 1)) - 1
    ) % 11 = 0
{%- endmacro %}

{#- O for 0 and I for 1, as typists write them. No enterprise's code holds either letter. -#}
{% macro letters_as_digits(code) -%}
    case when {{ matches(code, '[OI]') }} then replace(replace({{ code }}, 'O', '0'), 'I', '1') else {{ code }} end
{%- endmacro %}

{#-
A code by which an office may still know an enterprise, already plain and upper-case: the 18-character credit code, the
15-digit registration number of before October 2015, or the 9-character organisation code (GB 11714) of then.
-#}
{% macro owner_code_is_valid(code) -%}
case length({{ code }})
    when 18 then {{ uscc_is_valid(code) }}
    when 15 then {{ registration_number_is_valid(code) }}
    when 9 then {{ matches(code, '^[0-9A-Z]{8}[0-9X]$') }} and {{ organisation_digits_agree(code, 1) }}
    else {{ code }} is null and null
end
{%- endmacro %}

{#- 15-digit registration number (工商注册号, GS 15-2006): check digit by ISO 7064 MOD 11,10, as in GB/T 17710. -#}
{% macro registration_number_is_valid(code) -%}
    {{ matches(code, '^[0-9]{15}$') }} and {{ mod_11_10(code, 14) }} + cast(substr({{ code }}, 15, 1) as integer) in (1, 11)
{%- endmacro %}

{#- The running remainder of MOD 11,10 after so many digits: start with 10; add a digit, mod 10 (0 is 10), double, mod 11. -#}
{% macro mod_11_10(code, digits) -%}
    {{ return(adapter.dispatch('mod_11_10')(code, digits)) }}
{%- endmacro %}
{% macro default__mod_11_10(code, digits) -%}
    aggregate(sequence(1, {{ digits }}), 10, (p, i) ->
        (pmod(p + cast(substr({{ code }}, i, 1) as int) + 9, 10) + 1) * 2 % 11)
{%- endmacro %}
{% macro duckdb__mod_11_10(code, digits) -%}
    list_reduce(range(1, {{ digits + 1 }}), lambda p, i: ((p + try_cast(substr({{ code }}, i, 1) as bigint) + 9) % 10 + 1) * 2 % 11, 10)
{%- endmacro %}

{#- Codes joined by ';' (joint applicants; outsiders are empty places): true when no place holds a broken code. -#}
{% macro owner_codes_are_valid(codes) -%}
    {{ return(adapter.dispatch('owner_codes_are_valid')(codes)) }}
{%- endmacro %}
{% macro default__owner_codes_are_valid(codes) -%}
    forall(split({{ codes }}, ';'), code -> code = '' or {{ owner_code_is_valid('code') }})
{%- endmacro %}
{% macro duckdb__owner_codes_are_valid(codes) -%}
    len(list_filter(string_split({{ codes }}, ';'), lambda code: code <> '' and not {{ owner_code_is_valid('code') }})) = 0
{%- endmacro %}
