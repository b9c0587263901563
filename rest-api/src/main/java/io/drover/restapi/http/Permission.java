package io.drover.restapi.http;

import io.drover.model.access.Principal;
import java.util.Locale;

/**
 * What an operation asks of its caller: StackStorm's permission types, some of our own below, and two that need no role.
 */
public enum Permission {
    /** Anyone, without a token. */
    PUBLIC,
    /** Whoever has proved who they are. */
    AUTHENTICATED,
    ACTION_LIST,
    ACTION_VIEW,
    ACTION_EXECUTE,
    API_KEY_LIST,
    API_KEY_VIEW,
    API_KEY_CREATE,
    API_KEY_MODIFY,
    API_KEY_DELETE,
    EXECUTION_LIST,
    EXECUTION_VIEW,
    EXECUTION_VIEWS_FILTERS_LIST,
    EXECUTION_RERUN,
    EXECUTION_STOP,
    KEY_VALUE_PAIR_LIST,
    KEY_VALUE_PAIR_VIEW,
    KEY_VALUE_PAIR_SET,
    KEY_VALUE_PAIR_DELETE,
    PACK_LIST,
    PACK_VIEW,
    PACK_REGISTER,
    PACK_CONFIG,
    RULE_LIST,
    RULE_VIEW,
    RULE_CREATE,
    RULE_MODIFY,
    RULE_DELETE,
    RULE_ENFORCEMENT_LIST,
    RULE_ENFORCEMENT_VIEW,
    RUNNER_TYPE_LIST,
    RUNNER_TYPE_VIEW,
    SENSOR_TYPE_LIST,
    SENSOR_TYPE_VIEW,
    SENSOR_TYPE_MODIFY,
    TIMER_LIST,
    TIMER_VIEW,
    STREAM_VIEW,
    TRACE_LIST,
    TRACE_VIEW,
    TRIGGER_LIST,
    TRIGGER_VIEW,
    WEBHOOK_LIST,
    WEBHOOK_VIEW,
    WEBHOOK_SEND,
    DEAD_LETTER_LIST,
    DEAD_LETTER_VIEW,
    DEAD_LETTER_RE_EMIT,
    DEAD_LETTER_DELETE,
    AUDIT_VERIFY,
    REPORT_QUERY,
    TRIGGER_INSTANCE_EMIT,
    TRIGGER_INSTANCE_RE_EMIT;

    /** {@return whether a principal may do this} */
    public boolean allows(Principal principal) {
        return switch (this) {
            case PUBLIC, AUTHENTICATED -> true;
            case API_KEY_LIST, API_KEY_VIEW, API_KEY_CREATE, API_KEY_MODIFY, API_KEY_DELETE, AUDIT_VERIFY ->
                principal.isAdmin();
            default -> principal.isAdmin() || principal.roles().contains(Principal.ACTION);
        };
    }

    /** {@return the word of grants and messages, such as {@code action_list}} */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
