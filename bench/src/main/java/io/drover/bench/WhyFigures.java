package io.drover.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.bench.daemon.Daemon;
import io.drover.bench.daemon.DaemonApi;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/** Why each of many rules made of an event what it did, out of a big store. */
final class WhyFigures {
    private static final int RULES = 1_000;
    private static final int ASKED_BEFORE = 50;
    private static final int ASKED = 200;
    private static final long SEED = 7;

    private final Figures figures;
    private final Arguments arguments;
    private final Path home;
    private final Clock clock;

    WhyFigures(Figures figures, Arguments arguments, Path home, Clock clock) {
        this.figures = figures;
        this.arguments = arguments;
        this.home = home;
        this.clock = clock;
    }

    List<Figure> why() throws IOException {
        try (StoredLine line = new StoredLine(figures, home, "why", pack -> BenchRules.write(pack, RULES))) {
            line.register(RULES);
            int stored = arguments.whole("stored");
            line.fill(clock.instant().minus(Duration.ofMillis(stored)), stored, RuleShape::byKey);
            try (Daemon daemon = line.start();
                    DaemonApi api = daemon.api()) {
                Figures.awaitReady(api);
                Histogram micros = times(api, stored);
                return List.of(Figure.latency(
                        String.format(Locale.ROOT, "why of one event over %,d rules, %,d events stored", RULES, stored),
                        micros.getValueAtPercentile(50) / 1000.0,
                        micros.getValueAtPercentile(99) / 1000.0,
                        100,
                        100));
            }
        }
    }

    private static Histogram times(DaemonApi api, int stored) throws IOException {
        Histogram micros = new Histogram(3);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < ASKED_BEFORE + ASKED; i++) {
            String id = RuleShape.byKey(random.nextInt(stored)).instance().id();
            String path = "/v1/triggerinstances/" + id + "/why";
            long sent = System.nanoTime();
            JsonNode told = api.read("GET " + path, api.get(path));
            if (i >= ASKED_BEFORE) {
                micros.recordValue((System.nanoTime() - sent) / 1000);
            }
            if (told.size() != RULES) {
                throw new IOException("GET " + path + " told of " + told.size() + " rules, not of " + RULES);
            }
        }
        return micros;
    }
}
