package io.drover.engine.workflow;

import io.drover.engine.api.Workflows;
import io.drover.engine.catalog.CallableAction;
import io.drover.engine.catalog.Registry;
import io.drover.model.error.DroverException;
import io.drover.model.pack.Ref;
import io.drover.workflow.definition.LoadException;
import io.drover.workflow.definition.Workflow;
import io.drover.workflow.inspect.Finding;
import io.drover.workflow.inspect.Inspection;
import io.drover.workflow.inspect.KnownActions.Signature;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Inspects workflows with the actions that are registered now. */
public final class InspectedWorkflows implements Workflows {
    /** Variables that every run has beside its inputs. */
    private static final Set<String> GIVEN = Set.of("st2", "parent");

    private static final Comparator<Finding> ORDER = Comparator.comparing(
                    (Finding finding) -> finding.kind().type())
            .thenComparing(Finding::schemaPath, Comparator.nullsFirst(Comparator.naturalOrder()));

    private final Registry registry;

    public InspectedWorkflows(Registry registry) {
        this.registry = registry;
    }

    @Override
    public List<Map<String, @Nullable Object>> inspect(String definition) {
        try {
            return findings(Workflow.read(definition));
        } catch (LoadException e) {
            throw DroverException.invalid("Tried to inspect a workflow, but " + e.problemAndPlace());
        }
    }

    /**
     * {@return what is wrong with the workflow of a definition, as {@link #inspect} tells it; a run with findings fails with them
     * before its first task} It is looked for again only where an action that it calls has changed since.
     */
    List<Map<String, @Nullable Object>> findings(Definitions.Definition definition) {
        Workflow workflow = definition.workflow();
        if (workflow == null) {
            return List.of();
        }
        Inspected known = definition.inspected().get();
        if (known == null || !known.isOf(registry)) {
            known = inspected(workflow);
            definition.inspected().set(known);
        }
        return known.findings();
    }

    List<Map<String, @Nullable Object>> findings(Workflow workflow) {
        return inspected(workflow).findings();
    }

    private Inspected inspected(Workflow workflow) {
        Map<Ref, @Nullable CallableAction> called = new HashMap<>();
        List<Map<String, @Nullable Object>> findings =
                Inspection.of(workflow, GIVEN, ref -> signature(Ref.parse(ref), called)).findings().stream()
                        .sorted(ORDER)
                        .map(Finding::flatDocument)
                        .toList();
        return new Inspected(called, findings);
    }

    private Optional<Signature> signature(Ref ref, Map<Ref, @Nullable CallableAction> called) {
        CallableAction action = registry.callable(ref);
        called.put(ref, action);
        return action == null ? Optional.empty() : Optional.of(Signature.of(action.parameters()));
    }

    /**
     * What an inspection found.
     *
     * @param called the actions that the workflow calls, as they were registered then
     */
    record Inspected(Map<Ref, @Nullable CallableAction> called, List<Map<String, @Nullable Object>> findings) {
        @SuppressWarnings("ReferenceEquality") // an action that is registered anew is another one
        boolean isOf(Registry registry) {
            return called.entrySet().stream()
                    .allMatch(action -> registry.callable(action.getKey()) == action.getValue());
        }
    }
}
