package io.drover.persistence;

import io.drover.model.access.AccessToken;
import io.drover.model.access.RoleAssignment;
import io.drover.model.access.User;
import io.drover.model.action.ActionResult;
import io.drover.model.audit.AuditRecord;
import io.drover.model.execution.Execution;
import io.drover.model.execution.Position;
import io.drover.model.pack.Kind;
import io.drover.model.pack.Ref;
import io.drover.model.rule.ClauseError;
import io.drover.model.rule.LimitedMatches;
import io.drover.model.rule.RuleRevision;
import io.drover.model.store.Audit;
import io.drover.model.store.Contents;
import io.drover.model.store.Executions;
import io.drover.model.store.Transaction;
import io.drover.model.store.WorkflowRuns;
import io.drover.model.trigger.TriggerInstance;
import io.drover.model.workflow.TaskRun;
import io.drover.model.workflow.WorkflowPart;
import io.drover.model.workflow.WorkflowRun;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happened before the reports: four events, of which one came from another source and matched nothing; three
 * executions, of which one succeeded, one runs and one failed; a rule that never matched; an error in a clause; matches that a
 * limit stopped; the tasks of the workflow that runs.
 */
final class ReportStory {
    private ReportStory() {}

    static void tell(Transaction t) {
        for (int i = 1; i <= 3; i++) {
            t.triggerInstances().insertAll(List.of(Samples.entry(Samples.event(i), 1, i)));
            t.enforcements().insertAll(List.of(Samples.enforcement(i)));
            t.executions().insertAll(List.of(Samples.entry(Samples.execution(i), 1, 10 + i)));
            t.audit()
                    .appendAll(List.of(
                            Samples.audit(i, "requested", "execution", Samples.id(3, i), 1, 20 + i),
                            Samples.audit(i, "succeeded", "execution", Samples.id(3, i), 1, 30 + i)));
        }
        Execution third = Samples.execution(3);
        t.executions()
                .updateAll(List.of(
                        new Executions.Update(Samples.completed(Samples.execution(1)), 1),
                        new Executions.Update(
                                third.completedWith(
                                        ActionResult.failed("no route to host"),
                                        third.requestedAt().plusSeconds(4)),
                                1)));
        t.triggerInstances().insertAll(List.of(Samples.entry(lonely(), 1, 4)));
        t.rules().append(revision("restart", true));
        t.rules().append(revision("page", false));
        Instant hour = Samples.at(1).truncatedTo(ChronoUnit.HOURS);
        List<ClauseError> counted = t.enforcements()
                .count(List.of(
                        new ClauseError(Samples.RULE, 1, "trigger.load", hour, "no number", Samples.id(1, 1), 7)));
        if (counted.size() != 1) {
            throw new IllegalStateException("Expected a first error");
        }
        limit(t);
        t.contents()
                .putAll(List.of(
                        content(Kind.ACTION, "core.local", Map.of("name", "local", "runner_type", "local-shell-cmd")),
                        content(Kind.PACK, "ops.ops", Map.of("name", "ops", "version", "1.2.0"))));
        runWorkflow(t);
        t.users().put(new User("ada", "$argon2id$planted-hash", true, User.Origin.LOCAL, Samples.at(0)));
        t.users().put(new User("bob", null, false, User.Origin.FILE, Samples.at(1)));
        t.roles().assign(new RoleAssignment("ada", "viewer", null, "API", false));
        t.roles().assign(new RoleAssignment("ada", "author", null, "API", false));
        t.roles().assign(new RoleAssignment("ada", "viewer", null, "group: ops", true));
        for (int login = 2; login <= 3; login++) {
            t.accessTokens()
                    .add(new AccessToken(
                            Samples.id(8, login),
                            "ada",
                            "planted-token-" + login,
                            Samples.at(60),
                            Map.of(),
                            false,
                            Samples.at(login)));
        }
        AuditRecord disabled = AuditRecord.of("ada", "disabled", "rule", "ops.page", null, Samples.at(9));
        t.audit().appendAll(List.of(new Audit.Entry(disabled.because("it pages at night"), new Position(1, 1, 50))));
    }

    /** Seven further matches were throttled, and two events came too late. */
    private static void limit(Transaction t) {
        Instant hour = Samples.at(1).truncatedTo(ChronoUnit.HOURS);
        List<LimitedMatches> first = t.limitedCounts()
                .add(List.of(limited("throttle", "web-1", Samples.at(2), 7), limited("late", "", hour, 2)));
        if (first.size() != 2) {
            throw new IllegalStateException("Expected the first of their windows");
        }
    }

    private static LimitedMatches limited(String limit, String key, Instant window, long count) {
        return new LimitedMatches(
                Samples.RULE,
                1,
                limit,
                key,
                window,
                Samples.id(1, 2),
                Samples.id(1, 3),
                Samples.at(2),
                Samples.at(3),
                count);
    }

    /** The second execution, were it one of a workflow. */
    private static void runWorkflow(Transaction t) {
        WorkflowRun run = new WorkflowRun(Samples.id(6, 1), Samples.id(3, 2), 1, "tasks: …");
        List<WorkflowPart> parts = List.of(
                new WorkflowPart("head", Map.of(), null),
                part(0, "restart", null, 2_500),
                part(1, "check", 3, 40_500),
                part(2, "restart", null, 3_750),
                new WorkflowPart(
                        "task/3",
                        Map.of(),
                        new TaskRun(Samples.id(7, 3), "page", 1, "running", null, Samples.at(0), null)));
        if (!t.workflowRuns()
                .writeAll(List.of(new WorkflowRuns.Update(run, parts)))
                .isEmpty()) {
            throw new IllegalStateException("Expected a first revision");
        }
    }

    private static WorkflowPart part(int place, String task, @Nullable Integer items, int millis) {
        TaskRun run = new TaskRun(
                Samples.id(7, place),
                task,
                0,
                "succeeded",
                items,
                Samples.at(place),
                Samples.at(place).plusMillis(millis));
        return new WorkflowPart("task/" + place, Map.of(), run);
    }

    private static TriggerInstance lonely() {
        TriggerInstance model = Samples.event(4);
        Ref received = Ref.of("mail", "received");
        return new TriggerInstance(
                model.id(),
                received,
                received,
                model.payload(),
                model.occurredAt(),
                model.acceptedAt(),
                model.dedupeKey(),
                "mail.inbox",
                model.trace());
    }

    private static RuleRevision revision(String name, boolean enabled) {
        return new RuleRevision(
                Ref.of("ops", name),
                1,
                Map.of("name", name, "pack", "ops", "enabled", enabled),
                true,
                1,
                Samples.at(0),
                "files");
    }

    private static Contents.Content content(Kind kind, String ref, Map<String, Object> document) {
        return new Contents.Content(
                kind, Ref.parse(ref), "f".repeat(64), Map.copyOf(document), true, true, Samples.at(0));
    }
}
