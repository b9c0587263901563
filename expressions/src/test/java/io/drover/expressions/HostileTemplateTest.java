package io.drover.expressions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates come with packs and with data: none may reach the machine it runs on, or keep it busy. */
class HostileTemplateTest {
    private static final Jinja JINJA = Jinja.strict();
    private static final Jinja HURRIED =
            JINJA.withBudget(Budget.standard().withTime(Duration.ofMillis(200)).withSteps(50_000));

    private static final Jinja PATIENT = JINJA.withBudget(Budget.standard().withTime(Duration.ofMinutes(1)));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ ''.__class__ }}",
                "{{ ''['__class__'] }}",
                "{{ ''|attr('__class__') }}",
                "{{ ().__class__.__mro__[1].__subclasses__() }}",
                "{{ trigger.__init__.__globals__ }}",
                "{{ range.__self__ }}",
                "{{ '{0.__class__}'.format(1) }}",
                "{{ '{a.__class__}'.format_map({'a': 1}) }}",
                "{{ [1]|map(attribute='__class__')|join }}",
                "{{ ''.getClass() }}",
                "{{ ''.class }}",
                "{{ trigger.getClass().forName('java.lang.Runtime') }}",
                "{{ trigger.entrySet() }}",
                "{{ [1].stream() }}",
                "{{ self.__init__ }}",
                "{{ cycler.__init__.__globals__.os }}",
                "{{ joiner()|attr('call') }}",
                "{% include '/etc/passwd' %}",
                "{% import 'os' as os %}",
                "{% extends '/etc/passwd' %}",
                "{{ open('/etc/passwd') }}",
                "{{ st2kv.system.secret }}",
            })
    void reachesNothingButTheDataItIsGiven(String text) {
        Map<String, Object> context = Map.of("trigger", Map.of("a", 1L));

        assertThatThrownBy(() -> JINJA.template(text).render(context)).isInstanceOf(ExpressionException.class);
    }

    @Test
    void refusesAnObjectThatIsNoValue() {
        Map<String, Object> context = Map.of("thread", Thread.currentThread());

        assertThatThrownBy(() -> JINJA.template("{{ thread.name }}").render(context))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining("TypeError");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ 'x' * 10**9 }}",
                "{{ 'x' * 10**30 }}",
                "{{ 10**9 * 'x' }}",
                "{{ [0] * 10**9 }}",
                "{{ ('x' * 10**7) * 10 }}",
                "{{ '%1000000000d' % 1 }}",
                "{{ '%.1000000000f' % 1.5 }}",
                "{{ '%*d' % (1000000000, 1) }}",
                "{{ '{:1000000000}'.format('x') }}",
                "{{ '{:.1000000000f}'.format(1.5) }}",
                "{{ '{:{w}}'.format('x', w=1000000000) }}",
                "{{ ('{0}' * 100000).format('a' * 8000000) }}",
                "{{ ('{a!s:}' * 100000).format(a='a' * 8000000) }}",
                "{{ ('%(a)s' * 100000) % {'a': 'a' * 8000000} }}",
                "{{ ('{0}' * 60000).format('') }}",
                "{{ ('%(a)s' * 60000) % {'a': ''} }}",
                "{{ (0).from_bytes(('a' * 9000).encode()) }}",
                "{{ 'x'.center(1000000000) }}",
                "{{ 'x'.ljust(1000000000) }}",
                "{{ 'x'.zfill(1000000000) }}",
                "{{ '\t'.expandtabs(1000000000) }}",
                "{{ 'x'|center(1000000000) }}",
                "{{ 'x\ny'|indent(1000000000) }}",
                "{{ 'aaaa'.replace('a', 'x' * 10**7) }}",
                "{{ ('x' * 10**7).join(range(1000)|map('string')) }}",
                "{{ range(10**9)|list }}",
                "{{ range(10**9)|sum }}",
                "{{ [1]|batch(10**9, 0)|list }}",
                "{{ (5).to_bytes(10**9) }}",
                "{{ ('é' * 5000000)|urlencode }}",
                "{{ ('9' * 4300)|int * ('9' * 4300)|int }}",
                "{{ [1]|jsonpath_query('(`this`|`this`)' ~ '.(`this`|`this`)' * 40) }}",
                "{% block a %}{{ self.a() }}{% endblock %}",
                "{% autoescape true %}{{ '<' * 8000000 }}{{ '<' * 8000000 }}{% endautoescape %}",
                "{{ [1]|slice(10**9)|list }}",
                "{{ [1]|slice(10**7, 0)|list }}",
                "{{ lipsum(10**9) }}",
                "{{ 9**(9**9) }}",
                "{{ 2**(10**9) }}",
                "{{ 10**(10**(2**30)) }}",
                "{{ (2**60000) * (2**60000) }}",
                "{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}",
                "{% for i in range(100000) %}{% for j in range(100000) %}x{% endfor %}{% endfor %}",
                "{% set x = 'x' * 10**6 %}{% for i in range(1000) %}{{ x }}{% endfor %}",
                "{% set ns = namespace(x='x') %}{% for i in range(60) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
                "{% set ns = namespace(x=[1]) %}{% for i in range(60) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
                "{% set ns = namespace(x=3) %}{% for i in range(60) %}{% set ns.x = ns.x * ns.x %}{% endfor %}",
                "{% set l = [1] %}{% for i in l %}{{ l.extend(l) }}{% endfor %}{% for i in range(60) %}{{ l.extend(l) }}{% endfor %}",
                "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
                "{% macro m(n) %}{{ m(n) }}{{ m(n) }}{% endmacro %}{{ m(1) }}",
                "{% for a in [1] recursive %}{{ loop([1]) }}{% endfor %}",
                "{% set l = [] %}{{ l.append(l) }}{{ l }}",
                "{% set l = [] %}{{ l.append(l) }}{{ l == [[]] or l|tojson }}",
                "{% set d = {} %}{{ d.update({'d': d}) }}{{ d|pprint }}",
                "{% set a = [] %}{% set b = [] %}{{ a.append(b) }}{{ b.append(a) }}{{ a == b }}",
                "{% set a = [] %}{% set b = [] %}{{ a.append(b) }}{{ b.append(a) }}{{ a < b }}",
                "{% set l = [] %}{{ l.append(l) }}{{ l|to_yaml_string }}",
                "{{ 'a: &a [1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\ng: [*f,*f,*f,*f,*f,*f,*f,*f,*f]'|from_yaml_string }}",
                "{{ '!!javax.script.ScriptEngineManager []'|from_yaml_string }}",
                "{{ ('[' * 100000)|from_json_string }}",
                "{{ ('[' * 100000)|from_yaml_string }}",
                "{{ (('x' * 40) ~ '!')|regex_search('^(?:(x+)+\\\\1)+$') }}",
                "{{ ('x' * 100000)|regex_search('(?=x)(x|xx)+y') }}",
                "{% set ns = namespace(a=1,b=1) %}{% for i in range(40) %}{% set ns.a = [ns.a, ns.a] %}{% set ns.b = [ns.b, ns.b] %}{% endfor %}{{ ns.a == ns.b }}",
                "{% set ns = namespace(a=1) %}{% for i in range(40) %}{% set ns.a = (ns.a, ns.a) %}{% endfor %}{{ {ns.a: 1} }}",
                "{% set ns = namespace(a=1) %}{% for i in range(40) %}{% set ns.a = [ns.a, ns.a] %}{% endfor %}{{ ns.a | jsonpath_query('$..*') }}",
                "{% set x = 'a' * 1000000 %}{{ (x ~ 'b') in (x ~ x) }}",
                "{% set x = range(50000)|list %}{% set y = range(50000)|list %}{% for i in range(40000) %}{{ '' if x == y else '' }}{% endfor %}",
            })
    void stopsWhatWouldTakeTheMachineWithIt(String text) {
        ExpressionException failure = catchThrowableOfType(
                ExpressionException.class, () -> HURRIED.template(text).render(Map.of()));

        assertThat(failure).as(text).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ ['<' * 300, gone]|join(''|safe) }}",
                "{{ (''|safe).join(['<' * 300, gone]) }}",
                "{{ '<' * 300 }}",
                "{{ (('<' * 300) ~ (''|safe))|length }}",
                "{{ {'a': '<' * 300, 'b c': 1}|xmlattr }}",
            })
    void countsTextThatIsEscapedBeforeItIsMade(String text) {
        Template template = JINJA.withBudget(Budget.standard().withTextLength(1000))
                .template("{% autoescape true %}" + text + "{% endautoescape %}");

        ExpressionException failure = catchThrowableOfType(ExpressionException.class, () -> template.render(Map.of()));

        assertThat(failure).hasMessageContaining("more than 1000 characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ {'k' * 1000: 'a ' * 100}|pprint|length }}",
                "{{ {'k' * 1000: range(100)|list}|pprint|length }}",
                "{{ {'k' * 1000: {'a': range(100)|list}}|pprint|length }}",
            })
    void countsTheIndentationOfPrettyTextOnItsOwn(String text) {
        Template template =
                JINJA.withBudget(Budget.standard().withTextLength(150_000)).template(text);

        ExpressionException failure = catchThrowableOfType(ExpressionException.class, () -> template.render(Map.of()));

        assertThat(failure).hasMessageContaining("more than 150000 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[[[[1] * 100] * 100] * 100] * 100", "[[1] * 1000, [2] * 1000] * 10000"})
    void givesNoResultThatIsSmallOnlyAsItSharesItsParts(String expression) {
        assertThatThrownBy(() -> JINJA.expression(expression).evaluate(Map.of()))
                .hasMessageContaining("steps");
    }

    @Test
    void repeatsNoMoreOfAValueThanAMessageNeeds() {
        ExpressionException failure = catchThrowableOfType(
                ExpressionException.class,
                () -> JINJA.expression("{'a': 1}[name]").evaluate(Map.of("name", "x".repeat(1_000_000))));

        assertThat(failure.message()).isEqualTo("'dict object' has no attribute a text of 1000000 characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}[token] + 1",
                "[1].index(token)",
                "[1].index([token])",
                "{}.pop(token)",
                "'%(a)s' % {'b': 1} if false else ('%(' ~ token ~ ')s') % {'b': 1}",
                "('{' ~ token ~ '}').format()",
                "token | from_json_string",
                "('[' ~ token ~ ' x') | from_json_string",
                "('a: [' ~ token) | from_yaml_string",
                "token | filesizeformat",
                "token | version_match('>1.0')",
                "'x'.encode(token)",
                "'é'.encode('ascii', token)",
            })
    void neverCutsThroughAValueInAMessageAsThatWouldHideItFromTheMask(String expression) {
        for (int length : List.of(90, 190, 240, 960, 3_000)) {
            String token = "s3cr" + "x".repeat(length - 4);

            ExpressionException failure = catchThrowableOfType(
                    ExpressionException.class,
                    () -> JINJA.expression(expression).evaluate(Map.of("token", token)));

            assertThat(failure).as(expression).isNotNull();
            assertThat(failure.message()).hasSizeLessThan(1000);
            assertThat(failure.message().replace(token, "")).doesNotContain("s3cr", "xxx");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'{0:>{1}}'.format('ab', 3) ==>  ab",
                "'%5d|%x|%-4s|' % (7, 10**20, 'é') ==>     7|56bc75e2d63100000|é   |",
                "'{:d}'.format(10**4299) | length ==> 4300",
                "'{:d}'.format(-10**4299) | length ==> 4301",
                "'{:x}'.format(2**20000) | length ==> 5001",
                "'{:.0f} {:+} {:d}'.format(-0.0, true, -5) ==> -0 +1 -5",
                "(0).from_bytes(('a' * 8192).encode()) > 2**65000 ==> True",
            })
    void formatsWhatIsWithinTheLimits(String written) {
        String[] both = written.split(" ==> ", 2);

        assertThat(JINJA.template("{{ " + both[0] + " }}").render(Map.of())).isEqualTo(both[1]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'{:d}'.format(10**4300)",
                "'{:,}'.format(10**4300)",
                "'{:n}'.format(-10**4300)",
                "'%d' % (10**4300,)",
                "'%i' % (10**4300)",
            })
    void writesNoMoreDigitsOfAnIntegerThanPython(String expression) {
        assertThatThrownBy(() -> JINJA.expression(expression).evaluate(Map.of()))
                .hasMessageContaining("Exceeds the limit (4300 digits) for integer string conversion");
    }

    @Test
    void makesNoIntegerOfMoreBytesThanTheBudgetHas() {
        assertThatThrownBy(() -> JINJA.expression("(0).from_bytes(('a' * 8193).encode())")
                        .evaluate(Map.of()))
                .hasMessageContaining("an integer of more than 65536 bits");
    }

    @Test
    void showsAMessageOfUsualLengthAsItIs() {
        ExpressionException failure = catchThrowableOfType(
                ExpressionException.class,
                () -> JINJA.expression("'a'.encode('b' * 200)").evaluate(Map.of()));

        assertThat(failure.message()).startsWith("unknown encoding: " + "b".repeat(200) + ". ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(x+x+)+y", "(x|xx)+y", "(x*)*y", "^(x?){30}x{30}z"})
    void answersAnEvilPatternInTimeThatGrowsWithTheTextAlone(String pattern) {
        Map<String, Object> context = Map.of("text", "x".repeat(2_000), "pattern", pattern);

        Object found = PATIENT.expression("text | regex_search(pattern)").evaluate(context);

        assertThat(found).isEqualTo(false);
    }

    @Test
    void stopsAPatternOfTheFastEngineToo() {
        Map<String, Object> context = Map.of("text", "x".repeat(1_000_000));

        ExpressionException failure = catchThrowableOfType(
                ExpressionException.class,
                () -> HURRIED.expression("text | regex_search('(x?){300}y')").evaluate(context));

        assertThat(failure.isOverBudget()).isTrue();
    }

    @Test
    void readsManyHalfEntitiesInTimeThatGrowsWithTheTextAlone() {
        Object length = JINJA.expression("('&' * 1000000) | striptags | length").evaluate(Map.of());

        assertThat(length).isEqualTo(1_000_000L);
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void groupsAWideNumberInTimeThatGrowsWithItsWidthAlone() {
        String wide = JINJA.template("{{ '{:03000000,}'.format(-1234567) }}").render(Map.of());

        assertThat(wide.length()).isEqualTo(3_000_000);
        assertThat(wide.substring(0, 12)).isEqualTo("-000,000,000");
        assertThat(wide.substring(wide.length() - 13)).isEqualTo("0,001,234,567");
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void deletesBytesInTimeThatGrowsWithTheirNumberAlone() {
        Jinja patient = PATIENT.withBudget(Budget.standard().withSteps(5_000_000));

        Object length = patient.expression(
                        "('ab' * 1000000).encode().translate(none, ('c' * 1000000 ~ 'b').encode()) | length")
                .evaluate(Map.of());

        assertThat(length).isEqualTo(1_000_000L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "''.encode().translate(none, ('c' * 100000).encode())",
                "('c' * 100000).encode().translate(none)",
                "''.encode().maketrans(('c' * 100000).encode(), ('d' * 100000).encode())",
            })
    void chargesForEachByteThatIsTranslated(String expression) {
        assertThatThrownBy(() -> HURRIED.expression(expression).evaluate(Map.of()))
                .hasMessageContaining("steps");
    }

    @Test
    void dividesByAnIntegerTooLargeForAFloat() {
        assertThat(JINJA.expression("10**400 * 7 // 10**400").evaluate(Map.of()))
                .isEqualTo(7L);
    }

    @Test
    void namesTheLimitThatWasReached() {
        Template template =
                JINJA.template("{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}");

        ExpressionException failure = catchThrowableOfType(ExpressionException.class, () -> template.render(Map.of()));

        assertThat(failure.kind()).isEqualTo("BudgetError");
        assertThat(failure).hasMessageContaining("more than 1000000 steps").hasMessageContaining("smaller");
    }

    @Test
    void stopsATextThatIsNestedTooDeeply() {
        String text = "{{ " + "(".repeat(50_000) + "1" + ")".repeat(50_000) + " }}";

        assertThatThrownBy(() -> JINJA.template(text)).isInstanceOf(ExpressionException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"not ", "-", "1 if 1 else ", "[", "{1:", "a(", "1 + (", "a[", "1 ** -"})
    void stopsAnyKindOfNesting(String opening) {
        String text = opening.repeat(50_000);

        assertThatThrownBy(() -> JINJA.expression(text)).isInstanceOf(ExpressionException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {" + 1", "|abs", ".a", "[0]", "()", " ~ 1", " and 1", " or 1", " == 1", " is odd"})
    void survivesALongChain(String link) {
        String text = "a" + link.repeat(20_000);

        try {
            JINJA.expression(text).evaluate(Map.of("a", 1L));
        } catch (ExpressionException refused) {
            assertThat(refused.kind()).isNotEmpty();
        }
    }

    @Test
    void survivesBlocksInBlocks() {
        String text = "{% if 1 %}".repeat(20_000) + "{% endif %}".repeat(20_000);

        assertThatThrownBy(() -> JINJA.template(text)).isInstanceOf(ExpressionException.class);
    }

    @Test
    void survivesDataThatHoldsItself() {
        Map<String, Object> loop = new HashMap<>();
        loop.put("self", loop);

        assertThatThrownBy(() -> JINJA.template("{{ loop_ }}").render(Map.of("loop_", loop)))
                .isInstanceOf(ExpressionException.class);
        assertThatThrownBy(() -> JINJA.template("{{ loop_ | to_complex }}").render(Map.of("loop_", loop)))
                .isInstanceOf(ExpressionException.class);
    }

    @Test
    void leavesTheCallersDataAsItIs() {
        List<Object> list = new ArrayList<>(List.of(3L, 1L));
        Map<String, Object> map = new LinkedHashMap<>(Map.of("list", list));
        Map<String, Object> context = Map.of("map", map);

        String text = JINJA.template(
                        "{{ map.list.append(9) }}{{ map.update({'q': 1}) }}{{ map['list'].sort() }}{{ map.pop('list') }}{{ map }}")
                .render(context);

        assertThat(text).isEqualTo("NoneNoneNone[1, 3, 9]{'q': 1}");
        assertThat(context).isEqualTo(Map.of("map", Map.of("list", List.of(3L, 1L))));
    }

    @Test
    void doesNotEvaluateWhatDataHolds() {
        Map<String, Object> context = Map.of("body", "{{ 7 * 7 }}{% for i in range(3) %}x{% endfor %}");

        assertThat(JINJA.template("{{ body }}").render(context)).isEqualTo(context.get("body"));
    }
}
