package io.drover.ruledsl.folder;

import io.drover.model.pack.Problem;
import io.drover.ruledsl.text.Findings;
import io.drover.ruledsl.text.Located;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is wrong in the configuration of a pack that comes as values and not from a file. */
public final class ConfigProblems {
    private ConfigProblems() {}

    /** {@return in which ways values do not fit the schema of a pack's configuration} */
    public static List<Problem> of(
            String pack, Map<String, @Nullable Object> schema, Map<String, ? extends @Nullable Object> values) {
        Findings findings = new Findings("request");
        new ConfigCheck(findings, pack).check(Located.document(values), schema);
        return findings.all();
    }
}
