package io.drover.engine.rehearse;

import io.drover.engine.datastore.SecretValues;
import io.drover.engine.datastore.StackStormFormat;
import io.drover.engine.datastore.TemplateKeys;
import io.drover.engine.secret.SecretBox;
import java.nio.file.Path;
import java.util.Optional;

/** The datastore as templates see it. */
public final class Keys {
    private Keys() {}

    /** {@return an empty one} */
    public static TemplateKeys none() {
        return new TemplateKeys(
                key -> Optional.empty(),
                new SecretValues(new SecretBox(Path.of("no", "such", "keys.json")), StackStormFormat.NONE));
    }
}
