package io.drover.restapi.rules;

import io.drover.engine.api.Enforcements;
import io.drover.engine.api.Events;
import io.drover.engine.api.Executions;
import io.drover.model.execution.Execution;
import io.drover.model.rule.RuleEnforcement;
import io.drover.model.store.Listing;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Attributes;
import io.drover.restapi.http.Call;
import io.drover.restapi.http.Failures;
import io.drover.restapi.http.Paging;
import io.drover.restapi.http.StoreList;
import io.drover.restapi.shape.EventShapes;
import io.drover.restapi.shape.ExecutionShape;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What came of matches. */
public final class EnforcementOperations {
    private static final int ENFORCEMENTS = 50;
    private static final Set<String> FILTERS =
            Set.of("id", "execution", "rule_ref", "rule_id", "trigger_instance", "status");

    private final Enforcements enforcements;
    private final Events events;
    private final Executions executions;
    private final ExecutionShape shape;

    public EnforcementOperations(
            Enforcements enforcements, Events events, Executions executions, ExecutionShape shape) {
        this.enforcements = enforcements;
        this.events = events;
        this.executions = executions;
        this.shape = shape;
    }

    public Answer list(Call call) {
        return list(call, EventShapes::enforcement);
    }

    public Answer get(Call call) {
        return Answer.ok(EventShapes.enforcement(enforcement(call)));
    }

    /** Enforcements together with their trigger instance and execution. */
    public Answer views(Call call) {
        return list(call, this::view);
    }

    public Answer view(Call call) {
        return Answer.ok(view(enforcement(call)));
    }

    private Answer list(Call call, Function<RuleEnforcement, Map<String, @Nullable Object>> form) {
        Attributes wanted = Attributes.of(call, EventShapes.ENFORCEMENT_FIELDS);
        Paging paging = Paging.of(call, ENFORCEMENTS);
        Listing<RuleEnforcement> page = enforcements.list(StoreList.of(call, paging, FILTERS)
                .between("enforced_at_gt", "enforced_at_lt")
                .query());
        return paging.answer(page.items().stream().map(form).map(wanted::of).toList(), page.total());
    }

    private RuleEnforcement enforcement(Call call) {
        String id = call.at("id");
        return enforcements.find(id).orElseThrow(() -> Failures.noRecord(id));
    }

    private Map<String, @Nullable Object> view(RuleEnforcement enforcement) {
        Map<String, @Nullable Object> view = EventShapes.enforcement(enforcement);
        events.find(enforcement.triggerInstance())
                .ifPresent(instance -> view.put("trigger_instance", EventShapes.instance(instance)));
        String id = enforcement.executionId();
        if (id != null) {
            executions.find(id).ifPresent(execution -> view.put("execution", whole(execution)));
        }
        return view;
    }

    private Map<String, @Nullable Object> whole(Execution execution) {
        return shape.of(execution, () -> executions.definition(execution), List.of(), Attributes.ALL);
    }
}
