package io.drover.restapi.fake;

import io.drover.engine.api.Freezes;
import io.drover.engine.api.Silences;
import io.drover.model.access.Principal;
import io.drover.model.error.DroverException;
import io.drover.model.silence.Freeze;
import io.drover.model.silence.Silence;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Silences and freezes at noon. */
final class FakeSilences implements Silences {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final Map<String, Silence> silences = new LinkedHashMap<>();
    private final Ice ice = new Ice();

    Freezes freezes() {
        return ice;
    }

    private static String id(int number) {
        return String.format(Locale.ROOT, "5555555555555555%08x", number);
    }

    @Override
    public List<Silence> list() {
        return List.copyOf(silences.values());
    }

    @Override
    public Optional<Silence> find(String id) {
        return Optional.ofNullable(silences.get(id));
    }

    @Override
    public Silence create(Wish wish, Principal by) {
        return put(id(silences.size() + 1), wish, by);
    }

    @Override
    public Silence update(String id, Wish wish, Principal by) {
        return put(id, wish, by);
    }

    private Silence put(String id, Wish wish, Principal by) {
        if (wish.reason().isEmpty()) {
            throw DroverException.invalid("Expected a 'reason'.");
        }
        Instant from = wish.from() == null ? NOON : wish.from();
        Duration length = wish.length() == null ? Duration.ZERO : wish.length();
        Silence silence = new Silence(
                id,
                wish.matchers(),
                from,
                wish.until() == null ? from.plus(length) : wish.until(),
                wish.window(),
                wish.owner() == null ? by.user() : wish.owner(),
                wish.reason(),
                NOON);
        silences.put(id, silence);
        return silence;
    }

    @Override
    public Silence expire(String id, Principal by) {
        Silence expired = Objects.requireNonNull(silences.get(id)).until(NOON);
        silences.put(id, expired);
        return expired;
    }

    @Override
    public void delete(String id, Principal by) {
        silences.remove(id);
    }

    @Override
    public State state(Silence silence) {
        return silence.spans(NOON) ? State.IN_FORCE : NOON.isBefore(silence.from()) ? State.PENDING : State.OVER;
    }

    private static final class Ice implements Freezes {
        private final Map<String, Freeze> freezes = new LinkedHashMap<>();

        @Override
        public List<Freeze> list() {
            return List.copyOf(freezes.values());
        }

        @Override
        public Optional<Freeze> find(String id) {
            return Optional.ofNullable(freezes.get(id));
        }

        @Override
        public Freeze start(@Nullable String pack, boolean manual, String reason, Principal by) {
            Freeze freeze = new Freeze(id(freezes.size() + 1), pack, manual, NOON, by.user(), reason);
            freezes.put(freeze.id(), freeze);
            return freeze;
        }

        @Override
        public void end(String id, Principal by) {
            freezes.remove(id);
        }
    }
}
