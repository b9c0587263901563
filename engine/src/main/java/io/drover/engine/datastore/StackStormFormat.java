package io.drover.engine.datastore;

import io.drover.model.error.DroverException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the datastore has to do with StackStorm's ciphertexts (platform spec 7.1).
 *
 * @param keyFile with what they are read; null: they are not
 * @param written whether secrets are encrypted so, instead of with the daemon's own keys
 */
public record StackStormFormat(@Nullable Path keyFile, boolean written) {
    /** Neither read nor written. */
    public static final StackStormFormat NONE = new StackStormFormat(null, false);

    public StackStormFormat {
        if (written && keyFile == null) {
            throw DroverException.invalid("Expected a key to write StackStorm's format with, but found none."
                    + " Name StackStorm's key file in datastore.stackstorm-key-file.");
        }
    }
}
