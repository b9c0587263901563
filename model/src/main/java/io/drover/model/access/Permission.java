package io.drover.model.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What an operation asks of its caller: StackStorm's permission types (platform spec 10.2), some of our own at the end, and
 * two that need no role.
 */
public enum Permission {
    /** Anyone, without a token. */
    PUBLIC(""),
    /** Whoever has proved who they are. */
    AUTHENTICATED(""),
    RUNNER_TYPE_LIST("runner_type"),
    RUNNER_TYPE_VIEW("runner_type"),
    RUNNER_TYPE_MODIFY("runner_type"),
    RUNNER_TYPE_ALL("runner_type"),
    PACK_LIST("pack"),
    PACK_VIEW("pack"),
    PACK_CREATE("pack"),
    PACK_MODIFY("pack"),
    PACK_DELETE("pack"),
    PACK_INSTALL("pack"),
    PACK_UNINSTALL("pack"),
    PACK_REGISTER("pack"),
    PACK_CONFIG("pack"),
    PACK_SEARCH("pack"),
    PACK_VIEWS_INDEX_HEALTH("pack"),
    PACK_ALL("pack"),
    SENSOR_TYPE_LIST("sensor_type"),
    SENSOR_TYPE_VIEW("sensor_type"),
    SENSOR_TYPE_MODIFY("sensor_type"),
    SENSOR_TYPE_ALL("sensor_type"),
    ACTION_LIST("action"),
    ACTION_VIEW("action"),
    ACTION_CREATE("action"),
    ACTION_MODIFY("action"),
    ACTION_DELETE("action"),
    ACTION_EXECUTE("action"),
    ACTION_ALL("action"),
    ACTION_ALIAS_LIST("action_alias"),
    ACTION_ALIAS_VIEW("action_alias"),
    ACTION_ALIAS_CREATE("action_alias"),
    ACTION_ALIAS_MODIFY("action_alias"),
    ACTION_ALIAS_MATCH("action_alias"),
    ACTION_ALIAS_HELP("action_alias"),
    ACTION_ALIAS_DELETE("action_alias"),
    ACTION_ALIAS_ALL("action_alias"),
    RULE_LIST("rule"),
    RULE_VIEW("rule"),
    RULE_CREATE("rule"),
    RULE_MODIFY("rule"),
    RULE_DELETE("rule"),
    RULE_ALL("rule"),
    RULE_ENFORCEMENT_LIST("rule_enforcement"),
    RULE_ENFORCEMENT_VIEW("rule_enforcement"),
    EXECUTION_LIST("execution"),
    EXECUTION_VIEW("execution"),
    EXECUTION_RERUN("execution"),
    EXECUTION_STOP("execution"),
    EXECUTION_ALL("execution"),
    EXECUTION_VIEWS_FILTERS_LIST("execution"),
    KEY_VALUE_PAIR_LIST("key_value_pair"),
    KEY_VALUE_PAIR_VIEW("key_value_pair"),
    KEY_VALUE_PAIR_SET("key_value_pair"),
    KEY_VALUE_PAIR_DELETE("key_value_pair"),
    KEY_VALUE_PAIR_ALL("key_value_pair"),
    WEBHOOK_LIST("webhook"),
    WEBHOOK_VIEW("webhook"),
    WEBHOOK_CREATE("webhook"),
    WEBHOOK_SEND("webhook"),
    WEBHOOK_DELETE("webhook"),
    WEBHOOK_ALL("webhook"),
    TIMER_LIST("timer"),
    TIMER_VIEW("timer"),
    TIMER_ALL("timer"),
    API_KEY_LIST("api_key"),
    API_KEY_VIEW("api_key"),
    API_KEY_CREATE("api_key"),
    API_KEY_MODIFY("api_key"),
    API_KEY_DELETE("api_key"),
    API_KEY_ALL("api_key"),
    TRACE_LIST("trace"),
    TRACE_VIEW("trace"),
    TRACE_ALL("trace"),
    TRIGGER_LIST("trigger"),
    TRIGGER_VIEW("trigger"),
    TRIGGER_ALL("trigger"),
    POLICY_TYPE_LIST("policy_type"),
    POLICY_TYPE_VIEW("policy_type"),
    POLICY_TYPE_ALL("policy_type"),
    POLICY_LIST("policy"),
    POLICY_VIEW("policy"),
    POLICY_CREATE("policy"),
    POLICY_MODIFY("policy"),
    POLICY_DELETE("policy"),
    POLICY_ALL("policy"),
    STREAM_VIEW("stream"),
    INQUIRY_LIST("inquiry"),
    INQUIRY_VIEW("inquiry"),
    INQUIRY_RESPOND("inquiry"),
    INQUIRY_ALL("inquiry"),
    TRIGGER_INSTANCE_EMIT("trigger_instance"),
    TRIGGER_INSTANCE_RE_EMIT("trigger_instance"),
    DEAD_LETTER_LIST("dead_letter"),
    DEAD_LETTER_VIEW("dead_letter"),
    DEAD_LETTER_RE_EMIT("dead_letter"),
    DEAD_LETTER_DELETE("dead_letter"),
    REPORT_QUERY("report"),
    AUDIT_VERIFY("audit"),
    USER_LIST("user"),
    USER_VIEW("user"),
    USER_CREATE("user"),
    USER_MODIFY("user"),
    USER_DELETE("user"),
    ROLE_LIST("role"),
    ROLE_VIEW("role"),
    ROLE_CREATE("role"),
    ROLE_MODIFY("role"),
    ROLE_DELETE("role"),
    ROLE_ASSIGN("role"),
    SILENCE_LIST("silence"),
    SILENCE_VIEW("silence"),
    SILENCE_MANAGE("silence"),
    FREEZE_LIST("freeze"),
    FREEZE_VIEW("freeze"),
    FREEZE_MANAGE("freeze"),
    /** Bringing in what runs as code on the host: packs, routes, DRL, programs. */
    CODE_DEPLOY("code");

    private static final Set<String> LOOKING = Set.of("list", "view", "search");

    private final String resourceType;

    Permission(String resourceType) {
        this.resourceType = resourceType;
    }

    /** Finds a permission by the word of grants, such as {@code action_list}. */
    public static Optional<Permission> of(String word) {
        return Arrays.stream(values())
                .filter(permission ->
                        permission.isGranted() && permission.word().equals(word))
                .findFirst();
    }

    /** {@return the word of grants and messages, such as {@code action_list}} */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@return what it is about, such as {@code action}; empty where it needs no role} */
    public String resourceType() {
        return resourceType;
    }

    /** {@return whether roles grant it} */
    public boolean isGranted() {
        return !resourceType.isEmpty();
    }

    /** {@return whether it only lets one look} */
    public boolean isLooking() {
        return LOOKING.contains(word().substring(word().lastIndexOf('_') + 1));
    }
}
