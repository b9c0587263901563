package io.drover.expressions.workflow;

import java.util.Set;
import java.util.TreeSet;

/** The names of the functions that stand anywhere in a workflow. */
public final class WorkflowNames {
    private WorkflowNames() {}

    public static Set<String> everywhere() {
        return new TreeSet<>(WorkflowFunctions.everywhere().keySet());
    }
}
