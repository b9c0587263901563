package io.drover.workflow.conduct;

import io.drover.workflow.definition.Option;
import io.drover.workflow.definition.Workflow;
import java.util.EnumSet;
import java.util.Set;

/** What StackStorm does otherwise than it promises (spec of Orquesta, section 15). A conductor keeps those it is given and repairs the others. */
public enum Quirk {
    /**
     * At a join, what a branch merely inherited is applied again over what an earlier branch published; and merging two
     * mappings changes the older of them, so that other branches see it.
     */
    INHERITED_VALUES,
    /** A branch that ended because no condition held, while another ran on, is missing from the output. */
    LOST_BRANCH,
    /** A join of N branches runs again for each branch that arrives late, also while it runs. */
    LATE_ARRIVAL_RUNS_JOIN_AGAIN,
    /** On the second lap of a loop a join counts what arrived on the first, and starts too early. */
    EARLY_JOIN_IN_LOOP,
    /** A workflow that pauses for an inquiry stays paused when the answer comes while another branch runs. */
    STUCK_PAUSING,
    /** A task with items is never resumed once the answer to an inquiry in an item has come. */
    STUCK_INQUIRY_ITEM,
    /** A rerun of failed items gives null for the results of the others, and a task whose items all succeeded cannot be rerun. */
    LOST_ITEM_RESULTS,
    /** The function {@code task()} gives null for a result that is empty, zero or false. */
    LOST_EMPTY_RESULTS,
    /** A timeout and an abandoned action leave no error entry. */
    SILENT_TIMEOUT,
    /** The list that items are made of is evaluated again whenever one of them ends. */
    ITEMS_READ_AGAIN,
    /** Texts that an expression gave, and inputs of the run, are looked through for expressions, which are evaluated. */
    VALUES_EVALUATED_AGAIN,
    /** The keys of a mapping are no list, so no items can be made of them. */
    SETS_ARE_NO_LISTS,
    /**
     * A rerun looks one step down from its tasks and no further: for those among them that others lead to, and for what
     * counts for the output no more. Where such a task was about to start anyway, both its runs see the contexts of the other.
     */
    SHALLOW_RERUN,
    /** What StackStorm does not foresee ends in an error of Python: the retry of a canceled task, the rerun of a command, the end of an item that ran twice. */
    BREAKDOWNS;

    /** {@return what is kept where nothing else is said: what results of existing workflows depend on} */
    public static Set<Quirk> standard() {
        return EnumSet.of(INHERITED_VALUES, VALUES_EVALUATED_AGAIN);
    }

    /** {@return all of them, for comparison with StackStorm} */
    public static Set<Quirk> all() {
        return EnumSet.allOf(Quirk.class);
    }

    /** {@return what is kept in the runs of a workflow, which may choose by its tags unless all of them are to be kept} */
    static Set<Quirk> chosen(Workflow workflow, Set<Quirk> given) {
        if (given.containsAll(all())) {
            return given;
        }
        Set<Quirk> chosen = EnumSet.noneOf(Quirk.class);
        chosen.addAll(given);
        if (workflow.options().contains(Option.KEEP_PUBLISHED)) {
            chosen.remove(INHERITED_VALUES);
        }
        if (workflow.options().contains(Option.KEEP_VALUES)) {
            chosen.remove(VALUES_EVALUATED_AGAIN);
        }
        return chosen;
    }
}
