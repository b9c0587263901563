package io.drover.model.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The table of statuses and the ways between them. */
class ExecutionStatusTest {

    @Test
    void nothingFollowsACompletedStatus() {
        for (ExecutionStatus status : ExecutionStatus.values()) {
            for (ExecutionStatus next : ExecutionStatus.values()) {
                if (status.isCompleted()) {
                    assertThat(status.canBecome(next))
                            .as("%s to %s", status, next)
                            .isFalse();
                }
            }
        }
    }

    @Test
    void everyStatusButTheFinalOnesLeadsToACompletedOne() {
        for (ExecutionStatus status : ExecutionStatus.values()) {
            assertThat(reachable(status)).as("from %s", status).anyMatch(ExecutionStatus::isCompleted);
        }
    }

    @Test
    void everyStatusIsReachedFromARequest() {
        assertThat(reachable(ExecutionStatus.REQUESTED)).containsExactlyInAnyOrder(ExecutionStatus.values());
    }

    @Test
    void whatCanBeAskedToStopLeadsToCanceling() {
        for (ExecutionStatus status : ExecutionStatus.values()) {
            if (status.isCancelable()) {
                assertThat(reachable(status)).as("from %s", status).contains(ExecutionStatus.CANCELING);
            }
        }
    }

    @Test
    void readsTheWordThatItPrints() {
        for (ExecutionStatus status : ExecutionStatus.values()) {
            assertThat(ExecutionStatus.ofWord(status.word())).isEqualTo(status);
        }
    }

    private static Set<ExecutionStatus> reachable(ExecutionStatus from) {
        Set<ExecutionStatus> seen = EnumSet.of(from);
        boolean grew = true;
        while (grew) {
            grew = false;
            for (ExecutionStatus status : EnumSet.copyOf(seen)) {
                for (ExecutionStatus next : ExecutionStatus.values()) {
                    grew |= status.canBecome(next) && seen.add(next);
                }
            }
        }
        return seen;
    }
}
