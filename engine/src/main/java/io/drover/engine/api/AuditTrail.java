package io.drover.engine.api;

import io.drover.model.audit.Seal;
import io.drover.model.execution.Position;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether the records of who did what are as they were written. */
public interface AuditTrail {

    /**
     * Compares the records with their seals, and the seals with each other.
     *
     * @param since only records of days from here on are looked at, the seals are all; null: all records
     */
    Verification verify(@Nullable LocalDate since);

    /**
     * What a verification found.
     *
     * @param more whether there are findings beyond those listed
     */
    record Verification(List<Chain> chains, List<Finding> findings, boolean more) {
        public Verification {
            chains = List.copyOf(chains);
            findings = List.copyOf(findings);
        }

        public boolean intact() {
            return findings.isEmpty();
        }
    }

    /**
     * The seals of one node.
     *
     * @param records that were compared with their seals
     * @param head the newest seal; null: there is none
     * @param purgedThrough the last day whose records are gone as they should; null: none is
     * @param unsealed records that wait for their seal
     * @param oldestUnsealed when the first of them happened; null where there is none
     */
    record Chain(
            int node,
            long seals,
            long records,
            @Nullable Seal head,
            @Nullable LocalDate purgedThrough,
            long unsealed,
            @Nullable Instant oldestUnsealed) {}

    /** What can be wrong. */
    enum Wrong {
        /** A record is not as it was sealed. */
        EDITED,
        /** A sealed record is not there. */
        MISSING,
        /** A record is there that no seal closes, where all are closed. */
        INSERTED,
        /** A seal does not follow from the one before it or from its records. */
        SEAL_ALTERED,
        /** A seal is not there. */
        SEAL_MISSING
    }

    /**
     * One thing that is wrong.
     *
     * @param id number of the record in the table; null where a seal is wrong
     * @param position of the record, as sealed where it is; null where a seal is wrong
     * @param seal number of the seal; null where there is none
     */
    record Finding(
            Wrong wrong,
            int node,
            @Nullable Long id,
            @Nullable Position position,
            @Nullable Long seal,
            String detail) {}
}
