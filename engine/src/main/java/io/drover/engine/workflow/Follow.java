package io.drover.engine.workflow;

import io.drover.engine.execute.Run;
import io.drover.engine.execute.Runs;
import io.drover.model.error.DroverException;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.workflow.Status;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What follows from a step once it is committed: tasks start, workflows below do as this one, the one above is told. */
record Follow(WorkflowPlane plane, RunStep step, Collection<String> children) {
    private static final Logger LOG = LoggerFactory.getLogger(Follow.class);

    void happen() {
        Runs runs = plane.parts().runs();
        step.started().forEach(runs::start);
        step.refused().forEach(plane::refused);
        for (News.Asked wish : step.asked()) {
            if (step.refusal(wish) == null && wish.wanted() != Status.CANCELED) {
                below().forEach(child -> pass(child, wish.wanted(), wish.who()));
            }
        }
        if (step.stops()) {
            // it may have to read, for which the committing thread has no time
            plane.submit(this::stop);
        }
        if (step.moved()) {
            plane.moved(step.execution());
        }
        answer();
    }

    /** {@return the executions of open tasks that this node holds} */
    private List<Execution> below() {
        return children.stream()
                .map(id -> plane.parts().runs().held(id))
                .flatMap(Stream::ofNullable)
                .toList();
    }

    private void pass(Execution child, Status wanted, String who) {
        boolean fits = wanted == Status.RESUMING
                ? child.status() == ExecutionStatus.PAUSED || child.status() == ExecutionStatus.PAUSING
                : !child.status().isCompleted();
        if (fits && plane.conduct(child.runnerType())) {
            unheard(plane.ask(child, wanted, who));
        }
    }

    /** Plain actions run on; what has not begun, what waits for a person, and workflows are cancelled. */
    private void stop() {
        String who = step.who();
        children.stream()
                .map(plane::execution)
                .flatMap(Stream::ofNullable)
                .filter(child -> child.status() == ExecutionStatus.PENDING)
                .forEach(child -> unheard(plane.parts().runs().pending().cancel(child, who)));
        for (Execution child : below()) {
            Run run = plane.held(child.id());
            if (plane.conduct(child.runnerType())) {
                pass(child, Status.CANCELED, who);
            } else if (run != null && child.status() != ExecutionStatus.RUNNING) {
                unheard(plane.parts().runs().cancel(child, who));
            }
        }
    }

    private static void unheard(CompletionStage<Execution> answer) {
        var unused = answer.whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.debug("A task was not asked as its workflow was.", failure);
            }
        });
    }

    private void answer() {
        for (News.Asked wish : step.asked()) {
            DroverException refusal = step.refusal(wish);
            if (refusal == null) {
                wish.answer().complete(step.answer(wish));
            } else {
                wish.answer().completeExceptionally(refusal);
            }
        }
    }
}
