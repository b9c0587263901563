package io.drover.camelsensors.testing;

import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.trigger.Acceptance;
import io.drover.model.trigger.DeadLetter;
import io.drover.model.trigger.Emission;
import io.drover.model.trigger.TriggerInbox;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** An inbox that refuses payloads with {@code bad: true}, knows duplicates, and fails when told to. */
public final class MemoryInbox implements TriggerInbox {
    private final List<Emission> accepted = new ArrayList<>();
    private final List<DeadLetter> letters = new ArrayList<>();
    private final Map<String, String> keys = new HashMap<>();
    private @Nullable ErrorCode failure;
    private int failures;
    private int failed;
    private int duplicates;

    /** The next so many commits fail with the given code. */
    public synchronized void fail(int times, ErrorCode code) {
        failures = times;
        failure = code;
    }

    public synchronized List<Emission> accepted() {
        return List.copyOf(accepted);
    }

    public synchronized List<DeadLetter> letters() {
        return List.copyOf(letters);
    }

    public synchronized int failed() {
        return failed;
    }

    public synchronized int duplicates() {
        return duplicates;
    }

    @Override
    public CompletionStage<Acceptance> accept(Emission emission) {
        return acceptAll(List.of(emission)).thenApply(all -> all.get(0));
    }

    @Override
    public synchronized CompletionStage<List<Acceptance>> acceptAll(List<Emission> emissions) {
        if (failures > 0 && failure != null) {
            failures--;
            failed++;
            return CompletableFuture.failedFuture(DroverException.of(failure, "The database is away."));
        }
        return CompletableFuture.completedFuture(
                emissions.stream().map(this::one).toList());
    }

    @Override
    public synchronized CompletionStage<Void> bury(DeadLetter letter) {
        boolean known = letter.identity() != null
                && letters.stream()
                        .anyMatch(other -> other.source().equals(letter.source())
                                && letter.identity().equals(other.identity()));
        if (!known) {
            letters.add(letter);
        }
        return CompletableFuture.completedFuture(null);
    }

    private Acceptance one(Emission emission) {
        if (Boolean.TRUE.equals(emission.payload().get("bad"))) {
            return Acceptance.refused(List.of("'bad' is not allowed."));
        }
        String id = "event-" + accepted.size();
        if (emission.dedupeKey() != null) {
            String first = keys.putIfAbsent(emission.trigger() + " " + emission.dedupeKey(), id);
            if (first != null) {
                duplicates++;
                return Acceptance.duplicate(first);
            }
        }
        accepted.add(emission);
        return Acceptance.accepted(id);
    }
}
