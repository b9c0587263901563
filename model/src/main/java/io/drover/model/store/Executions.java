package io.drover.model.store;

import io.drover.model.execution.Execution;
import io.drover.model.execution.Position;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** Runs of actions. */
public interface Executions {

    /** A new execution and its place in the order of commits. */
    record Entry(Execution execution, Position position) {}

    void insertAll(List<Entry> entries);

    /**
     * Replaces executions whose stored attempt is still the given one and whose stored status is not final.
     *
     * @param updates by the attempt that the writer holds
     * @return ids of those that were <em>not</em> written, because another attempt has them or they are completed
     */
    List<String> updateAll(List<Update> updates);

    /**
     * An execution as it shall be.
     *
     * @param heldAttempt the attempt under which the writer works; the new one may carry a higher attempt
     */
    record Update(Execution execution, int heldAttempt) {}

    Optional<Execution> find(String id);

    /** {@return the newest one} */
    Optional<Execution> last();

    /**
     * Fields: {@code id status action rule runner user parent trigger trigger_type trigger_instance trace_id
     * trace_tag start_timestamp position}; time is that of the request, position the order of insertion. An execution that
     * a rule asked for is found by its trace through its enforcement.
     */
    Listing<Execution> list(Query query);

    /**
     * Finds who asked for what, of all at once, and without reading an execution.
     *
     * @return by parent the ids of its direct children, in the order in which they were asked for; a parent that has none is
     *     left out
     */
    Map<String, List<String>> childIds(Set<String> parents);

    /** {@return what is not completed and owned by a node, or by nobody, oldest first} */
    List<Execution> unfinished(String node, int limit);

    /**
     * {@return per field of {@code action rule runner status trigger trigger_type user} the values that executions have, in
     * their order; its cost grows with the values, not with the executions}
     */
    SortedMap<String, List<String>> values();

    /** {@return how many there are by status} */
    Map<String, Long> countByStatus();

    /** {@return how many are not completed} */
    long open();
}
