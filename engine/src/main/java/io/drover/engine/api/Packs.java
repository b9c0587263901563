package io.drover.engine.api;

import io.drover.model.access.Principal;
import io.drover.model.pack.Problem;
import java.util.List;
import java.util.Map;

/** Registering packs. */
public interface Packs {

    /**
     * What a registration found.
     *
     * @param counts how many there are of each kind: {@code actions rules sensors triggers aliases policies configs}
     * @param problems of all packs that were read
     */
    record Registration(Map<String, Integer> counts, List<Problem> problems) {
        public Registration {
            counts = Map.copyOf(counts);
            problems = List.copyOf(problems);
        }
    }

    /**
     * Reads packs again, at once.
     *
     * @param refs which packs; empty: all of the packs folders
     */
    Registration register(List<String> refs, Principal by);
}
