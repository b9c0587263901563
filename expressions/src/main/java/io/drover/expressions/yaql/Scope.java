package io.drover.expressions.yaql;

import io.drover.expressions.value.Mappings;
import io.drover.expressions.value.Meter;
import io.drover.expressions.value.Variables;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The variables and functions that a part of a running expression sees: its own, then those of the scopes around it. What the original calls a context; {@code let}, {@code with}, {@code unpack} and {@code def} give one as
 * their value.
 */
final class Scope {
    private final @Nullable Scope parent;
    private final Run run;
    private final Variables variables = new Variables();
    private @Nullable Map<String, Lambda> functions;

    Scope(Run run) {
        this(null, run);
    }

    private Scope(@Nullable Scope parent, Run run) {
        this.parent = parent;
        this.run = run;
    }

    /** A scope inside this one. */
    Scope inner() {
        return new Scope(this, run);
    }

    Run run() {
        return run;
    }

    Meter meter() {
        return run.meter();
    }

    /** Sets a variable of this scope; {@code $} is named 1. */
    void set(String name, @Nullable Object value) {
        variables.set(name, value);
    }

    /** The variable's value; null if there is none. */
    @Nullable
    Object get(String name) {
        for (Scope scope = this; scope != null; scope = scope.parent) {
            Object value = scope.variables.get(name);
            if (value != Mappings.ABSENT) {
                return value;
            }
        }
        return null;
    }

    /** Defines a function in this scope. */
    void define(String name, Lambda function) {
        if (functions == null) {
            functions = new HashMap<>();
        }
        functions.put(name, function);
        run.defines();
    }

    /** The nearest function that the expression itself has defined. */
    @Nullable
    Lambda function(String name) {
        if (!run.hasDefinitions()) {
            return null;
        }
        for (Scope scope = this; scope != null; scope = scope.parent) {
            Lambda function = scope.functions == null ? null : scope.functions.get(name);
            if (function != null) {
                return function;
            }
        }
        return null;
    }
}
