{#-
The key under which an enterprise's name is looked for: not a spelling to show, and never stored as the name.

folded     as NFKC does: half-width letters, digits and brackets; radicals and compatibility ideographs (⾦ 金, 樂 樂) as
           copied from PDF files; then upper case, no space
dropped    brackets and points: 广东海博（惠州）电子, 广东海博(惠州)电子 and 广东海博惠州电子 are one name
one form   有限责任公司 is written 有限公司, 股份公司 is written 股份有限公司; but 有限公司 is not 股份有限公司
-#}
{% macro name_key(name) -%}
    {%- set folded = "upper(" ~ plain(ideographs_folded(name)) ~ ")" -%}
    {%- set bare = "translate(" ~ folded ~ ", '()[]{}【】〔〕《》<>“”‘’\"·•・.', '')" -%}
    nullif(regexp_replace(regexp_replace({{ bare }}, '有限责任公司$', '有限公司'), '股份公司$', '股份有限公司'), '')
{%- endmacro %}

{#- Only names that hold such a character pay for it. -#}
{% macro ideographs_folded(text) -%}
    {%- set copied, common = compatibility_ideographs() -%}
    case when {{ matches(text, '[' ~ copied[0] ~ '-' ~ '\u2fd5\uf900-\ufaff]') }}
        then translate({{ text }}, '{{ copied }}', '{{ common }}') else {{ text }} end
{%- endmacro %}

{#- Applicants as one text with ';' between them: offices write ；;、,/| and, after a form such as 公司, only a space. -#}
{% macro applicants_joined(names) -%}
    {%- set marked = "translate(" ~ names ~ ", '；、,，/|', ';;;;;;')" -%}
    {{ return(adapter.dispatch('spaces_after_forms_marked')(marked)) }}
{%- endmacro %}
{% macro default__spaces_after_forms_marked(names) -%}
    regexp_replace({{ names }}, '{{ form_and_space() }}', '$1;')
{%- endmacro %}
{% macro duckdb__spaces_after_forms_marked(names) -%}
    regexp_replace({{ names }}, '{{ form_and_space() }}', '\1;', 'g')
{%- endmacro %}
{% macro form_and_space() -%}
    ((?:公司|厂|院|所|大学|学校|中心|合作社)(?:[(（][^)）]*[)）])?)[ 　]+
{%- endmacro %}

{#- One row per item of a ';' list and its place from 1: put it in a select list. -#}
{% macro each_of(list, item, place) -%}
    {{ return(adapter.dispatch('each_of')(list, item, place)) }}
{%- endmacro %}
{% macro default__each_of(list, item, place) -%} posexplode(split(';' || {{ list }}, ';')) as ({{ place }}, {{ item }}) {%- endmacro %}
{% macro duckdb__each_of(list, item, place) -%}
    unnest(string_split({{ list }}, ';')) as {{ item }}, generate_subscripts(string_split({{ list }}, ';'), 1) as {{ place }}
{%- endmacro %}

{#- What NFKC folds one to one among Kangxi radicals (U+2F00-2FD5) and compatibility ideographs (U+F900-FAFF). -#}
{% macro compatibility_ideographs() -%}
{{ return((
"⼀⼁⼂⼃⼄⼅⼆⼇⼈⼉⼊⼋⼌⼍⼎⼏⼐⼑⼒⼓⼔⼕⼖⼗⼘⼙⼚⼛⼜⼝⼞⼟⼠⼡⼢⼣⼤⼥⼦⼧⼨⼩⼪⼫⼬⼭⼮⼯⼰⼱⼲⼳⼴⼵⼶⼷⼸⼹⼺⼻⼼⼽⼾⼿⽀⽁⽂⽃⽄⽅⽆⽇⽈⽉⽊⽋⽌⽍⽎⽏⽐⽑⽒⽓⽔⽕⽖⽗⽘⽙⽚⽛⽜⽝⽞⽟⽠⽡⽢⽣⽤⽥⽦⽧⽨⽩⽪⽫⽬⽭"
~ "⽮⽯⽰⽱⽲⽳⽴⽵⽶⽷⽸⽹⽺⽻⽼⽽⽾⽿⾀⾁⾂⾃⾄⾅⾆⾇⾈⾉⾊⾋⾌⾍⾎⾏⾐⾑⾒⾓⾔⾕⾖⾗⾘⾙⾚⾛⾜⾝⾞⾟⾠⾡⾢⾣⾤⾥⾦⾧⾨⾩⾪⾫⾬⾭⾮⾯⾰⾱⾲⾳⾴⾵⾶⾷⾸⾹⾺⾻⾼⾽⾾⾿⿀⿁⿂⿃⿄⿅⿆⿇⿈⿉⿊⿋⿌⿍⿎⿏⿐⿑⿒⿓⿔⿕豈更車賈滑串"
~ "句龜龜契金喇奈懶癩羅蘿螺裸邏樂洛烙珞落酪駱亂卵欄爛蘭鸞嵐濫藍襤拉臘蠟廊朗浪狼郎來冷勞擄櫓爐盧老蘆虜路露魯鷺碌祿綠菉錄鹿論壟弄籠聾牢磊賂雷壘屢樓淚漏累縷陋勒肋凜凌稜綾菱陵讀拏樂諾丹寧怒率異北磻便復不泌數索參塞省葉說殺辰沈拾"
~ "若掠略亮兩凉梁糧良諒量勵呂女廬旅濾礪閭驪麗黎力曆歷轢年憐戀撚漣煉璉秊練聯輦蓮連鍊列劣咽烈裂說廉念捻殮簾獵令囹寧嶺怜玲瑩羚聆鈴零靈領例禮醴隸惡了僚寮尿料樂燎療蓼遼龍暈阮劉杻柳流溜琉留硫紐類六戮陸倫崙淪輪律慄栗率隆利吏履易李"
~ "梨泥理痢罹裏裡里離匿溺吝燐璘藺隣鱗麟林淋臨立笠粒狀炙識什茶刺切度拓糖宅洞暴輻行降見廓兀嗀塚晴凞猪益礼神祥福靖精羽蘒諸逸都飯飼館鶴郞隷侮僧免勉勤卑喝嘆器塀墨層屮悔慨憎懲敏既暑梅海渚漢煮爫琢碑社祉祈祐祖祝禍禎穀突節練縉繁署者"
~ "臭艹艹著褐視謁謹賓贈辶逸難響頻恵舘並况全侀充冀勇勺喝啕喙嗢塚墳奄奔婢嬨廒廙彩徭惘慎愈憎慠懲戴揄搜摒敖晴朗望杖歹殺流滛滋漢瀞煮瞧爵犯猪瑱甆画瘝瘟益盛直睊着磌窱節类絛練缾者荒華蝹襁覆視調諸請謁諾諭謹變贈輸遲醙鉶陼難靖韛響頋頻"
~ "鬒龜㮝䀘䀹齃龎",
"一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛"
~ "矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠豈更車賈滑串"
~ "句龜龜契金喇奈懶癩羅蘿螺裸邏樂洛烙珞落酪駱亂卵欄爛蘭鸞嵐濫藍襤拉臘蠟廊朗浪狼郎來冷勞擄櫓爐盧老蘆虜路露魯鷺碌祿綠菉錄鹿論壟弄籠聾牢磊賂雷壘屢樓淚漏累縷陋勒肋凜凌稜綾菱陵讀拏樂諾丹寧怒率異北磻便復不泌數索參塞省葉說殺辰沈拾"
~ "若掠略亮兩凉梁糧良諒量勵呂女廬旅濾礪閭驪麗黎力曆歷轢年憐戀撚漣煉璉秊練聯輦蓮連鍊列劣咽烈裂說廉念捻殮簾獵令囹寧嶺怜玲瑩羚聆鈴零靈領例禮醴隸惡了僚寮尿料樂燎療蓼遼龍暈阮劉杻柳流溜琉留硫紐類六戮陸倫崙淪輪律慄栗率隆利吏履易李"
~ "梨泥理痢罹裏裡里離匿溺吝燐璘藺隣鱗麟林淋臨立笠粒狀炙識什茶刺切度拓糖宅洞暴輻行降見廓兀嗀塚晴凞猪益礼神祥福靖精羽蘒諸逸都飯飼館鶴郞隷侮僧免勉勤卑喝嘆器塀墨層屮悔慨憎懲敏既暑梅海渚漢煮爫琢碑社祉祈祐祖祝禍禎穀突節練縉繁署者"
~ "臭艹艹著褐視謁謹賓贈辶逸難響頻恵舘並况全侀充冀勇勺喝啕喙嗢塚墳奄奔婢嬨廒廙彩徭惘慎愈憎慠懲戴揄搜摒敖晴朗望杖歹殺流滛滋漢瀞煮瞧爵犯猪瑱甆画瘝瘟益盛直睊着磌窱節类絛練缾者荒華蝹襁覆視調諸請謁諾諭謹變贈輸遲醙鉶陼難靖韛響頋頻"
~ "鬒龜㮝䀘䀹齃龎")) }}
{%- endmacro %}
