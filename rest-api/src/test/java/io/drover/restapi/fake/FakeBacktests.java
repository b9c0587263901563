package io.drover.restapi.fake;

import io.drover.engine.api.Backtests;
import io.drover.model.access.Principal;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Backtest;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Back-tests that run until they are told how they end. */
public final class FakeBacktests implements Backtests {
    private static final Instant STARTED = Instant.parse("2026-01-02T03:04:05Z");

    private final List<Backtest> all = new ArrayList<>();

    public @Nullable Request last;

    @Override
    public Backtest start(Request request, Principal by) {
        last = request;
        if (all.stream().anyMatch(backtest -> backtest.status() == Backtest.Status.RUNNING)) {
            throw DroverException.of(ErrorCode.TOO_MANY, "One rule is tried at a time.");
        }
        Backtest begun = new Backtest(
                "b" + (all.size() + 1),
                Ref.of("ops", "a"),
                "n1",
                Backtest.Status.RUNNING,
                Map.of("candidate", "ops.a@1", "from", request.from().toString()),
                5,
                10,
                null,
                null,
                by.user(),
                STARTED,
                null);
        all.add(begun);
        return begun;
    }

    /** Ends the one that runs. */
    public void succeed(Map<String, @Nullable Object> result) {
        all.replaceAll(backtest -> backtest.status() == Backtest.Status.RUNNING
                ? backtest.succeeded(result, STARTED.plusSeconds(1))
                : backtest);
    }

    @Override
    public Optional<Backtest> find(String id) {
        return all.stream().filter(backtest -> backtest.id().equals(id)).findFirst();
    }

    @Override
    public Listing<Backtest> list(Query query) {
        return new Listing<>(List.copyOf(all), all.size());
    }

    @Override
    public Backtest cancel(String id, Principal by) {
        Backtest canceled = find(id).orElseThrow().canceled(STARTED.plusSeconds(2));
        all.replaceAll(backtest -> backtest.id().equals(id) ? canceled : backtest);
        return canceled;
    }

    @Override
    public void remove(String id, Principal by) {
        boolean unused = all.removeIf(backtest -> backtest.id().equals(id));
    }
}
