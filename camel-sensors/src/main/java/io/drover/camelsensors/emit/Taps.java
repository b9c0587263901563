package io.drover.camelsensors.emit;

import io.drover.model.json.JsonValues;
import io.drover.model.pack.Ref;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Who looks at what sensors emit. */
final class Taps {
    private final Map<Ref, List<Tap>> taps = new ConcurrentHashMap<>();

    /** Looks at one sensor until it is closed. */
    final class Tap implements AutoCloseable {
        private final Ref sensor;
        private final boolean trial;
        private final List<Map<String, @Nullable Object>> seen = new ArrayList<>();
        private final int limit;
        private final CountDownLatch full = new CountDownLatch(1);

        private Tap(Ref sensor, boolean trial, int limit) {
            this.sensor = sensor;
            this.trial = trial;
            this.limit = limit;
        }

        List<Map<String, @Nullable Object>> await(Duration wait) throws InterruptedException {
            full.await(wait.toMillis(), TimeUnit.MILLISECONDS);
            synchronized (seen) {
                return List.copyOf(seen);
            }
        }

        private void show(Map<String, @Nullable Object> payload) {
            synchronized (seen) {
                if (seen.size() < limit) {
                    seen.add(JsonValues.copyOf(payload));
                }
                if (seen.size() >= limit) {
                    full.countDown();
                }
            }
        }

        @Override
        public void close() {
            taps.computeIfPresent(sensor, (ref, present) -> {
                List<Tap> left = new ArrayList<>(present);
                left.remove(this);
                return left.isEmpty() ? null : left;
            });
        }
    }

    Tap open(Ref sensor, boolean trial, int limit) {
        Tap tap = new Tap(sensor, trial, limit);
        taps.merge(sensor, List.of(tap), (present, more) -> {
            List<Tap> all = new ArrayList<>(present);
            all.addAll(more);
            return all;
        });
        return tap;
    }

    /** Shows a payload to all who look. */
    void show(Ref sensor, Map<String, @Nullable Object> payload) {
        taps.getOrDefault(sensor, List.of()).forEach(tap -> tap.show(payload));
    }

    /** {@return whether the sensor runs only to be looked at} */
    boolean isTrial(Ref sensor) {
        return taps.getOrDefault(sensor, List.of()).stream().anyMatch(tap -> tap.trial);
    }
}
