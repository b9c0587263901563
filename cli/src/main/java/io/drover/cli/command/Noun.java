package io.drover.cli.command;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** The first word of a command. Its verbs are built only when they are asked for: that is what keeps starting fast. */
enum Noun {
    RUN("run", "Invoke an action and wait for its result."),
    ACTION("action", "What can be done when something happens."),
    APIKEY("apikey", "API keys."),
    AUDIT("audit", "Who did what, and whether the records of it are as they were written."),
    AUTH("auth", "Print a token, got by a password."),
    BACKTEST("backtest", "Rules that were tried over the events that are stored."),
    COMPLETION("completion", "Print the completion script for bash."),
    DEAD_LETTER("dead-letter", "What sources delivered and had to be refused."),
    EXECUTION("execution", "Invocations of actions."),
    EXPRESSION("expression", "Evaluate expressions, without a daemon."),
    IMPORT("import", "Translate what other products use into a pack, without a daemon."),
    FREEZE("freeze", "Letting rules match, and dispatching nothing."),
    INQUIRY("inquiry", "Questions that wait for people."),
    KEY("key", "Texts by name, some of them secret: the datastore."),
    LOGIN("login", "Log in; later commands ask as you."),
    LOGOUT("logout", "Log out: the token is worth nothing any more."),
    PACK("pack", "Bundles of rules, actions, sensors and trigger types."),
    POLICY("policy", "What holds for all executions of an action."),
    POLICY_TYPE("policy-type", "What policies can do."),
    REPORT("report", "Ask the reporting views."),
    ROLE("role", "Bundles of rights."),
    ROLE_ASSIGNMENT("role-assignment", "Who has which role."),
    RULE("rule", "Which action to invoke when an event meets criteria."),
    RULE_ENFORCEMENT("rule-enforcement", "What came of matches between events and rules."),
    RUNNER("runner", "What carries actions out."),
    SENSOR("sensor", "What watches the outside world and emits events."),
    SILENCE("silence", "Keeping matches of rules from their actions for a time."),
    TIMER("timer", "Triggers that time makes events of."),
    TRACE("trace", "All that one event or request caused."),
    TRIGGER("trigger", "Types of events."),
    TRIGGER_INSTANCE("trigger-instance", "Events that were received.", "event"),
    USER("user", "Those who may log in."),
    WHOAMI("whoami", "Show as whom the daemon knows you."),
    WHY("why", "Explain why an event did, or did not, lead to something."),
    WORKFLOW("workflow", "Inspect, draw and rehearse workflows, without a daemon.");

    private final String word;
    private final String summary;
    private final String alias;

    Noun(String word, String summary) {
        this(word, summary, "");
    }

    Noun(String word, String summary, String alias) {
        this.word = word;
        this.summary = summary;
        this.alias = alias;
    }

    static Optional<Noun> of(String word) {
        return Arrays.stream(values())
                .filter(noun -> noun.word.equals(word) || (noun.alias.equals(word) && !word.isEmpty()))
                .findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(noun -> noun.word).toList();
    }

    String word() {
        return word;
    }

    String summary() {
        return summary;
    }

    CommandSpec spec() {
        CommandSpec spec = switch (this) {
            case RUN -> RunCommand.spec(summary);
            case ACTION -> ContentCommands.action(summary);
            case APIKEY -> ApiKeyCommands.spec(summary);
            case AUDIT -> AuditCommands.spec(summary);
            case AUTH -> LoginCommands.auth(summary);
            case BACKTEST -> BacktestCommands.spec(summary);
            case COMPLETION -> CompletionCommand.spec(summary);
            case DEAD_LETTER -> EventCommands.deadLetter(summary);
            case EXECUTION -> ExecutionCommands.spec(summary);
            case EXPRESSION -> ExpressionCommands.spec(summary);
            case IMPORT -> ImportCommands.spec(summary);
            case FREEZE -> SilenceCommands.freeze(summary);
            case INQUIRY -> InquiryCommands.spec(summary);
            case KEY -> KeyCommands.spec(summary);
            case LOGIN -> LoginCommands.login(summary);
            case LOGOUT -> LoginCommands.logout(summary);
            case PACK -> PackCommands.spec(summary);
            case POLICY -> PolicyCommands.policy(summary);
            case POLICY_TYPE -> PolicyCommands.type(summary);
            case REPORT -> ReportCommands.spec(summary);
            case ROLE -> UserCommands.role(summary);
            case ROLE_ASSIGNMENT -> UserCommands.assignment(summary);
            case RULE -> RuleCommands.spec(summary);
            case RULE_ENFORCEMENT -> EventCommands.enforcement(summary);
            case RUNNER -> ContentCommands.runner(summary);
            case SENSOR -> ContentCommands.sensor(summary);
            case SILENCE -> SilenceCommands.silence(summary);
            case TIMER -> TimerCommands.spec(summary);
            case TRACE -> TraceCommands.spec(summary);
            case TRIGGER -> ContentCommands.trigger(summary);
            case TRIGGER_INSTANCE -> EventCommands.triggerInstance(summary);
            case USER -> UserCommands.user(summary);
            case WHOAMI -> ContentCommands.whoami(summary);
            case WHY -> RuleCommands.why("why", summary);
            case WORKFLOW -> WorkflowCommands.spec(summary);
        };
        if (!alias.isEmpty()) {
            spec.aliases(alias);
        }
        return spec;
    }
}
