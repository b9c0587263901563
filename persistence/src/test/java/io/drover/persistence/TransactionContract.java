package io.drover.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.store.Batches;
import io.drover.model.store.Query;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Transactions, batches and what failures become, on every database. */
interface TransactionContract extends OpenStore {

    @Test
    default void keepsNothingOfATransactionThatThrows() {
        assertThatThrownBy(() -> store().change(t -> {
                    t.triggerInstances().insertAll(List.of(Samples.entry(Samples.event(1), 1, 0)));
                    throw new IllegalStateException("stop");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("stop");

        assertThat(store().<Long>read(
                                t -> t.triggerInstances().list(Query.all()).total()))
                .isZero();
    }

    @Test
    default void keepsNothingOfARead() {
        store().read(t -> {
            t.batches().append(new Batches.Batch(1, 1, 1, NOON));
            return true;
        });

        assertThat(store().<Long>read(t -> t.batches().last(1))).isZero();
    }

    @Test
    default void tellsASecondRowOfTheSameKey() {
        store().change(t -> t.batches().append(new Batches.Batch(1, 1, 1, NOON)));

        assertThatThrownBy(() -> store().change(t -> t.batches().append(new Batches.Batch(1, 1, 1, NOON))))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ALREADY_EXISTS));
    }

    @Test
    default void countsTheBatchesOfEachNode() {
        Batches.Batch batch = new Batches.Batch(2, 5, 17, NOON);
        store().change(t -> t.batches().append(new Batches.Batch(2, 4, 17, NOON)));
        store().change(t -> t.batches().append(batch));

        assertThat(store().<Object>read(t -> t.batches().find(2, 5).orElseThrow()))
                .isEqualTo(batch);
        assertThat(store().<Boolean>read(t -> t.batches().find(2, 6).isEmpty()
                        && t.batches().find(1, 5).isEmpty()))
                .isTrue();
        assertThat(store().<Long>read(t -> t.batches().last(2))).isEqualTo(5);
        assertThat(store().<Long>read(t -> t.batches().last(1))).isZero();
    }

    @Test
    default void givesEachNodeNameItsNumberForEver() {
        int first = store().inTransaction(t -> t.batches().nodeNumber("alpha", NOON));
        int second = store().inTransaction(t -> t.batches().nodeNumber("beta", NOON));
        int again = store().inTransaction(t -> t.batches().nodeNumber("alpha", NOON.plusSeconds(1)));

        assertThat(List.of(first, second, again)).containsExactly(1, 2, 1);
    }

    @Test
    default void saysWhatItIs() {
        assertThat(store().describe()).matches("(H2|PostgreSQL) \\d+\\..*");
    }

    @Test
    default void callersErrorsStayWhatTheyAre() {
        AtomicBoolean ran = new AtomicBoolean();

        assertThatThrownBy(() -> store().read(t -> {
                    ran.set(true);
                    throw DroverException.notFound("no such thing");
                }))
                .hasMessage("no such thing");
        assertThat(ran).isTrue();
    }
}
