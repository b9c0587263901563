package io.drover.ruledsl.folder;

import io.drover.model.pack.Problem;
import io.drover.ruledsl.text.Findings;
import io.drover.ruledsl.text.Located;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Configurations of packs that come as values and not from a file. */
public final class PackConfigs {
    private PackConfigs() {}

    /** {@return in which ways values do not fit the schema of a pack's configuration} */
    public static List<Problem> problems(
            String pack, Map<String, @Nullable Object> schema, Map<String, ? extends @Nullable Object> values) {
        Findings findings = new Findings("request");
        new ConfigCheck(findings, pack).check(Located.document(values), schema);
        return findings.all();
    }
}
