package io.drover.engine;

import io.drover.engine.api.Health;
import io.drover.engine.api.Logins;
import io.drover.engine.commit.Committer;
import io.drover.engine.dispatch.Dispatcher;
import io.drover.engine.execute.Runs;
import io.drover.model.error.DroverException;
import io.drover.model.store.Store;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How the engine's parts are doing. */
record EngineHealth(Store store, Dispatcher dispatcher, Committer committer, Runs runs, Logins logins)
        implements Health {

    @Override
    public List<Check> checks() {
        return List.of(
                database(),
                check("engine", dispatcher.isOpen(), "takes events", "takes no events"),
                check("commits", committer.isOpen(), "changes are committed", "no change is committed any more"));
    }

    private static Check check(String name, boolean isWell, String well, String unwell) {
        return new Check(name, isWell, isWell ? well : unwell);
    }

    private Check database() {
        try {
            return new Check("database", true, store.describe());
        } catch (DroverException e) {
            return new Check("database", false, e.getMessage());
        }
    }

    @Override
    public Map<String, Double> measures() {
        Map<String, Double> measures = new TreeMap<>();
        measures.put("drover_events_accepted_total", (double) dispatcher.accepted());
        measures.put("drover_events_refused_total", (double) dispatcher.refused());
        measures.put("drover_events_duplicate_total", (double) dispatcher.duplicates());
        measures.put("drover_events_in_flight", (double) dispatcher.inFlight());
        measures.put("drover_executions_completed_total", (double) runs.completed());
        measures.put("drover_executions_open", (double) runs.open());
        measures.put("drover_actions_running", (double) runs.busy());
        measures.put("drover_commits_waiting", (double) committer.waiting());
        measures.put("drover_requests_unauthenticated_total", (double) logins.timesTurnedAway());
        return measures;
    }
}
