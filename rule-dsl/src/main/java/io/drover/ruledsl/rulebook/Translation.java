package io.drover.ruledsl.rulebook;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came of a rulebook.
 *
 * @param files texts by their path in a pack, such as {@code rules/disk_full.yaml}
 * @param remarks in the order of the rulebook's lines
 */
public record Translation(Map<String, String> files, List<Remark> remarks) {
    public Translation {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        remarks = List.copyOf(remarks);
    }
}
