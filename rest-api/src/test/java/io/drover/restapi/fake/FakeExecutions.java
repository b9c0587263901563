package io.drover.restapi.fake;

import static java.util.Objects.requireNonNull;

import io.drover.engine.api.ExecutionRequest;
import io.drover.engine.api.Executions;
import io.drover.model.access.Principal;
import io.drover.model.action.Action;
import io.drover.model.action.ActionResult;
import io.drover.model.error.DroverException;
import io.drover.model.execution.Cause;
import io.drover.model.execution.Claim;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.execution.OutputChunk;
import io.drover.model.execution.StatusChange;
import io.drover.model.execution.Trace;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keeps executions as requested; a test completes them. */
public final class FakeExecutions implements Executions {
    static final Instant REQUESTED = Instant.parse("2026-01-01T10:00:00.123456Z");
    private static final String MASK = "********";

    private final FakeCatalog catalog;
    private final AtomicInteger ids = new AtomicInteger();
    private final AtomicInteger askedForChildren = new AtomicInteger();
    private final Map<String, Execution> all = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Map<String, Map<String, @Nullable Object>> secrets =
            Collections.synchronizedMap(new LinkedHashMap<>());
    volatile @Nullable Query lastQuery;
    private volatile @Nullable ExecutionRequest lastRequest;

    FakeExecutions(FakeCatalog catalog) {
        this.catalog = catalog;
    }

    /** Gives an execution its outcome. */
    public void complete(String id, ActionResult result) {
        Execution execution = requireNonNull(all.get(id));
        all.put(
                id,
                execution
                        .moved(ExecutionStatus.RUNNING, REQUESTED.plusMillis(100))
                        .completedWith(result, REQUESTED.plusMillis(1500)));
    }

    /** Lets an execution go on to where it stands next. */
    public void move(String id, ExecutionStatus status) {
        all.put(id, requireNonNull(all.get(id)).moved(status, REQUESTED.plusMillis(100)));
    }

    /** {@return how often the ids of children were asked for} */
    public int askedForChildren() {
        return askedForChildren.get();
    }

    /** {@return what was asked for last} */
    public ExecutionRequest lastRequest() {
        return requireNonNull(lastRequest);
    }

    /** {@return the question asked last} */
    public Query lastQuery() {
        return requireNonNull(lastQuery);
    }

    @Override
    public CompletionStage<Execution> request(ExecutionRequest request, Principal by) {
        lastRequest = request;
        Action action = catalog.action(request.action()).orElseThrow();
        for (String name : request.parameters().keySet()) {
            if (!action.parameters().containsKey(name) && !name.equals("timeout")) {
                return CompletableFuture.failedFuture(DroverException.invalid(
                        "Additional properties are not allowed ('" + name + "' was unexpected)"));
            }
        }
        if (request.parameters().values().stream()
                .anyMatch(value -> String.valueOf(value).contains("nope.x"))) {
            return CompletableFuture.failedFuture(
                    DroverException.invalid("Dependency unsatisfied in variable \"nope\""));
        }
        String id = String.format(Locale.ROOT, "aaaaaaaaaaaaaaaa%08x", ids.incrementAndGet());
        Map<String, @Nullable Object> masked = new LinkedHashMap<>(request.parameters());
        masked.computeIfPresent("pw", (name, value) -> MASK);
        secrets.put(id, request.parameters());
        String user = request.user() == null ? by.user() : request.user();
        Cause cause = new Cause(user, null, 0, null, null, null, parent(request));
        Execution execution = new Execution(
                id,
                action.ref(),
                action.runnerType(),
                "hash",
                ExecutionStatus.REQUESTED,
                masked,
                null,
                delayed(request),
                cause,
                new Trace(id, null),
                Claim.NONE,
                REQUESTED,
                null,
                null,
                List.of(new StatusChange(ExecutionStatus.REQUESTED, REQUESTED)));
        all.put(id, execution);
        return CompletableFuture.completedFuture(execution);
    }

    @Override
    public CompletionStage<Execution> rerun(
            String id, Map<String, @Nullable Object> parameters, @Nullable String user, Duration delay, Principal by) {
        Execution earlier = requireNonNull(all.get(id));
        Map<String, @Nullable Object> merged = new LinkedHashMap<>(requireNonNull(secrets.get(id)));
        merged.putAll(parameters);
        return request(
                new ExecutionRequest(
                        earlier.action().toString(), merged, Map.of("re-run", Map.of("ref", id)), user, delay),
                by);
    }

    private static @Nullable String parent(ExecutionRequest request) {
        return request.context().get("parent") instanceof Map<?, ?> parent
                ? String.valueOf(parent.get("execution_id"))
                : null;
    }

    @Override
    public CompletionStage<Execution> rerun(
            String id, List<String> tasks, List<String> reset, @Nullable String user, Duration delay, Principal by) {
        Execution earlier = requireNonNull(all.get(id));
        Map<String, @Nullable Object> again = new LinkedHashMap<>();
        again.put("ref", id);
        again.put("tasks", tasks);
        if (!reset.isEmpty()) {
            again.put("reset", reset);
        }
        return request(
                new ExecutionRequest(
                        earlier.action().toString(),
                        requireNonNull(secrets.get(id)),
                        Map.of("re-run", again),
                        user,
                        delay),
                by);
    }

    @Override
    public CompletionStage<Execution> pause(String id, Principal by) {
        Execution asked = requireNonNull(all.get(id));
        return asked.status() == ExecutionStatus.PAUSING || asked.status() == ExecutionStatus.PAUSED
                ? CompletableFuture.completedFuture(asked)
                : moved(id, ExecutionStatus.RUNNING, ExecutionStatus.PAUSING);
    }

    @Override
    public CompletionStage<Execution> resume(String id, Principal by) {
        return moved(id, ExecutionStatus.PAUSED, ExecutionStatus.RESUMING);
    }

    private CompletionStage<Execution> moved(String id, ExecutionStatus from, ExecutionStatus to) {
        if (requireNonNull(all.get(id)).status() != from) {
            return CompletableFuture.failedFuture(DroverException.invalid("It is not " + from.word() + "."));
        }
        move(id, to);
        return CompletableFuture.completedFuture(requireNonNull(all.get(id)));
    }

    @Override
    public CompletionStage<Execution> cancel(String id, Principal by) {
        Execution open = requireNonNull(all.get(id));
        boolean atOnce = open.status().canBecome(ExecutionStatus.CANCELED);
        Execution canceled =
                open.moved(atOnce ? ExecutionStatus.CANCELED : ExecutionStatus.CANCELING, REQUESTED.plusMillis(500));
        all.put(id, canceled);
        return CompletableFuture.completedFuture(canceled);
    }

    private static Map<String, @Nullable Object> delayed(ExecutionRequest request) {
        Map<String, @Nullable Object> context = new LinkedHashMap<>(request.context());
        if (!request.delay().isZero()) {
            context.put(Execution.DELAY, request.delay().toMillis());
        }
        return context;
    }

    @Override
    public CompletionStage<Execution> end(String id, ActionResult outcome, Principal by) {
        complete(id, outcome);
        return CompletableFuture.completedFuture(requireNonNull(all.get(id)));
    }

    @Override
    public List<Execution> descendants(String id, int depth) {
        List<Execution> found = new ArrayList<>();
        List<String> parents = List.of(id);
        for (int generation = 0; generation != depth && !parents.isEmpty(); generation++) {
            List<Execution> children = children(Set.copyOf(parents));
            found.addAll(children);
            parents = children.stream().map(Execution::id).toList();
        }
        return found;
    }

    @Override
    public Map<String, List<String>> childIds(Set<String> parents) {
        askedForChildren.incrementAndGet();
        return children(parents).stream()
                .collect(Collectors.groupingBy(
                        child -> requireNonNull(child.cause().parent()),
                        Collectors.mapping(Execution::id, Collectors.toList())));
    }

    private List<Execution> children(Set<String> parents) {
        return all.values().stream()
                .filter(execution -> {
                    String parent = execution.cause().parent();
                    return parent != null && parents.contains(parent);
                })
                .toList();
    }

    @Override
    public SortedMap<String, List<String>> values() {
        return new TreeMap<>(Map.of("action", List.of("core.local", "core.noop"), "status", List.of("failed")));
    }

    @Override
    public Optional<Execution> find(String id) {
        return Optional.ofNullable(all.get(id));
    }

    @Override
    public Optional<Execution> last() {
        List<Execution> list = new ArrayList<>(all.values());
        return list.isEmpty() ? Optional.empty() : Optional.of(list.get(list.size() - 1));
    }

    @Override
    public Listing<Execution> list(Query query) {
        lastQuery = query;
        List<Execution> found = new ArrayList<>(all.values());
        Collections.reverse(found);
        long total = found.size();
        int to = query.limit() < 0 ? found.size() : Math.min(found.size(), query.offset() + query.limit());
        return new Listing<>(found.subList(Math.min(query.offset(), to), to), total);
    }

    @Override
    public List<OutputChunk> output(String id) {
        List<OutputChunk> written = List.of(
                new OutputChunk(id, 1, 0, OutputChunk.Stream.STDOUT, "out\n", REQUESTED),
                new OutputChunk(id, 1, 1, OutputChunk.Stream.STDERR, "err\n", REQUESTED),
                new OutputChunk(id, 1, 2, OutputChunk.Stream.OTHER, "next: t1\n", REQUESTED));
        // only a workflow tells of its progress
        boolean workflow =
                find(id).filter(one -> one.runnerType().equals("orquesta")).isPresent();
        return written.subList(0, workflow ? 3 : 2);
    }

    @Override
    public Action definition(Execution execution) {
        return catalog.action(execution.action().toString()).orElseThrow();
    }

    @Override
    public Execution reveal(Execution execution) {
        Map<String, @Nullable Object> result = execution.result();
        Map<String, @Nullable Object> clear = result == null ? null : new LinkedHashMap<>(result);
        if (clear != null) {
            clear.replaceAll((name, value) -> MASK.equals(value) ? "in clear" : value);
        }
        return execution.showing(requireNonNull(secrets.get(execution.id())), clear);
    }
}
