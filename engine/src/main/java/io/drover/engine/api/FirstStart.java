package io.drover.engine.api;

import io.drover.model.access.User;
import java.util.concurrent.CompletionStage;

/** The way in while there is no user with a password: a code that is good once, and not for long. */
public interface FirstStart {

    /** {@return whether a code would be taken now} */
    boolean takes(String code);

    /** Sets the administrator's password. {@code PERMISSION_DENIED} where the code is not taken. */
    CompletionStage<User> complete(String code, String password, String address);
}
