package io.drover.engine.execute;

import io.drover.engine.api.RegisteredRule;
import io.drover.engine.catalog.CallableAction;
import io.drover.engine.catalog.Registry;
import io.drover.engine.enforce.Prepared;
import io.drover.engine.enforce.Requests;
import io.drover.engine.schema.Json;
import io.drover.engine.secret.Veil;
import io.drover.model.execution.Execution;
import io.drover.model.execution.TraceParent;
import io.drover.model.pack.Ref;
import io.drover.model.rule.RuleRevision;
import io.drover.model.store.Store;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an earlier execution gives to one that repeats it. */
record Repeats(Store store, Registry registry, Requests requests) {
    /** What a document of a rule has where the rule is written in DRL. */
    private static final String PROGRAM = "drl";

    /** {@return whether what it is stored with are templates, which have to be rendered before they are values} */
    boolean hasTemplates(Execution earlier) {
        return isRefused(earlier) && !holdsValues(earlier);
    }

    /** {@return whether an execution failed before it could start: it has what it was given, and none of its secrets} */
    private static boolean isRefused(Execution earlier) {
        return earlier.claim().attempt() == 0;
    }

    /**
     * {@return whether what a refused execution was given are values, whatever they look like: only a rule in YAML gives templates,
     * a task of a workflow and a rule in DRL give what they found in events and results}
     */
    private boolean holdsValues(Execution refused) {
        Ref ref = refused.cause().rule();
        if (ref == null || refused.context().containsKey(Execution.TASK)) {
            return true;
        }
        int revision = refused.cause().ruleRevision();
        RegisteredRule now = registry.rule(ref);
        if (now != null && now.revision() == revision) {
            return now.rule().program() != null;
        }
        return store.read(transaction -> transaction.rules().list(ref)).stream()
                .filter(then -> then.number() == revision)
                .map(RuleRevision::document)
                .noneMatch(document -> document != null && !document.containsKey(PROGRAM));
    }

    /** {@return what it was stored with, without what its action does not let one give} */
    Prepared kept(Execution earlier) {
        CallableAction callable = registry.callable(earlier.action());
        Prepared stored = requests.prepared(earlier).only(name -> callable == null || !callable.isImmutable(name));
        return isRefused(earlier)
                ? stored.only(name -> !Json.write(stored.clear().get(name)).contains(Veil.MASK))
                : stored;
    }

    /**
     * {@return the context of what repeats it: in the same trace}
     *
     * @param tasks of a workflow, from which it goes on; empty: all of it runs again
     * @param reset of these, those whose items all run again
     */
    static Map<String, @Nullable Object> context(Execution earlier, List<String> tasks, List<String> reset) {
        Map<String, @Nullable Object> again = new LinkedHashMap<>();
        again.put("ref", earlier.id());
        again.put("tasks", tasks);
        if (tasks.isEmpty() || !reset.isEmpty()) {
            again.put("reset", reset);
        }
        Map<String, @Nullable Object> trace = new LinkedHashMap<>();
        trace.put("id_", earlier.trace().id());
        trace.put("trace_tag", earlier.trace().tag());
        Map<String, @Nullable Object> context = new LinkedHashMap<>();
        context.put("re-run", again);
        context.put("trace_context", trace);
        TraceParent parent = earlier.traceParent();
        if (parent != null) {
            context.put(TraceParent.NAME, parent.header());
        }
        return context;
    }
}
