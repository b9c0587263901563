package io.drover.engine.datastore;

import io.drover.model.datastore.Key;

/** Something came upon a key of the datastore that was not read yet: it is read, and all is done again. */
public final class UnreadKey extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Key key;

    UnreadKey(Key key) {
        super(key.toString(), null, false, false);
        this.key = key;
    }

    Key key() {
        return key;
    }
}
