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
            throw DroverException.invalid("Tried to inspect a workflow, but the text is none: " + e.problemAndPlace());
        }
    }

    /** {@return what is wrong with a workflow, as {@link #inspect} tells it; a run with findings fails with them before its first task} */
    public List<Map<String, @Nullable Object>> findings(Workflow workflow) {
        return Inspection.of(workflow, GIVEN, this::signature).findings().stream()
                .sorted(ORDER)
                .map(Finding::flatDocument)
                .toList();
    }

    private Optional<Signature> signature(String ref) {
        CallableAction action = registry.callable(Ref.parse(ref));
        return action == null ? Optional.empty() : Optional.of(Signature.of(action.parameters()));
    }
}
