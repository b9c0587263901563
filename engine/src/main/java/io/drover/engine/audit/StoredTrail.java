package io.drover.engine.audit;

import io.drover.engine.api.AuditTrail;
import io.drover.model.store.Store;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** The audit trail as the store has it. */
public record StoredTrail(Store store) implements AuditTrail {

    @Override
    public Verification verify(@Nullable LocalDate since) {
        return new Verifier(store, since).verify();
    }
}
