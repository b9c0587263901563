package io.drover.engine.workflow;

import io.drover.engine.access.Asked;
import io.drover.engine.commit.Change;
import io.drover.engine.enforce.Prepared;
import io.drover.engine.execute.Run;
import io.drover.model.action.ActionResult;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.execution.OutputChunk;
import io.drover.model.store.WorkflowRuns;
import io.drover.model.workflow.WorkflowPart;
import io.drover.model.workflow.WorkflowRun;
import io.drover.workflow.Status;
import io.drover.workflow.conduct.ActionRequest;
import io.drover.workflow.conduct.Event;
import io.drover.workflow.conduct.Flow;
import io.drover.workflow.conduct.State;
import io.drover.workflow.conduct.Step;
import io.drover.workflow.conduct.Surroundings;
import io.drover.workflow.conduct.TaskEntry;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One step of a run: takes in all that it was told, and makes one change of it. Nothing outside is changed before {@link
 * #follow}, which comes after the commit.
 */
final class RunStep {
    private final WorkflowPlane plane;
    private final String id;
    private final @Nullable Held before;
    private final @Nullable Run run;
    private final Instant now;
    private final List<News> news = new ArrayList<>();
    private final List<Execution> ended = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();
    private final Map<Slot, Execution> started = new LinkedHashMap<>();
    private final Map<Slot, String> children = new HashMap<>();
    private final Deque<Event> events = new ArrayDeque<>();
    private final List<Runnable> answers = new ArrayList<>();
    private final Map<String, @Nullable Object> noted = new LinkedHashMap<>();
    private RunSecrets secrets;
    private @Nullable WorkflowRun row;
    private @Nullable Flow flow;
    private @Nullable State state;
    private @Nullable Execution execution;
    private @Nullable String failure;
    private boolean foreign;

    RunStep(WorkflowPlane plane, String id, @Nullable Held before, @Nullable Run run) {
        this.plane = plane;
        this.id = id;
        this.before = before;
        this.run = run;
        this.now = plane.parts().clock().instant();
        this.execution = run == null ? null : run.execution();
        this.secrets = new RunSecrets(plane.parts().secrets(), id);
        if (before != null) {
            this.secrets = before.secrets().copy();
            this.row = before.row();
            this.flow = before.flow();
            this.state = before.state();
            this.children.putAll(before.children());
        }
    }

    /** Takes in what the run was told. */
    void take(List<News> told) {
        news.addAll(told);
        for (News one : told) {
            if (one instanceof News.Begin) {
                begin();
            } else if (one instanceof News.Ended end) {
                changes.add(end.change());
                ended.addAll(end.ended());
                reported(end.child());
            } else if (one instanceof News.Moved moved) {
                reported(moved.child());
            } else if (one instanceof News.Look) {
                look();
            } else if (one instanceof News.Asked asked) {
                ask(asked);
            }
            conduct();
        }
    }
}
