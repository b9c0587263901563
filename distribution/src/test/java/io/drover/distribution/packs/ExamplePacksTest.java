package io.drover.distribution.packs;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.drl.ProgramBook;
import io.drover.engine.drools.drl.Asked;
import io.drover.engine.drools.drl.CompiledFile;
import io.drover.engine.drools.drl.DrlSession;
import io.drover.engine.ruletest.PackRules;
import io.drover.engine.ruletest.RuleTrial;
import io.drover.engine.ruletest.Surroundings;
import io.drover.engine.ruletest.TriedCase;
import io.drover.model.execution.Trace;
import io.drover.model.pack.Checked;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleTest;
import io.drover.model.trigger.Event;
import io.drover.model.trigger.TriggerInstance;
import io.drover.ruledsl.RuleTestFiles;
import io.drover.ruledsl.YamlPackReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The example packs as they are shipped: rules in DRL and in a decision table over events at moments of the test's own, and workflows. */
class ExamplePacksTest {
    private static final Path EXAMPLES = Path.of("../packs/src/main/resources/examples");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private long events;

    @Test
    void whoGuessesPasswordsFromOneAddressIsBlockedOnce() {
        try (DrlSession logins = session("logins")) {
            for (int i = 0; i < 12; i++) {
                happen(logins, i * 10L, "logins.failed", Map.of("user", "u" + i, "address", "10.0.0.1"));
            }
            for (int i = 0; i < 12; i++) {
                happen(logins, 600 + i * 60L, "logins.failed", Map.of("user", "ann", "address", "10.0.0.2"));
            }

            assertThat(logins.take()).isNotEmpty().allSatisfy(asked -> {
                assertThat(asked.parameters()).isEqualTo(Map.of("message", "block 10.0.0.1"));
                assertThat(asked.once()).isEqualTo(new Asked.Once("10.0.0.1", Duration.ofHours(1)));
            });
        }
    }

    @Test
    void whoGetsInAfterFiveFailuresIsLocked() {
        try (DrlSession logins = session("logins")) {
            for (int i = 0; i < 5; i++) {
                happen(logins, i, "logins.failed", Map.of("user", "ann", "address", "10.0.0.1"));
            }
            happen(logins, 60, "logins.succeeded", Map.of("user", "bob", "address", "10.0.0.2"));
            List<Asked> nothing = logins.take();
            happen(logins, 61, "logins.succeeded", Map.of("user", "ann", "address", "10.0.0.1"));
            List<Asked> soon = logins.take();
            happen(logins, 900, "logins.succeeded", Map.of("user", "ann", "address", "10.0.0.1"));

            assertThat(nothing).isEmpty();
            assertThat(messages(soon)).containsExactly("lock ann");
            assertThat(logins.take()).isEmpty();
        }
    }

    @Test
    void aHostWhoseHeartbeatStaysAwayIsTold() {
        try (DrlSession pulse = session("pulse")) {
            happen(pulse, 0, "pulse.heartbeat", Map.of("host", "a"));
            happen(pulse, 0, "pulse.heartbeat", Map.of("host", "b"));
            happen(pulse, 100, "pulse.heartbeat", Map.of("host", "a"));
            pulse.advance(START.plusSeconds(181));
            List<String> first = messages(pulse.take());
            pulse.advance(START.plusSeconds(281));

            assertThat(first).containsExactly("gone b");
            assertThat(messages(pulse.take())).containsExactly("gone a");
        }
    }

    @Test
    void aServiceWithManyErrorsIsToldAndOneWithFewIsNot() {
        try (DrlSession web = session("web")) {
            for (int i = 0; i < 100; i++) {
                happen(web, i, "web.request", Map.of("service", "shop", "status", i % 5 == 0 ? 503L : 200L));
                happen(web, i, "web.request", Map.of("service", "mail", "status", i % 20 == 0 ? 503L : 200L));
            }

            assertThat(web.take())
                    .isNotEmpty()
                    .allSatisfy(asked ->
                            assertThat(asked.once()).isEqualTo(new Asked.Once("shop", Duration.ofMinutes(30))));
        }
    }

    @Test
    void theWorkflowsOfOperatorsAreReadWithoutProblems() {
        Checked<PackContent> read = new YamlPackReader(null).read(EXAMPLES.resolve("operations"), null);

        assertThat(read.problems()).isEmpty();
        assertThat(read.value().orElseThrow().actions())
                .hasSizeGreaterThan(12)
                .allSatisfy(action -> assertThat(action.runnerType()).isIn("orquesta", "action-chain"));
    }

    @Test
    void theRulesOfTheWatchDoWhatTheirTestsSay() {
        Path folder = EXAMPLES.resolve("watch");
        Checked<PackContent> read = new YamlPackReader(null).read(folder, null);
        assertThat(read.problems()).isEmpty();
        PackContent pack = read.value().orElseThrow();
        Map<Ref, List<TriedCase>> tried = tried(folder, pack);

        assertThat(tried)
                .hasSize(20)
                .containsOnlyKeys(pack.rules().stream().map(Rule::ref).toList());
        assertThat(tried.values())
                .allSatisfy(cases -> assertThat(cases)
                        .allSatisfy(each -> assertThat(each.differences())
                                .as(each.wanted().name())
                                .isEmpty())
                        .anySatisfy(each -> assertThat(each.called()).isNotEmpty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"logins", "pulse", "web", "orders"})
    void theRulesInDrlDoWhatTheirTestsSay(String name) {
        Path folder = EXAMPLES.resolve(name);
        PackContent pack = new YamlPackReader(null).read(folder, null).value().orElseThrow();

        assertThat(tried(folder, pack).values())
                .isNotEmpty()
                .allSatisfy(cases -> assertThat(cases)
                        .allSatisfy(each -> assertThat(each.differences())
                                .as(each.wanted().name())
                                .isEmpty())
                        .anySatisfy(each -> assertThat(each.called()).isNotEmpty()));
    }

    /** {@return what came of the tests of a pack, by rule} */
    private static Map<Ref, List<TriedCase>> tried(Path folder, PackContent pack) {
        PackRules rules = PackRules.of(pack, pack.triggerTypes());
        assertThat(rules.problems()).isEmpty();
        Map<Ref, List<TriedCase>> tried = new HashMap<>();
        for (Path file : RuleTestFiles.in(folder)) {
            RuleTest test = RuleTestFiles.read(file, file.toString()).value().orElseThrow();
            try (RuleTrial trial =
                    rules.trial(rules.find(test.rule()).orElseThrow(), Surroundings.offline(List.of(pack)))) {
                tried.put(test.rule(), test.cases().stream().map(trial::run).toList());
            }
        }
        return tried;
    }

    @Test
    void anOrderIsShownToWhomTheTableNames() {
        try (DrlSession orders = session("orders")) {
            happen(orders, 0, "orders.placed", Map.of("id", "o1", "country", "DE", "amount", 999L));
            happen(orders, 1, "orders.placed", Map.of("id", "o2", "country", "DE", "amount", 1_000L));
            happen(orders, 2, "orders.placed", Map.of("id", "o3", "country", "DE", "amount", 10_000L));
            happen(orders, 3, "orders.placed", Map.of("id", "o4", "country", "FR", "amount", 999L));

            assertThat(messages(orders.take()))
                    .containsExactly(
                            "ask the team lead about o2",
                            "ask the controller about o3",
                            "ask the office in Paris about o4");
        }
    }

    private static DrlSession session(String pack) {
        Checked<PackContent> read = new YamlPackReader(null).read(EXAMPLES.resolve(pack), null);
        PackContent plain = read.value().orElseThrow();
        ProgramBook book = new ProgramBook();
        PackContent content = book.read(plain, plain.triggerTypes(), List::of);
        assertThat(content.problems()).isEmpty();
        List<CompiledFile> files = book.files(content, plain.triggerTypes());
        return new DrlSession(files, content.rules().stream().map(Rule::ref).collect(Collectors.toSet()), START);
    }

    private void happen(DrlSession session, long second, String trigger, Map<String, @Nullable Object> payload) {
        events++;
        Instant at = START.plusSeconds(second);
        session.insert(new Event(
                new TriggerInstance(
                        "e" + events,
                        Ref.parse(trigger),
                        Ref.parse(trigger),
                        payload,
                        at,
                        at,
                        null,
                        "test",
                        new Trace("t", null)),
                events));
        session.fire();
    }

    private static List<String> messages(List<Asked> asked) {
        return asked.stream()
                .map(each -> String.valueOf(each.parameters().get("message")))
                .toList();
    }
}
