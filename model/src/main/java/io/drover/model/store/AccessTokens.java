package io.drover.model.store;

import io.drover.model.access.AccessToken;
import java.time.Instant;
import java.util.List;

/** The tokens of those who logged in. */
public interface AccessTokens {

    void add(AccessToken token);

    /** {@return those that have not expired by then} */
    List<AccessToken> live(Instant now);

    boolean remove(String id);

    /** Removes all of a user. {@return how many} */
    int removeOf(String user);

    /** Forgets tokens that expired before an instant. {@return how many} */
    int forgetExpired(Instant before);
}
