package io.drover.model.datastore;

import io.drover.model.error.DroverException;
import io.drover.model.pack.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The name of a pair, which is unique within its scope and, of a user's own pairs, for that user.
 *
 * @param user null in the scope of everybody
 */
public record Key(Scope scope, @Nullable String user, String name) {
    /** An index entry of PostgreSQL holds less than 3 KB. */
    private static final int LONGEST_NAME = 500;

    private static final int LONGEST_USER = 100;

    public Key {
        if ((scope == Scope.USER) != (user != null)) {
            throw DroverException.invalid("Expected a user in scope " + Scope.USER.word() + " and none in scope "
                    + Scope.SYSTEM.word() + ", but found " + (user == null ? "none" : "one") + " in "
                    + scope.word() + ".");
        }
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            throw DroverException.invalid("Expected the name of a key to have from 1 to " + LONGEST_NAME
                    + " characters, but it has " + name.length() + ".");
        }
        if (user != null && (user.isEmpty() || user.length() > LONGEST_USER)) {
            throw DroverException.invalid("Expected the name of a key's user to have from 1 to " + LONGEST_USER
                    + " characters, but it has " + user.length() + ".");
        }
    }

    public static Key system(String name) {
        return new Key(Scope.SYSTEM, null, name);
    }

    public static Key ofUser(String user, String name) {
        return new Key(Scope.USER, user, name);
    }

    /** {@return the id that follows from the name; not from the uid, as users and names may have colons} */
    public String id() {
        String owner = user == null ? "" : user.length() + ":" + user + ":";
        return Kind.KEY_VALUE_PAIR.id(scope.word() + ":" + owner + name);
    }

    /** {@return {@code key_value_pair:<scope>:<name>}, with the user before a name of their own} */
    public String uid() {
        return Kind.KEY_VALUE_PAIR.uid(scope.word() + ":" + (user == null ? "" : user + ":") + name);
    }

    /** {@return the key as templates write it, such as {@code st2kv.system.url}} */
    @Override
    public String toString() {
        return scope.word() + "." + name;
    }
}
