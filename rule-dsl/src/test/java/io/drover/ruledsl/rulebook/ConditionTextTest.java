package io.drover.ruledsl.rulebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.Jinja;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What conditions become, and that they decide as they did there. */
class ConditionTextTest {
    private static final Names NAMES = new Names(false, Map.of("m_0", "m_0"), Map.of("max", 5L, "names", List.of("a")));

    private static final Map<String, Object> EVENT = Map.of(
            "i",
            3L,
            "text",
            "Fred's \\ house",
            "on",
            true,
            "off",
            false,
            "nothing",
            Map.of(),
            "list",
            List.of(10L, 20L, 30L),
            "names",
            List.of("fred", "barney"),
            "people",
            List.of(Map.of("person", Map.of("name", "Fred", "age", 54L)), Map.of("other", 1L)));

    private static String text(String condition) throws CannotTranslate {
        return new ConditionText(NAMES).of(ConditionParser.parse(condition).condition());
    }

    /** Decides as a rule does: what is undefined makes a condition false. */
    private static boolean holds(String where) {
        try {
            return Jinja.strict().expression(where).test(Map.of("trigger", EVENT, "m_0", Map.of("name", "fred")));
        } catch (ExpressionException undefined) {
            return false;
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "event.i == 3 ; trigger.i == 3",
                "event.i > 1 and event.i <= 3 ; trigger.i > 1 and trigger.i <= 3",
                "event.i + 1 == 2 * 2 ; (trigger.i + 1) == (2 * 2)",
                "(event.i + 1) * 2 == 8 ; ((trigger.i + 1) * 2) == 8",
                "event.i in [1, 2, 3] ; trigger.i in [1, 2, 3]",
                "event.i not in [1, 2] ; trigger.i not in [1, 2]",
                "event.list contains 10 ; 10 in trigger.list",
                "event.list not contains 11 ; 11 not in trigger.list",
                "event.on ; trigger.on == true",
                "not event.off ; trigger.off != true",
                "not (event.i > 50 or event.i < 2) ; trigger.i <= 50 and trigger.i >= 2",
                "event.i < vars.max ; trigger.i < 5",
                "event['i'] == 3 ; trigger.i == 3",
                "event.list[-1] == 30 ; trigger.list[-1] == 30",
                "event.list is defined ; trigger.list is defined",
                "event.a.b is not defined ; trigger.a is not defined or trigger.a.b is not defined",
                "event.text is search('HOUSE', ignorecase=true) ; trigger.text | regex_search('HOUSE', true)",
                "event.text is not match('house') ; not trigger.text | regex_match('house')",
                "event.list is select('>', 25) ; trigger.list | select('gt', 25) | list | length > 0",
                "event.list is not select('>', 35) ; trigger.list | select('gt', 35) | list | length == 0",
                "event.names is select('search', events.m_0.name) ; true in (trigger.names | map('regex_search', m_0.name) | list)",
            })
    void translatesWhatThenHolds(String condition, String where) throws CannotTranslate {
        assertThat(text(condition)).isEqualTo(where);
        assertThat(holds(where)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "event.gone != 1 ; false",
                "event.gone == 1 or event.i == 3 ; true",
                "event.i == 3 or event.a.b.c == 1 ; true",
                "not (event.gone == 1 and event.i == 3) ; false",
                "not (event.i == 4 and event.gone == 1) ; true",
                "event.people is selectattr('person.age', '>', 30) ; true",
                "event.people is selectattr('person.age', '>', 60) ; false",
                "event.people is selectattr('person.name', 'regex', 'Bar|Fre') ; true",
                "event.people is selectattr('person.age', 'in', [1, 54]) ; true",
                "event.people is selectattr('person.age', 'not in', [1, 54]) ; false",
                "event.i is not defined or event.on ; true",
                "event.nothing.x is not defined and event.on ; true",
                "true ; true",
                "not true ; false",
            })
    void decidesAsThere(String condition, boolean expected) throws CannotTranslate {
        assertThat(holds(text(condition))).as(text(condition)).isEqualTo(expected);
    }

    @Test
    void keepsTheCharactersOfTexts() throws CannotTranslate {
        assertThat(text("event.text == \"Fred's \\ house\"")).isEqualTo("trigger.text == 'Fred\\'s \\\\ house'");
        assertThat(holds(text("event.text == \"Fred's \\ house\""))).isTrue();
    }

    @Test
    void readsWhatAnEventIsCalled() throws CannotTranslate {
        assertThat(ConditionParser.parse("events.first << event.i == 1").name()).isEqualTo("first");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "fact.os == 'linux' ; 'fact.os' is a long-lived fact. Keep it in the datastore, and write st2kv.system.name",
                "events.m_1.x == 1 ; 'events.m_1.x' names no event that was captured before",
                "event.i == vars.min ; 'vars.min' is known only when a rulebook starts. Give the variables with --vars FILE",
                "hosts == 1 ; 'hosts' is none of event, events, fact, facts, vars",
                "event.i == ; the condition 'event.i ==' has its end where a value was expected",
                "event.i == 1 1 ; the condition 'event.i == 1 1' has '1' where its end was expected",
                "event.i == % ; the condition 'event.i == %' cannot be read from character 11 on",
                "event.i is odd ; the test 'is odd' is not known",
                "event.l is select('contains', 1) ; 'contains' of the elements of a list has no test in Jinja",
            })
    void saysWhatItCannot(String condition, String reason) {
        assertThatThrownBy(() -> text(condition))
                .isInstanceOf(CannotTranslate.class)
                .hasMessage(reason);
    }

    @Test
    void refusesWhatIsNestedTooDeeply() {
        char[] deep = new char[4_000];
        Arrays.fill(deep, '(');

        assertThatThrownBy(() -> text(new String(deep))).isInstanceOf(CannotTranslate.class);
        assertThatThrownBy(() -> text("not ".repeat(500) + "event.i")).hasMessageContaining("nested deeper than");
    }

    @Test
    void findsTheEventsOfAWebhookWhereOursHasThem() throws CannotTranslate {
        Names webhook = new Names(true, Map.of(), Map.of());

        assertThat(new ConditionText(webhook)
                        .of(ConditionParser.parse("event.payload.x == 1").condition()))
                .isEqualTo("trigger.body.x == 1");
        assertThat(new ConditionText(webhook)
                        .of(ConditionParser.parse("event.meta.headers['X-Kind'] == 'a'")
                                .condition()))
                .isEqualTo("trigger.headers['X-Kind'] == 'a'");
        assertThatThrownBy(() -> new ConditionText(webhook)
                        .of(ConditionParser.parse("event.i == 1").condition()))
                .hasMessage("'event.i' is not in the events of a webhook: they have 'body' and 'headers'");
    }
}
