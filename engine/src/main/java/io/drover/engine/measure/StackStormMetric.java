package io.drover.engine.measure;

import io.drover.engine.api.Metric;
import io.drover.model.audit.AuditRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** What StackStorm documents to count (platform spec 11.4) and Drover counts, too: from the audit records of a commit. */
public enum StackStormMetric {
    STATUS(
            "st2_action_executions_status_total",
            "status",
            null,
            "action.executions.<status>",
            "Executions that came to a status."),
    EXECUTIONS(
            "st2_action_executions_total",
            "action",
            "action.executions",
            "action.<ref>.executions",
            "Executions that ended."),
    EXECUTION_TIMES(
            "st2_action_executions_seconds",
            "action",
            "action.executions",
            "action.<ref>.executions",
            "How long executions ran."),
    RULE_PROCESSED(
            "st2_rule_processed_total",
            "rule",
            "rule.processed",
            "rule.<ref>.processed",
            "Matches of rules that were worked on."),
    RULE_MATCHED("st2_rule_matched_total", "rule", "rule.matched", "rule.<ref>.matched", "Matches of rules."),
    TRIGGER_PROCESSED(
            "st2_trigger_processed_total", "trigger", null, "trigger.<ref>.processed", "Events that were accepted.");

    private static final Set<String> FINAL = Set.of("succeeded", "failed", "timeout", "abandoned", "canceled");
    private static final Set<String> MATCHES = Set.of("enforced", "shadowed", "failed");

    private final String prometheus;
    private final String label;
    private final @Nullable String ofAll;
    private final String ofEach;
    private final String meaning;

    StackStormMetric(String prometheus, String label, @Nullable String ofAll, String ofEach, String meaning) {
        this.prometheus = prometheus;
        this.label = label;
        this.ofAll = ofAll;
        this.ofEach = ofEach;
        this.meaning = meaning;
    }

    /**
     * One thing to be counted.
     *
     * @param of which status, action, rule or trigger
     */
    public record Counted(StackStormMetric metric, String of) {}

    public String prometheus() {
        return prometheus;
    }

    public String label() {
        return label;
    }

    public String meaning() {
        return meaning;
    }

    /** {@return whether it is told how long something took; else how often it happened} */
    public boolean isTime() {
        return this == EXECUTION_TIMES;
    }

    Metric.Type type() {
        return isTime() ? Metric.Type.SUMMARY : Metric.Type.COUNTER;
    }

    /** {@return StackStorm's names, as it documents them} */
    public List<String> documented() {
        return ofAll == null ? List.of(ofEach) : List.of(ofAll, ofEach);
    }

    /** {@return StackStorm's names for one status, action, rule or trigger; what is counted counts for each of them} */
    public List<String> names(String of) {
        return documented().stream()
                .map(name -> name.replaceFirst("<[a-z]+>", Matcher.quoteReplacement(of)))
                .toList();
    }

    /** {@return whether an execution's record tells that it is over} */
    public static boolean isEnd(AuditRecord happened) {
        return happened.kind().equals("execution") && FINAL.contains(happened.what());
    }

    /** {@return what a record is counted as} */
    public static List<Counted> of(AuditRecord happened) {
        String what = happened.what();
        return switch (happened.kind()) {
            case "event" ->
                what.equals("accepted")
                        ? List.of(new Counted(
                                TRIGGER_PROCESSED,
                                String.valueOf(happened.details().get("trigger"))))
                        : List.of();
            case "rule" ->
                MATCHES.contains(what)
                        ? List.of(
                                new Counted(RULE_PROCESSED, happened.subject()),
                                new Counted(RULE_MATCHED, happened.subject()))
                        : List.of();
            case "execution" -> ofExecution(happened);
            default -> List.of();
        };
    }

    private static List<Counted> ofExecution(AuditRecord happened) {
        List<Counted> counted = new ArrayList<>();
        counted.add(new Counted(STATUS, happened.what().equals("started") ? "running" : happened.what()));
        if (isEnd(happened)) {
            counted.add(new Counted(EXECUTIONS, action(happened)));
        }
        return counted;
    }

    /** {@return the action of an execution's record} */
    public static String action(AuditRecord happened) {
        return String.valueOf(happened.details().get("action"));
    }
}
