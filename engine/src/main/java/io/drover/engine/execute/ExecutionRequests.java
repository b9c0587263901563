package io.drover.engine.execute;

import io.drover.engine.api.ExecutionRequest;
import io.drover.engine.api.Executions;
import io.drover.engine.catalog.CallableAction;
import io.drover.engine.catalog.Registry;
import io.drover.engine.commit.Change;
import io.drover.engine.commit.Committer;
import io.drover.engine.enforce.Parameters;
import io.drover.engine.enforce.Prepared;
import io.drover.engine.enforce.Requests;
import io.drover.engine.ids.Ids;
import io.drover.engine.secret.Veil;
import io.drover.engine.silence.InForce;
import io.drover.model.access.Principal;
import io.drover.model.action.Action;
import io.drover.model.action.ActionResult;
import io.drover.model.action.Notices;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.execution.Cause;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.execution.OutputChunk;
import io.drover.model.execution.Trace;
import io.drover.model.pack.Kind;
import io.drover.model.pack.PackReader;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import io.drover.model.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What people and programs do with executions (platform spec 1.6, "Executions"). */
public final class ExecutionRequests implements Executions {
    /** What an index of every database takes. */
    private static final int LONGEST_ID = 256;

    private static final int MOST_DELAYED = 10_000;

    private final Store store;
    private final Registry registry;
    private final Parameters parameters;
    private final Requests requests;
    private final Committer committer;
    private final Runs runs;
    private final PackReader reader;
    private final Ids ids;
    private final InstantSource clock;
    private final BooleanSupplier full;
    private final InForce silences;
    private final Repeats repeats;
    private final Descendants descendants;

    /**
     * The requests.
     *
     * @param full tells when no more can be taken
     * @param silences tell what nobody may run by hand now
     */
    public ExecutionRequests(
            Store store,
            Registry registry,
            Parameters parameters,
            Requests requests,
            Committer committer,
            Runs runs,
            PackReader reader,
            Ids ids,
            InstantSource clock,
            BooleanSupplier full,
            InForce silences) {
        this.store = store;
        this.registry = registry;
        this.parameters = parameters;
        this.requests = requests;
        this.committer = committer;
        this.runs = runs;
        this.reader = reader;
        this.ids = ids;
        this.clock = clock;
        this.full = full;
        this.silences = silences;
        this.repeats = new Repeats(store, registry, requests);
        this.descendants = new Descendants(store);
    }

    @Override
    public CompletionStage<Execution> request(ExecutionRequest request, Principal by) {
        return request(request, Prepared.NOTHING, by);
    }

    private CompletionStage<Execution> request(ExecutionRequest request, Prepared earlier, Principal by) {
        if (full.getAsBoolean()) {
            throw DroverException.of(
                    ErrorCode.TOO_MANY,
                    "There are as many executions under way as this daemon takes. Try again in a few seconds.");
        }
        boolean delayed = !request.delay().isZero();
        if (delayed && runs.delayed() >= MOST_DELAYED) {
            throw DroverException.of(
                    ErrorCode.TOO_MANY,
                    MOST_DELAYED
                            + " delayed executions wait already, and more are not kept. Ask again when it is time.");
        }
        CallableAction callable = callable(request.action());
        silences.requireManual(callable.action().ref());
        Instant now = clock.instant();
        String user = request.user() == null ? by.user() : request.user();
        Map<String, @Nullable Object> context = new LinkedHashMap<>(request.context());
        // who somebody is follows from what they proved, never from what they say
        context.remove("api_user");
        // nor is what a task of a workflow is, or which run a workflow goes on with
        context.remove(Execution.TASK);
        context.remove("workflow_execution");
        context.put("user", user);
        context.put("pack", callable.action().ref().pack());
        context.remove(Execution.DELAY);
        context.remove(Execution.NOTICES);
        if (delayed) {
            context.put(Execution.DELAY, request.delay().toMillis());
        }
        if (request.notices() != null) {
            // what cannot be understood is refused now, not when it is due
            Notices unused = Notices.of(request.notices());
            context.put(Execution.NOTICES, request.notices());
        }
        Map<String, @Nullable Object> seen = new LinkedHashMap<>();
        seen.put("action_context", context);
        Prepared rendered = parameters.requestedAgain(callable, earlier, request.parameters(), seen);
        Object given = context.get("parent");
        String parent = id("parent", given instanceof Map<?, ?> map ? map.get("execution_id") : given);
        Cause cause = new Cause(user, null, 0, null, null, null, parent);
        String id = ids.next();
        Execution made = requests.execution(id, callable, rendered, context, cause, trace(context, parent, id), now);
        Execution execution = delayed ? made.moved(ExecutionStatus.DELAYED, now) : made;
        return committer
                .submit(Change.of(batch -> {
                    batch.insert(execution);
                    batch.append(Requests.audit(execution, by.user()));
                }))
                .thenApply(outcome -> {
                    runs.start(execution);
                    return execution;
                });
    }

    private CallableAction callable(String action) {
        CallableAction callable = registry.callable(action)
                .orElseThrow(() -> DroverException.invalid(
                        "Action \"" + action + "\" cannot be found. 'drover action list' shows all."));
        if (!callable.action().enabled()) {
            throw DroverException.invalid(
                    "Unable to execute. Action \"" + action + "\" is disabled. Enable it: 'drover action enable "
                            + callable.action().ref() + "'.");
        }
        if (!registry.isRunnerOn(callable.runner().name())) {
            throw DroverException.invalid(
                    "Unable to execute. The runner \"" + callable.runner().name()
                            + "\" of action \"" + action + "\" is disabled. Enable it with PUT /runnertypes/"
                            + callable.runner().name() + " first.");
        }
        return callable;
    }

    /** What the caller says, else the parent's, else one of its own; a tag alone begins a trace (platform spec 6.4). */
    private Trace trace(Map<String, @Nullable Object> context, @Nullable String parent, String own) {
        if (context.get("trace_context") instanceof Map<?, ?> asked && !asked.isEmpty()) {
            String id = id("trace_context.id_", asked.get("id_"));
            Object tag = asked.get("trace_tag");
            return new Trace(id == null ? own : id, tag == null ? null : tag.toString());
        }
        Execution caller = parent == null ? null : runs.held(parent);
        if (caller == null && parent != null) {
            caller = find(parent).orElse(null);
        }
        return caller == null ? new Trace(own, null) : caller.trace();
    }

    private static @Nullable String id(String name, @Nullable Object value) {
        String id = value == null ? null : value.toString();
        if (id != null && id.length() > LONGEST_ID) {
            throw DroverException.invalid("Expected an id of at most " + LONGEST_ID + " characters as context." + name
                    + ", but found one of " + id.length() + ".");
        }
        return id;
    }

    @Override
    public CompletionStage<Execution> rerun(
            String id, Map<String, @Nullable Object> changed, @Nullable String user, Duration delay, Principal by) {
        Execution earlier = existing(id);
        boolean asWritten = repeats.hasTemplates(earlier);
        Prepared stored = repeats.kept(earlier);
        Map<String, @Nullable Object> given = new LinkedHashMap<>(asWritten ? stored.clear() : Map.of());
        given.putAll(changed);
        return request(
                new ExecutionRequest(
                        earlier.action().toString(),
                        given,
                        Repeats.context(earlier, List.of(), List.of()),
                        user,
                        delay),
                asWritten ? Prepared.NOTHING : stored,
                by);
    }

    @Override
    public CompletionStage<Execution> rerun(
            String id, List<String> tasks, List<String> reset, @Nullable String user, Duration delay, Principal by) {
        Execution earlier = existing(id);
        if (!earlier.runnerType().equals("orquesta")) {
            throw DroverException.invalid("Task option is only supported for Orquesta workflows.");
        }
        if (!tasks.containsAll(reset)) {
            throw DroverException.invalid("List of tasks to reset does not match the tasks to rerun.");
        }
        if (!earlier.status().isCompleted()) {
            throw DroverException.invalid("Execution \"" + id + "\" is '"
                    + earlier.status().word() + "'. Its tasks can run again as soon as it is completed.");
        }
        return request(
                new ExecutionRequest(
                        earlier.action().toString(), Map.of(), Repeats.context(earlier, tasks, reset), user, delay),
                repeats.kept(earlier),
                by);
    }

    @Override
    public CompletionStage<Execution> pause(String id, Principal by) {
        return runs.ask(existing(id), Conductors.Wish.PAUSE, by.user());
    }

    @Override
    public CompletionStage<Execution> resume(String id, Principal by) {
        return runs.ask(existing(id), Conductors.Wish.RESUME, by.user());
    }

    private Execution existing(String id) {
        return find(id).orElseThrow(() -> DroverException.notFound("Execution with id \"" + id + "\" not found."));
    }

    @Override
    public CompletionStage<Execution> cancel(String id, Principal by) {
        Execution stored = existing(id);
        return runs.cancel(stored, by.user());
    }

    @Override
    public CompletionStage<Execution> end(String id, ActionResult outcome, Principal by) {
        Execution stored = existing(id);
        Veil veil = Veil.over(requests.prepared(stored).hidden());
        return runs.end(stored, new ActionResult(outcome.status(), veil.masked(outcome.result())), by.user());
    }

    @Override
    public Optional<Execution> find(String id) {
        return store.read(transaction -> transaction.executions().find(id));
    }

    @Override
    public Optional<Execution> last() {
        return store.read(transaction -> transaction.executions().last());
    }

    @Override
    public Listing<Execution> list(Query query) {
        return store.read(transaction -> transaction.executions().list(query));
    }

    @Override
    public List<Execution> descendants(String id, int depth) {
        return descendants.of(id, depth);
    }

    @Override
    public Map<String, List<String>> childIds(Set<String> parents) {
        return descendants.childIds(parents);
    }

    @Override
    public SortedMap<String, List<String>> values() {
        return store.read(transaction -> transaction.executions().values());
    }

    @Override
    public List<OutputChunk> output(String id) {
        return store.read(transaction -> transaction.outputs().list(id, 0));
    }

    @Override
    public Action definition(Execution execution) {
        CallableAction current = registry.callable(execution.action());
        if (current != null && current.revision().equals(execution.actionRevision())) {
            return current.action();
        }
        return store.read(transaction ->
                        transaction.contents().revision(Kind.ACTION, execution.action(), execution.actionRevision()))
                .flatMap(content -> reader.action(
                                content.document(),
                                "database",
                                execution.action().pack())
                        .value())
                .orElseGet(() -> unknown(execution));
    }

    private static Action unknown(Execution execution) {
        return new Action(
                execution.action(),
                "The definition of this action is no longer known.",
                false,
                execution.runnerType(),
                "",
                null,
                Map.of(),
                null,
                null,
                List.of(),
                null,
                false,
                null);
    }

    @Override
    public Execution reveal(Execution execution) {
        return requests.inClear(execution);
    }
}
