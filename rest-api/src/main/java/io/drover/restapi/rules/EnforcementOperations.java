package io.drover.restapi.rules;

import io.drover.engine.api.Access;
import io.drover.engine.api.Enforcements;
import io.drover.engine.api.EntryPoints;
import io.drover.engine.api.Events;
import io.drover.engine.api.Executions;
import io.drover.model.access.Permission;
import io.drover.model.access.Resource;
import io.drover.model.execution.Execution;
import io.drover.model.rule.RuleEnforcement;
import io.drover.model.store.Listing;
import io.drover.restapi.access.PayloadRights;
import io.drover.restapi.access.Subjects;
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
import java.util.Optional;
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
    private final Access access;
    private final PayloadRights payloads;

    public EnforcementOperations(EntryPoints engine, ExecutionShape shape, PayloadRights payloads) {
        this.enforcements = engine.enforcements();
        this.events = engine.events();
        this.executions = engine.executions();
        this.shape = shape;
        this.access = engine.access();
        this.payloads = payloads;
    }

    public Answer list(Call call) {
        return list(call, enforcement -> plain(call, enforcement));
    }

    public Answer get(Call call) {
        return Answer.ok(plain(call, enforcement(call)));
    }

    /** Enforcements together with their trigger instance and execution. */
    public Answer views(Call call) {
        return list(call, enforcement -> view(call, enforcement));
    }

    public Answer view(Call call) {
        return Answer.ok(view(call, enforcement(call)));
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

    private Map<String, @Nullable Object> plain(Call call, RuleEnforcement enforcement) {
        return EventShapes.enforcement(enforcement, payloads.ofEnforcement(call.principal(), enforcement));
    }

    /** Of event and execution there is only what the caller may view by itself. */
    private Map<String, @Nullable Object> view(Call call, RuleEnforcement enforcement) {
        Map<String, @Nullable Object> view = plain(call, enforcement);
        events.find(enforcement.triggerInstance())
                .filter(instance -> may(call, Permission.TRIGGER_VIEW, Subjects.ofTriggerType(instance.triggerType())))
                .ifPresent(instance -> view.put("trigger_instance", EventShapes.instance(instance)));
        Optional.ofNullable(enforcement.executionId())
                .flatMap(executions::find)
                .filter(execution ->
                        may(call, Permission.EXECUTION_VIEW, Subjects.ofExecution(execution.id(), execution.action())))
                .ifPresent(execution -> view.put("execution", whole(execution)));
        return view;
    }

    private boolean may(Call call, Permission what, Resource on) {
        return access.may(call.principal(), what, on);
    }

    private Map<String, @Nullable Object> whole(Execution execution) {
        return shape.of(execution, () -> executions.definition(execution), List.of(), Attributes.ALL);
    }
}
