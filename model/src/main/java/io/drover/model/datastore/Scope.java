package io.drover.model.datastore;

import java.util.Arrays;
import java.util.Optional;

/** Whose a pair of the datastore is. */
public enum Scope {
    /** Everybody's. */
    SYSTEM("st2kv.system"),
    /** One user's own. */
    USER("st2kv.user");

    private static final String PREFIX = "st2kv.";

    private final String word;

    Scope(String word) {
        this.word = word;
    }

    /** {@return the scope's full name, as templates and clients write it} */
    public String word() {
        return word;
    }

    /** {@return the scope of a name, full or short: {@code system}, {@code st2kv.system}, {@code user}, {@code st2kv.user}} */
    public static Optional<Scope> of(String name) {
        return Arrays.stream(values())
                .filter(scope -> scope.word.equals(name) || scope.word.equals(PREFIX + name))
                .findFirst();
    }
}
