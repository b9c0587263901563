package io.drover.persistence;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What every database must do. */
abstract class StoreContract
        implements TransactionContract,
                ValueContract,
                EventContract,
                RuleContract,
                RuleStateContract,
                BacktestContract,
                ExecutionContract,
                ContentContract,
                RecordContract,
                SealContract,
                TimerContract,
                ProgramContract,
                WorkflowContract,
                DatastoreContract,
                LineageContract,
                NodeContract,
                SharedPackContract,
                AccessContract,
                SilenceContract,
                SourceContract,
                PurgeContract,
                ReportContract {
    @SuppressWarnings("NullAway.Init")
    private HibernateStore store;

    /** {@return a store over an empty database} */
    abstract HibernateStore open();

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Override
    public HibernateStore store() {
        return store;
    }
}
