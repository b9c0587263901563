package io.drover.engine.api;

import io.drover.model.access.Principal;
import io.drover.model.pack.Problem;
import io.drover.model.pack.ProgramFile;
import io.drover.model.rule.Rule;
import io.drover.model.store.Listing;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Making and changing rules, and what they have collected. Documents are in StackStorm's shape. */
public interface Rules {

    /** Makes a rule that lives in the database; a name that is taken is an {@code ALREADY_EXISTS}. */
    RegisteredRule create(Map<String, @Nullable Object> document, Principal by);

    /**
     * Replaces a rule. For a rule that a file owns, a document which differs only in {@code enabled} and {@code shadow}
     * sets the overlay; any other is a {@code CONFLICT} that names the file.
     */
    RegisteredRule update(String refOrId, Map<String, @Nullable Object> document, Principal by);

    /**
     * Removes a rule that the API made; one of a file is a {@code CONFLICT}. Where a file has waited for the name, its rule
     * is in force from then on.
     */
    void delete(String refOrId, Principal by);

    /** Removes the overlay of a rule of a file. */
    RegisteredRule reset(String refOrId, Principal by);

    /**
     * Tells what a rule over several events, or a rule's limits, have collected, by part and key; as last committed.
     *
     * @param limit most parts, -1: all
     */
    Listing<CollectedPart> collected(String refOrId, int offset, int limit);

    /** Reads a rule's text and checks its trigger and actions against what is registered; changes nothing. */
    List<Problem> check(String yaml);

    /** As {@link #check}, for a file of DRL or a decision table, which may use what files of its package's pack share. */
    List<Problem> checkProgram(ProgramFile file);

    /** {@return the rule in StackStorm's shape, without ids} */
    Map<String, @Nullable Object> document(Rule rule);
}
