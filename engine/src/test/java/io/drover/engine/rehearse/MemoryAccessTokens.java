package io.drover.engine.rehearse;

import io.drover.model.access.AccessToken;
import io.drover.model.store.AccessTokens;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/** Tokens by id. */
record MemoryAccessTokens(Table<AccessToken> rows) implements AccessTokens {

    @Override
    public void add(AccessToken token) {
        rows.insert(token.id(), token);
    }

    @Override
    public List<AccessToken> live(Instant now) {
        return rows.stream().filter(token -> token.expiry().isAfter(now)).toList();
    }

    @Override
    public boolean remove(String id) {
        return rows.remove(id);
    }

    @Override
    public int removeOf(String user) {
        return removeIf(token -> token.user().equals(user));
    }

    @Override
    public int forgetExpired(Instant before) {
        return removeIf(token -> token.expiry().isBefore(before));
    }

    private int removeIf(Predicate<AccessToken> doomed) {
        List<AccessToken> found = rows.stream().filter(doomed).toList();
        found.forEach(token -> rows.remove(token.id()));
        return found.size();
    }
}
