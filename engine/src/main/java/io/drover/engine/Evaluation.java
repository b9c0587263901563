package io.drover.engine;

import io.drover.engine.access.RuleRights;
import io.drover.engine.catalog.Registry;
import io.drover.engine.datastore.BatchKeys;
import io.drover.engine.datastore.SecretValues;
import io.drover.engine.drools.DroolsRuleMatcher;
import io.drover.engine.enforce.Parameters;
import io.drover.engine.enforce.Requests;
import io.drover.engine.enforce.RuleEnforcer;
import io.drover.engine.ids.Ids;
import io.drover.engine.match.FreshlyRead;
import io.drover.engine.match.Overruns;
import io.drover.engine.match.RuleMatcher;
import io.drover.engine.silence.InForce;
import io.drover.model.store.Store;
import io.drover.model.store.Transaction;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes what the rules of each use (live, back-tests, explanations) are evaluated with. */
record Evaluation(
        Store store,
        Registry registry,
        SecretValues secretValues,
        Parameters parameters,
        Requests requests,
        RuleRights rights,
        Ids ids,
        InForce silencing,
        EngineSettings settings,
        InstantSource clock) {
    private static final Logger LOG = LoggerFactory.getLogger(Evaluation.class);

    /** {@return the datastore as rules see it, each key read by a transaction of its own} */
    BatchKeys keys() {
        return new BatchKeys(
                key -> store.read(transaction -> transaction.keyValuePairs().find(key)),
                secretValues,
                settings.user(),
                clock);
    }

    /** {@return the datastore as rules see it within a transaction} */
    BatchKeys keys(Transaction transaction) {
        return new BatchKeys(transaction.keyValuePairs()::find, secretValues, settings.user(), clock);
    }

    /**
     * A matcher of single events.
     *
     * @param keys what its conditions read of the datastore
     * @param which its rules, at the beginning of a sentence
     */
    RuleMatcher matcher(BatchKeys keys, String which) {
        return new FreshlyRead(
                new DroolsRuleMatcher(failure ->
                        LOG.error("{} were built anew after a failure of the rules engine.", which, failure)),
                keys);
    }

    /** {@return what asks for the actions of rules that match} */
    RuleEnforcer enforcer(Overruns overruns) {
        return new RuleEnforcer(
                registry, parameters, requests, overruns, rights, ids, settings.user(), settings.tracing(), silencing);
    }
}
