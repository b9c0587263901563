package io.drover.restapi.executions;

import io.drover.engine.api.Executions;
import io.drover.model.action.Action;
import io.drover.model.error.DroverException;
import io.drover.model.execution.Execution;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Attributes;
import io.drover.restapi.http.Call;
import io.drover.restapi.http.Failures;
import io.drover.restapi.shape.ExecutionShape;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs of actions as a request names them and as its caller may see them. */
public final class Runs {
    private final Executions executions;
    private final ExecutionShape shape;

    public Runs(Executions executions, ExecutionShape shape) {
        this.executions = executions;
        this.shape = shape;
    }

    /** {@return the run that the path names; {@code last} is the newest} */
    Execution find(Call call) {
        String id = call.at("id");
        if (id.equals("last")) {
            return executions.last().orElseThrow(() -> DroverException.invalid("No executions found."));
        }
        return executions.find(id).orElseThrow(() -> Failures.noRecord(id));
    }

    Map<String, @Nullable Object> shown(Call call, Execution execution, Attributes wanted) {
        return shown(call, List.of(execution), wanted).get(0);
    }

    /** Shows many at once: the ids of their children are found together, and only where they are wanted. */
    List<Map<String, @Nullable Object>> shown(Call call, List<Execution> many, Attributes wanted) {
        Map<String, List<String>> children = wanted.wants("children") ? children(many) : Map.of();
        return many.stream()
                .map(execution -> shown(call, execution, children.getOrDefault(execution.id(), List.of()), wanted))
                .toList();
    }

    private Map<String, List<String>> children(List<Execution> parents) {
        Set<String> ids = parents.stream().map(Execution::id).collect(Collectors.toSet());
        return ids.isEmpty() ? Map.of() : executions.childIds(ids);
    }

    /** {@return what answers a change of a run: whoever committed the change shall not wait while its children are found} */
    Function<Execution, Answer> changed(Call call, Execution before) {
        List<String> children = children(List.of(before)).getOrDefault(before.id(), List.of());
        return after -> Answer.ok(shown(call, after, children, Attributes.ALL));
    }

    /** {@return a run that was just asked for again; it has no children yet} */
    Map<String, @Nullable Object> begun(Call call, Execution execution) {
        return shown(call, execution, List.of(), Attributes.ALL);
    }

    /** {@return a run that was just asked for; never waits for the store} */
    Map<String, @Nullable Object> begun(Execution execution, Action action) {
        return shape.of(execution, () -> action, List.of(), Attributes.ALL);
    }

    private Map<String, @Nullable Object> shown(
            Call call, Execution execution, List<String> children, Attributes wanted) {
        return shape.of(seen(call, execution), () -> executions.definition(execution), children, wanted);
    }

    /** In clear for administrators who ask for that. */
    Execution seen(Call call, Execution execution) {
        return call.flag("show_secrets") && call.principal().isAdmin() ? executions.reveal(execution) : execution;
    }
}
