package io.drover.engine.match;

import io.drover.engine.match.Verdict.Failure;
import io.drover.engine.match.Verdict.Result;
import io.drover.engine.match.Verdict.Step;
import io.drover.model.error.DroverException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Evaluates clauses one by one and records what each saw: the meaning that every matcher has to keep. */
public final class ClauseEvaluator {
    private ClauseEvaluator() {}

    /**
     * Asks the clauses in order up to the first that does not hold. An event without payload matches only what has no
     * clauses (platform spec 3.6).
     *
     * @param now when the event was accepted, so that it is judged alike whenever it is asked about
     * @throws DroverException {@code UNAVAILABLE} where what a clause asks for does not answer now
     */
    public static Verdict explain(Clauses clauses, Map<String, @Nullable Object> payload, Instant now) {
        boolean nothing = payload.isEmpty() && !clauses.all().isEmpty();
        return explain(clauses, Map.of("trigger", payload), now, nothing ? Result.NOT_MATCHED : Result.MATCHED);
    }

    /**
     * As {@link #explain}, of clauses about several events.
     *
     * @param payloads by the names of the events, that of the one under test as {@code trigger}
     */
    public static Verdict explainTogether(Clauses clauses, Map<String, @Nullable Object> payloads, Instant now) {
        return explain(clauses, payloads, now, Result.MATCHED);
    }

    private static Verdict explain(Clauses clauses, Map<String, @Nullable Object> root, Instant now, Result begin) {
        List<Step> steps = new ArrayList<>();
        Recorder recorder = new Recorder();
        TestContext context = new TestContext(root, now, recorder);
        Result result = begin;
        for (Clause clause : clauses.all()) {
            Object value = clause.value(context.root());
            if (result != Result.MATCHED) {
                steps.add(new Step(clause, value, Result.NOT_ASKED, null));
                continue;
            }
            recorder.remark = null;
            try {
                result = clause.holds(value, context) ? Result.MATCHED : Result.NOT_MATCHED;
            } catch (ClauseFailure failure) {
                if (failure.away() != null) {
                    throw failure.away();
                }
                recorder.failed(clause.text(), failure.reason());
                recorder.remark = failure.reason();
                result = Result.FAILED;
            }
            steps.add(new Step(clause, value, result, recorder.remark));
        }
        return new Verdict(result, steps, List.copyOf(recorder.failures.values()));
    }

    private static final class Recorder implements TestContext.Notes {
        private final Map<String, Failure> failures = new LinkedHashMap<>();
        private @Nullable String remark;

        @Override
        public void failed(String clause, String reason) {
            failures.putIfAbsent(clause, new Failure(clause, reason));
        }

        @Override
        public void remark(String text) {
            remark = text;
        }
    }
}
