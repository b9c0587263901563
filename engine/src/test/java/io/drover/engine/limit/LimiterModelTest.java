package io.drover.engine.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.correlate.Found;
import io.drover.engine.correlate.Match;
import io.drover.model.rule.Limits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random limits under random events, ticks and restarts, beside the naive ones. */
class LimiterModelTest {
    private static final int SEQUENCES = 2_000;
    private static final int STEPS = 60;
    private static final List<@Nullable Object> HOSTS = Arrays.asList(null, "a", "b", "1", 1L);

    @Test
    void decidesAsItIsWrittenDown() {
        long seed = Long.getLong("drover.seed", System.nanoTime());
        int fired = 0;
        for (int sequence = 0; sequence < SEQUENCES; sequence++) {
            fired += sequence(seed + sequence);
        }

        assertThat(fired).isGreaterThan(SEQUENCES);
    }

    private static int sequence(long seed) {
        Random random = new Random(seed);
        Limits limits = limits(random);
        LimitedRule rule = new LimitedRule(limits);
        NaiveLimiter naive = new NaiveLimiter(limits);
        long now = 0;
        int fired = 0;
        List<String> steps = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            now += random.nextInt(3) == 0 ? random.nextInt(12) : random.nextInt(2);
            List<String> told = new ArrayList<>();
            if (random.nextInt(10) == 0) {
                steps.add(now + " restart");
                rule.store();
                assertThat(rule.stored().values())
                        .as("stored, seed %d, %s, %s", seed, limits, steps)
                        .containsExactlyInAnyOrderElementsOf(rule.states());
                told.addAll(told(rule.restart(now)));
                naive.clock(now);
            } else if (random.nextInt(6) == 0) {
                steps.add(now + " tick");
                told.addAll(told(rule.due(now)));
                naive.clock(now);
            } else {
                NaiveLimiter.Seen event = new NaiveLimiter.Seen(
                        "e" + step,
                        HOSTS.get(random.nextInt(HOSTS.size())),
                        random.nextInt(8) == 0 ? null : random.nextBoolean() ? "up" : "down");
                boolean matches = random.nextInt(4) > 0;
                long second = random.nextInt(6) == 0 ? Math.max(0, now - random.nextInt(8)) : now;
                steps.add(second + (matches ? " match " : " sight ") + event);
                told.addAll(told(rule.found(event.id(), second, payload(event), matches)));
                naive.comes(second, event, matches);
            }
            fired +=
                    (int) told.stream().filter(text -> text.startsWith("fired")).count();
            assertThat(told).as("seed %d, %s, %s", seed, limits, steps).containsExactlyElementsOf(naive.told());
        }
        return fired;
    }

    private static Limits limits(Random random) {
        Limits limits = Limits.NONE;
        if (random.nextInt(3) == 0) {
            limits = LimitedRule.all(
                    limits,
                    LimitedRule.flap(
                            1 + random.nextInt(3), 1 + random.nextInt(20), 1 + random.nextInt(12), by(random)));
        }
        int gathering = random.nextInt(3);
        if (gathering == 1) {
            Integer atMost = random.nextBoolean() ? null : 1 + random.nextInt(20);
            limits = LimitedRule.all(limits, LimitedRule.debounce(1 + random.nextInt(10), atMost, by(random)));
        } else if (gathering == 2) {
            limits = LimitedRule.all(
                    limits, LimitedRule.collapse(1 + random.nextInt(15), by(random), 1 + random.nextInt(5)));
        }
        if (random.nextInt(2) == 0) {
            limits = LimitedRule.all(
                    limits, LimitedRule.throttle(1 + random.nextInt(20), by(random), 1 + random.nextInt(3)));
        }
        if (random.nextInt(2) == 0) {
            limits = LimitedRule.all(limits, LimitedRule.guard(1 + random.nextInt(3), 1 + random.nextInt(30)));
        }
        return limits;
    }

    private static @Nullable String by(Random random) {
        return random.nextBoolean() ? "trigger.host" : null;
    }

    private static Map<String, @Nullable Object> payload(NaiveLimiter.Seen event) {
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        payload.put("host", event.host());
        payload.put("state", event.state());
        return payload;
    }

    /** In words, and by which name it happens once. */
    private static List<String> told(List<Found> found) {
        List<String> told = new ArrayList<>(LimitedRule.told(found));
        for (int at = 0; at < told.size(); at++) {
            if (found.get(at) instanceof Found.Fired fired) {
                Match match = fired.match();
                told.set(at, told.get(at) + " once " + match.once());
                assertThat(match.context())
                        .containsEntry("events_total", (long) match.members().size());
            }
        }
        return told;
    }
}
