package io.drover.expressions.workflow;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.ExpressionFunction;
import io.drover.expressions.value.FunctionsOf;
import io.drover.expressions.value.Mappings;
import io.drover.expressions.value.PythonText;
import io.drover.expressions.value.Quoted;
import io.drover.expressions.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the expressions of a workflow see at one moment: its variables, by {@code ctx()}, and the functions of the moment. A value, may be used by many threads at once. */
public final class WorkflowScope {
    private static final String PRIVATE = "__";
    private static final FunctionsOf<Map<String, ? extends @Nullable Object>> OF_VARIABLES = new FunctionsOf<
                    Map<String, ? extends @Nullable Object>>()
            .with("ctx(key=None)", (variables, a) -> variable(variables, a[0]));
    private static final WorkflowScope EMPTY = of(Map.of());

    private final Map<String, ExpressionFunction> functions;
    private final boolean again;

    private WorkflowScope(Map<String, ExpressionFunction> functions, boolean again) {
        this.functions = functions;
        this.again = again;
    }

    /** A scope without variables and functions of its own. */
    public static WorkflowScope empty() {
        return EMPTY;
    }

    /** A scope of these variables, which are not copied. Names with two underscores in front are out of reach of expressions. */
    public static WorkflowScope of(Map<String, ? extends @Nullable Object> variables) {
        return new WorkflowScope(OF_VARIABLES.of(variables), true);
    }

    /** The same scope with these functions, such as {@code item} and {@code result}, callable in both languages. They hide functions of the same name. Not copied. */
    public WorkflowScope with(Map<String, ExpressionFunction> more) {
        return new WorkflowScope(Layers.of(more, functions), again);
    }

    /** The same scope, in which a value stays what it is: text with expressions in it is not evaluated again. */
    public WorkflowScope once() {
        return new WorkflowScope(functions, false);
    }

    boolean evaluatesAgain() {
        return again;
    }

    /** All functions by name, {@code ctx} among them. */
    Map<String, ExpressionFunction> functions() {
        return functions;
    }

    private static Map<String, ? extends @Nullable Object> visible(Map<String, ? extends @Nullable Object> all) {
        boolean hides = false;
        for (String name : all.keySet()) {
            hides |= name.startsWith(PRIVATE);
        }
        if (!hides) {
            return all;
        }
        Map<String, @Nullable Object> visible = new LinkedHashMap<>();
        all.forEach((name, value) -> {
            if (!name.startsWith(PRIVATE)) {
                visible.put(name, value);
            }
        });
        return visible;
    }

    private static @Nullable Object variable(Map<String, ? extends @Nullable Object> variables, @Nullable Object key) {
        if (!Value.isTrue(key)) {
            return visible(variables);
        }
        Object value = Mappings.get(variables, key);
        if (value == Mappings.ABSENT) {
            throw new ExpressionException(
                    "VariableUndefinedError", "The variable \"" + Quoted.str(key) + "\" is undefined.");
        }
        if (PythonText.str(key).startsWith(PRIVATE)) {
            throw new ExpressionException(
                    "VariableInaccessibleError",
                    "The variable \"" + Quoted.str(key) + "\" is for internal use and inaccessible.");
        }
        return Value.of(value);
    }
}
