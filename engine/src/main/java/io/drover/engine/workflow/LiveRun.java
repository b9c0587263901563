package io.drover.engine.workflow;

import io.drover.engine.commit.Change;
import io.drover.engine.commit.Outcome;
import io.drover.engine.execute.Run;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.execution.Execution;
import io.drover.model.text.Sha256;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a workflow on this node: takes what it is told, and does one step after the other. */
final class LiveRun {
    private static final Logger LOG = LoggerFactory.getLogger(LiveRun.class);

    /** The entry of an execution's context that says which run it began or goes on with. */
    static final String CONTEXT = "workflow_execution";

    private static final String RERUN = "re-run";
    private static final int ID_DIGITS = 24;

    private final String id;
    private final WorkflowPlane plane;
    private final Deque<News> mailbox = new ArrayDeque<>();
    private boolean busy;
    /** As it is committed; null where it is not known. Only the step that is under way looks at it. */
    private @Nullable Held held;
    /** The execution, while this node holds it. */
    private @Nullable Run run;
    /** Whether a step failed, so that what is known may be wrong. */
    private boolean doubt;
    /** Whether it is told soon to look at its tasks. */
    private boolean looksSoon;

    LiveRun(String id, WorkflowPlane plane) {
        this.id = id;
        this.plane = plane;
    }

    String id() {
        return id;
    }

    /** {@return the id of the run that an execution begins} */
    static String firstId(Execution execution) {
        return Sha256.hex("run of " + execution.id()).substring(0, ID_DIGITS);
    }

    /** {@return the id of the execution some of whose tasks are to run again; null where it is no such rerun} */
    static @Nullable String earlier(Execution execution) {
        return execution.context().get(RERUN) instanceof Map<?, ?> rerun
                        && rerun.get("tasks") instanceof List<?> tasks
                        && !tasks.isEmpty()
                        && rerun.get("ref") instanceof String ref
                ? ref
                : null;
    }

    /** Tells this run something. */
    void tell(News news) {
        synchronized (mailbox) {
            mailbox.add(news);
            if (busy) {
                return;
            }
            busy = true;
        }
        plane.submit(this::step);
    }

    /** {@return what is taken in at once: a beginning alone, as it may be that of an execution which is refused} */
    private List<News> take() {
        List<News> next = new ArrayList<>();
        synchronized (mailbox) {
            boolean alone = mailbox.peek() instanceof News.Begin;
            for (News one = mailbox.poll(); one != null; one = mailbox.poll()) {
                next.add(one);
                if (alone || mailbox.peek() instanceof News.Begin) {
                    break;
                }
            }
        }
        return next;
    }

    /** What is told while a step is under way is taken up after it. */
    private void next() {
        synchronized (mailbox) {
            if (mailbox.isEmpty()) {
                busy = false;
                return;
            }
        }
        plane.submit(this::step);
    }

    private void step() {
        List<News> news = take();
        if (news.isEmpty()) {
            return; // the daemon ends
        }
        try {
            find(news);
            if (news.get(0) instanceof News.Begin begin && !takesUp(begin.run())) {
                refuse(begin);
                return;
            }
            if (mayNotGoOn(news)) {
                return;
            }
            RunStep step = new RunStep(plane, id, held, execution(), run != null);
            step.take(news);
            commit(step, news);
        } catch (RuntimeException | StackOverflowError e) {
            failed(news, e);
            next();
        }
    }

    private void find(List<News> news) {
        for (News one : news) {
            if (one instanceof News.Begin) {
                held = null;
            } else if (one instanceof News.Look) {
                looksSoon = false;
            }
        }
        if (doubt) {
            readAgain();
        }
        if (held == null) {
            held = new StoredRun(plane, id).read();
        }
        if (run == null && held != null) {
            run = plane.held(held.row().execution());
        }
    }

    /** Goes on with an execution that begins here. {@return false where another one still goes on with this run, on whatever node} */
    private boolean takesUp(Run begun) {
        Held known = held;
        if (known != null && !known.row().execution().equals(begun.execution().id())) {
            Execution other = plane.execution(known.row().execution());
            if (other != null && !other.status().isCompleted()) {
                return false;
            }
        }
        run = begun;
        return true;
    }

    /** Ends an execution that came too late to go on with this run; nothing of the run changes. */
    private void refuse(News.Begin late) {
        RunStep step = new RunStep(plane, id, null, late.run().execution(), true);
        step.refuse("Unable to rerun workflow because it is not in a completed state: execution '"
                + Objects.requireNonNull(held).row().execution() + "' goes on with it. Wait for its end.");
        var unused = plane.commitEnds(step, step.change()).handle((outcome, failure) -> {
            try {
                if (failure == null) {
                    late.run().becomes(step.execution());
                    plane.parts().runs().over(late.run());
                } else {
                    failed(List.of(late), failure);
                }
            } finally {
                next();
            }
            return null;
        });
    }

    /** After a failure nobody knows whether its execution was changed, or taken over by another node. */
    private void readAgain() {
        Run holder = run;
        Execution stored =
                holder == null ? null : plane.stored(holder.execution().id());
        if (holder != null && stored != null) {
            if (stored.claim().attempt() == holder.execution().claim().attempt()) {
                holder.becomes(stored);
            } else {
                plane.parts().runs().lose(holder.execution());
                run = null;
            }
        }
        doubt = false;
    }

    /** {@return whether nothing can be done with what was told: it waits, or was done without this run} */
    private boolean mayNotGoOn(List<News> news) {
        if (run != null) {
            return false;
        }
        if (held == null) {
            leave(news, "There is no such run.");
            return true;
        }
        Execution execution = plane.execution(held.row().execution());
        if (execution != null && execution.status().isCompleted()) {
            // tasks that still ran when it failed
            return false;
        }
        if (execution == null || !plane.isOwn(execution)) {
            leave(news, "Another node carries it on.");
            return true;
        }
        await(news);
        return true;
    }

    private void leave(List<News> news, String why) {
        held = null;
        commitAlone(news, why);
        plane.forget(this);
        next();
    }

    /** This node takes the execution up soon, and tells so. */
    private void await(List<News> news) {
        synchronized (mailbox) {
            mailbox.addAll(news);
            if (mailbox.stream().noneMatch(News.Begin.class::isInstance)) {
                busy = false;
                return;
            }
        }
        next();
    }

    /** The execution of the run as it is held here; a completed one as it is stored. */
    private Execution execution() {
        Run holder = run;
        return holder != null
                ? holder.execution()
                : Objects.requireNonNull(
                        plane.execution(Objects.requireNonNull(held).row().execution()));
    }

    private void commit(RunStep step, List<News> news) {
        if (step.isNothing()) {
            settle(step);
            next();
            return;
        }
        Change change = step.change();
        var committed =
                step.ended().isEmpty() ? plane.parts().committer().submit(change) : plane.commitEnds(step, change);
        var unused = committed.handle((outcome, failure) -> {
            try {
                if (failure == null) {
                    committed(step, news, outcome);
                } else {
                    failed(news, failure);
                }
            } finally {
                next();
            }
            return null;
        });
    }

    private void committed(RunStep step, List<News> news, Outcome outcome) {
        held = step.held();
        Run holder = run;
        if (holder != null) {
            holder.becomes(step.execution());
        }
        for (News one : news) {
            if (one instanceof News.Ended ended) {
                ended.answer().complete(outcome);
            }
        }
        settle(step);
    }

    private void settle(RunStep step) {
        Held stored = held;
        new Follow(plane, step, stored == null ? List.of() : stored.children().values()).happen();
        Run holder = run;
        if (holder != null && holder.execution().status().isCompleted()) {
            plane.parts().runs().over(holder);
            run = null;
        }
        Held now = held;
        if (now == null || (run == null && now.children().isEmpty())) {
            plane.forget(this);
        } else if (step.hasForeign() && !looksSoon) {
            looksSoon = true;
            plane.later(() -> tell(new News.Look()));
        }
    }

    private void failed(List<News> news, Throwable thrown) {
        Throwable failure =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        Run holder = news.get(0) instanceof News.Begin begin ? begin.run() : run;
        held = null;
        doubt = true;
        if (failure instanceof DroverException known && known.code() == ErrorCode.UNAVAILABLE) {
            again(news, known);
        } else if (failure instanceof DroverException known && known.code() == ErrorCode.CONFLICT) {
            LOG.warn("A step of workflow {} was refused; what is stored is read again. {}", id, known.getMessage());
            commitAlone(news, known.getMessage());
            if (holder != null && holder != run) {
                // it is completed, or taken over by another node
                plane.parts().runs().lose(holder.execution());
            }
            tell(new News.Look());
        } else {
            LOG.error("A step of workflow {} failed; the workflow fails.", id, failure);
            commitAlone(news, String.valueOf(failure));
            if (holder != null) {
                plane.fail(holder, failure);
            }
        }
    }

    /** The database is away: whoever told this comes again, or it is told again. */
    private void again(List<News> news, DroverException away) {
        for (News one : news) {
            if (one instanceof News.Ended ended) {
                ended.answer().completeExceptionally(away);
            } else if (one instanceof News.Asked asked) {
                asked.answer().completeExceptionally(away);
            }
        }
        if (plane.isClosed()) {
            return;
        }
        List<News> kept = new ArrayList<>(News.unanswered(news));
        if (!looksSoon) {
            // what could not be requested may be committed though nobody was told, and then nobody else tells of it
            looksSoon = true;
            kept.add(new News.Look());
        }
        if (!kept.isEmpty()) {
            plane.later(() -> kept.forEach(this::tell));
        }
    }

    private void commitAlone(List<News> news, String why) {
        for (News one : news) {
            if (one instanceof News.Ended ended) {
                var unused = plane.parts()
                        .ends()
                        .commit(ended.ended(), ended.change())
                        .whenComplete((outcome, failure) -> {
                            if (failure == null) {
                                ended.answer().complete(outcome);
                            } else {
                                ended.answer().completeExceptionally(failure);
                            }
                        });
            } else if (one instanceof News.Asked asked) {
                asked.answer().completeExceptionally(DroverException.conflict("The workflow was not asked. " + why));
            }
        }
    }

    /** Tells whoever waits for an answer that the daemon ends. */
    void release() {
        DroverException end = DroverException.of(ErrorCode.UNAVAILABLE, "The daemon ends.");
        List<News> left;
        synchronized (mailbox) {
            left = List.copyOf(mailbox);
            mailbox.clear();
        }
        for (News one : left) {
            if (one instanceof News.Ended ended) {
                ended.answer().completeExceptionally(end);
            } else if (one instanceof News.Asked asked) {
                asked.answer().completeExceptionally(end);
            }
        }
    }
}
