package io.drover.engine.api;

import io.drover.model.access.Principal;
import io.drover.model.access.User;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Those who may log in. Passwords are hashed elsewhere than on the caller's thread, few at a time. */
public interface Users {

    /** {@return all, by name} */
    List<User> list();

    Optional<User> find(String nameOrId);

    /** Makes a user; a name that is taken is an {@code ALREADY_EXISTS}. */
    CompletionStage<User> create(String name, String password, Principal by);

    /**
     * A present password, as somebody says it.
     *
     * @param address from where
     */
    record Present(String password, String address) {
        /** Tells nothing, so that no log ever does. */
        @Override
        public String toString() {
            return "a password";
        }
    }

    /**
     * Changes a password; the user's tokens are worth nothing from then on.
     *
     * @param present what the password is now, which has to be right; null: an administrator changes it
     * @return a failure with {@code PERMISSION_DENIED} where the present one is wrong, {@code TOO_MANY} where too many were, at
     *     logins or here
     */
    CompletionStage<User> changePassword(String name, @Nullable Present present, String fresh, Principal by);

    /** Lets a user in, or no more; what they hold is refused meanwhile. */
    User enable(String name, boolean on, Principal by);

    /** Forgets a user with their tokens, keys, and the roles that the API gave them. */
    void delete(String name, Principal by);
}
