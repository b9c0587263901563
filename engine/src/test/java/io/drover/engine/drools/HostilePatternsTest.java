package io.drover.engine.drools;

import static io.drover.engine.match.Rules.STATE;
import static io.drover.engine.match.Rules.compiled;
import static io.drover.engine.match.Rules.criterion;
import static io.drover.engine.match.Rules.event;
import static io.drover.engine.match.Rules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.match.JinjaLanguage;
import io.drover.engine.match.MatchedRule;
import io.drover.engine.match.Matches;
import io.drover.model.rule.Rule;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Regular expressions that take for ever in engines that try one way after the other (check S03): the verdict is there within
 * 100 ms, or the clause is stopped and the other rules never know. What is measured is the time of the processor, which a busy
 * machine does not change.
 */
class HostilePatternsTest {
    private static final Duration DEADLINE = Duration.ofMillis(100);

    static Stream<Arguments> hostile() {
        String xs = "x".repeat(30_000);
        return Stream.of(
                Arguments.of("(x+)+$", xs + "!"),
                Arguments.of("(x+x+)+y", xs),
                Arguments.of("^(([x])+.)+[X]([x])+$", xs),
                Arguments.of("(x|xx)+$", xs + "!"),
                Arguments.of("(.*)*$", xs + "\n!"),
                Arguments.of("(x*)*b", xs),
                Arguments.of("(x|x?)+$", xs + "!"),
                Arguments.of("^(\\w+\\s?)*$", "word ".repeat(6_000) + "!"),
                Arguments.of("(.*),(.*),(.*),(.*),(.*)[;]", "a,".repeat(15_000)),
                Arguments.of(
                        "^([a-zA-Z0-9])(([\\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}[a-z0-9]+[.]{1}(([a-z]{2,3})|([a-z]{2,3}[.]{1}[a-z]{2,3}))$",
                        "a".repeat(30_000) + "@"),
                Arguments.of("x{1000}{1000}", xs),
                Arguments.of("((x{1,100}){1,100}){1,100}y", xs),
                // with a reference back to a group there is no way without trying
                Arguments.of("(x+x+)+y\\1", xs),
                Arguments.of("(?P<a>x+)+(?P=a)!", xs),
                Arguments.of("(?=(x+))x*b\\1", xs),
                Arguments.of("\\p{L}+".repeat(20) + "!", "é".repeat(30_000)));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void aVerdictIsThereInTimeAndTheOtherRulesGoOn(String pattern, String text) {
        for (String operator : List.of("regex", "iregex", "matchregex")) {
            inTime(compiled(rule("hostile", criterion("trigger.v", operator, pattern))), text);
        }
        inTime(where("trigger.v | regex_search('" + pattern.replace("\\", "\\\\") + "')"), text);
    }

    private static void inTime(MatchedRule hostile, String text) {
        try (DroolsRuleMatcher matcher = new DroolsRuleMatcher(Assertions::fail)) {
            matcher.put(hostile);
            matcher.put(compiled(rule("other", criterion("trigger.v", "exists", true))));
            // classes are loaded before anything is measured
            Matches unused = matcher.match(List.of(event(Map.of("v", "x"))));

            long before = processorTime();
            Matches found = matcher.match(List.of(event(Map.of("v", text))));
            Duration taken = Duration.ofNanos(processorTime() - before);

            // stopped at the deadline is a little after it
            assertThat(taken).isLessThan(DEADLINE.multipliedBy(2));
            assertThat(found.matches())
                    .anySatisfy(match -> assertThat(match.rule().name()).isEqualTo("other"));
            assertThat(found.errors())
                    .allSatisfy(error -> assertThat(error.rule().name()).isEqualTo("hostile"));
        }
    }

    private static MatchedRule where(String condition) {
        Rule rule = rule("hostile", Rule.Type.STANDARD, 0, STATE, condition, List.of());
        return MatchedRule.of(rule, 1, new JinjaLanguage());
    }

    private static long processorTime() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadCpuTime();
    }
}
