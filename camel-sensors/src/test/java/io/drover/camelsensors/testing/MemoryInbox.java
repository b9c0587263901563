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

/**
 * An inbox that refuses payloads with {@code bad: true} and knows duplicates. When told to, it fails before a commit or
 * loses the answer after one.
 */
public final class MemoryInbox implements TriggerInbox {
    private final List<Emission> accepted = new ArrayList<>();
    private final List<DeadLetter> letters = new ArrayList<>();
    private final Map<String, String> keys = new HashMap<>();
    private @Nullable ErrorCode failure;
    private int failures;
    private int failed;
    private int lostAnswers;
    private int duplicates;
    private int burials;

    /** The next so many commits fail with the given code. */
    public synchronized void fail(int times, ErrorCode code) {
        failures = times;
        failure = code;
    }

    /** The next so many commits are carried out, but whoever asked for them is told of a failure. */
    public synchronized void loseAnswers(int times) {
        lostAnswers = times;
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

    /** {@return how often a dead letter came in, known ones counted} */
    public synchronized int burials() {
        return burials;
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
        List<Acceptance> answers = emissions.stream().map(this::one).toList();
        if (lostAnswers > 0) {
            lostAnswers--;
            failed++;
            return CompletableFuture.failedFuture(
                    DroverException.of(ErrorCode.UNAVAILABLE, "The database is away after a commit."));
        }
        return CompletableFuture.completedFuture(answers);
    }

    @Override
    public synchronized CompletionStage<Void> bury(DeadLetter letter) {
        burials++;
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
