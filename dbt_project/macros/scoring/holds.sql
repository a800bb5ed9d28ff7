{#- Does a half-open interval hold the value? An open end (null) holds everything on its side; nothing holds a null. -#}
{% macro holds(interval, value) -%}
({{ value }} is not null
    and ({{ interval }}.at_least is null or {{ value }} >= {{ interval }}.at_least)
    and ({{ interval }}.below is null or {{ value }} < {{ interval }}.below))
{%- endmacro %}

{#-
Three-valued: is `subject op threshold` true of everything between low and high (true), of nothing (false),
or of some and not of others, or not known at all (null)?
-#}
{% macro verdict(op, low, high, threshold) -%}
case {{ op }}
    when '>=' then case when {{ low }} >= {{ threshold }} then true when {{ high }} < {{ threshold }} then false end
    when '>' then case when {{ low }} > {{ threshold }} then true when {{ high }} <= {{ threshold }} then false end
    when '<=' then case when {{ high }} <= {{ threshold }} then true when {{ low }} > {{ threshold }} then false end
    when '<' then case when {{ high }} < {{ threshold }} then true when {{ low }} >= {{ threshold }} then false end
    when '=' then case
        when {{ low }} = {{ threshold }} and {{ high }} = {{ threshold }} then true
        when {{ high }} < {{ threshold }} or {{ low }} > {{ threshold }} then false
    end
    when '!=' then case
        when {{ high }} < {{ threshold }} or {{ low }} > {{ threshold }} then true
        when {{ low }} = {{ threshold }} and {{ high }} = {{ threshold }} then false
    end
end
{%- endmacro %}
