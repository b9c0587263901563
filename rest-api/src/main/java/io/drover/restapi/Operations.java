package io.drover.restapi;

import static io.drover.model.access.Permission.ACTION_CREATE;
import static io.drover.model.access.Permission.ACTION_DELETE;
import static io.drover.model.access.Permission.ACTION_EXECUTE;
import static io.drover.model.access.Permission.ACTION_LIST;
import static io.drover.model.access.Permission.ACTION_MODIFY;
import static io.drover.model.access.Permission.ACTION_VIEW;
import static io.drover.model.access.Permission.API_KEY_CREATE;
import static io.drover.model.access.Permission.API_KEY_DELETE;
import static io.drover.model.access.Permission.API_KEY_LIST;
import static io.drover.model.access.Permission.API_KEY_MODIFY;
import static io.drover.model.access.Permission.API_KEY_VIEW;
import static io.drover.model.access.Permission.AUDIT_VERIFY;
import static io.drover.model.access.Permission.AUTHENTICATED;
import static io.drover.model.access.Permission.DEAD_LETTER_DELETE;
import static io.drover.model.access.Permission.DEAD_LETTER_LIST;
import static io.drover.model.access.Permission.DEAD_LETTER_RE_EMIT;
import static io.drover.model.access.Permission.DEAD_LETTER_VIEW;
import static io.drover.model.access.Permission.EXECUTION_LIST;
import static io.drover.model.access.Permission.EXECUTION_RERUN;
import static io.drover.model.access.Permission.EXECUTION_STOP;
import static io.drover.model.access.Permission.EXECUTION_VIEW;
import static io.drover.model.access.Permission.EXECUTION_VIEWS_FILTERS_LIST;
import static io.drover.model.access.Permission.FREEZE_LIST;
import static io.drover.model.access.Permission.FREEZE_MANAGE;
import static io.drover.model.access.Permission.FREEZE_VIEW;
import static io.drover.model.access.Permission.INQUIRY_LIST;
import static io.drover.model.access.Permission.INQUIRY_RESPOND;
import static io.drover.model.access.Permission.INQUIRY_VIEW;
import static io.drover.model.access.Permission.KEY_VALUE_PAIR_DELETE;
import static io.drover.model.access.Permission.KEY_VALUE_PAIR_LIST;
import static io.drover.model.access.Permission.KEY_VALUE_PAIR_SET;
import static io.drover.model.access.Permission.KEY_VALUE_PAIR_VIEW;
import static io.drover.model.access.Permission.PACK_CONFIG;
import static io.drover.model.access.Permission.PACK_LIST;
import static io.drover.model.access.Permission.PACK_REGISTER;
import static io.drover.model.access.Permission.PACK_VIEW;
import static io.drover.model.access.Permission.POLICY_CREATE;
import static io.drover.model.access.Permission.POLICY_DELETE;
import static io.drover.model.access.Permission.POLICY_LIST;
import static io.drover.model.access.Permission.POLICY_MODIFY;
import static io.drover.model.access.Permission.POLICY_TYPE_LIST;
import static io.drover.model.access.Permission.POLICY_TYPE_VIEW;
import static io.drover.model.access.Permission.POLICY_VIEW;
import static io.drover.model.access.Permission.PUBLIC;
import static io.drover.model.access.Permission.REPORT_QUERY;
import static io.drover.model.access.Permission.ROLE_ASSIGN;
import static io.drover.model.access.Permission.ROLE_CREATE;
import static io.drover.model.access.Permission.ROLE_DELETE;
import static io.drover.model.access.Permission.ROLE_LIST;
import static io.drover.model.access.Permission.ROLE_MODIFY;
import static io.drover.model.access.Permission.ROLE_VIEW;
import static io.drover.model.access.Permission.RULE_CREATE;
import static io.drover.model.access.Permission.RULE_DELETE;
import static io.drover.model.access.Permission.RULE_ENFORCEMENT_LIST;
import static io.drover.model.access.Permission.RULE_ENFORCEMENT_VIEW;
import static io.drover.model.access.Permission.RULE_LIST;
import static io.drover.model.access.Permission.RULE_MODIFY;
import static io.drover.model.access.Permission.RULE_VIEW;
import static io.drover.model.access.Permission.RUNNER_TYPE_LIST;
import static io.drover.model.access.Permission.RUNNER_TYPE_MODIFY;
import static io.drover.model.access.Permission.RUNNER_TYPE_VIEW;
import static io.drover.model.access.Permission.SENSOR_TYPE_LIST;
import static io.drover.model.access.Permission.SENSOR_TYPE_MODIFY;
import static io.drover.model.access.Permission.SENSOR_TYPE_VIEW;
import static io.drover.model.access.Permission.SILENCE_LIST;
import static io.drover.model.access.Permission.SILENCE_MANAGE;
import static io.drover.model.access.Permission.SILENCE_VIEW;
import static io.drover.model.access.Permission.STREAM_VIEW;
import static io.drover.model.access.Permission.TIMER_LIST;
import static io.drover.model.access.Permission.TIMER_VIEW;
import static io.drover.model.access.Permission.TRACE_LIST;
import static io.drover.model.access.Permission.TRACE_VIEW;
import static io.drover.model.access.Permission.TRIGGER_INSTANCE_EMIT;
import static io.drover.model.access.Permission.TRIGGER_INSTANCE_RE_EMIT;
import static io.drover.model.access.Permission.TRIGGER_LIST;
import static io.drover.model.access.Permission.TRIGGER_VIEW;
import static io.drover.model.access.Permission.USER_CREATE;
import static io.drover.model.access.Permission.USER_DELETE;
import static io.drover.model.access.Permission.USER_LIST;
import static io.drover.model.access.Permission.USER_MODIFY;
import static io.drover.model.access.Permission.USER_VIEW;
import static io.drover.model.access.Permission.WEBHOOK_LIST;
import static io.drover.model.access.Permission.WEBHOOK_SEND;
import static io.drover.model.access.Permission.WEBHOOK_VIEW;
import static io.drover.restapi.http.Operation.hot;
import static io.drover.restapi.http.Operation.later;
import static io.drover.restapi.http.Operation.work;

import io.drover.engine.api.EntryPoints;
import io.drover.restapi.access.KeyOperations;
import io.drover.restapi.access.PayloadRights;
import io.drover.restapi.access.RoleOperations;
import io.drover.restapi.access.SetupOperations;
import io.drover.restapi.access.Subjects;
import io.drover.restapi.access.TokenOperations;
import io.drover.restapi.access.UserOperations;
import io.drover.restapi.audit.AuditOperations;
import io.drover.restapi.content.ActionChangeOperations;
import io.drover.restapi.content.ActionOperations;
import io.drover.restapi.content.ConfigOperations;
import io.drover.restapi.content.PackOperations;
import io.drover.restapi.content.SensorOperations;
import io.drover.restapi.content.TimerOperations;
import io.drover.restapi.content.TriggerOperations;
import io.drover.restapi.datastore.PairOperations;
import io.drover.restapi.events.DeadLetterOperations;
import io.drover.restapi.events.InstanceOperations;
import io.drover.restapi.events.TraceOperations;
import io.drover.restapi.events.WebhookOperations;
import io.drover.restapi.executions.ControlOperations;
import io.drover.restapi.executions.ExecutionOperations;
import io.drover.restapi.executions.RequestOperations;
import io.drover.restapi.executions.Runs;
import io.drover.restapi.executions.WorkflowOperations;
import io.drover.restapi.health.HealthOperations;
import io.drover.restapi.health.Traffic;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Operation;
import io.drover.restapi.inquiries.InquiryOperations;
import io.drover.restapi.policies.PolicyOperations;
import io.drover.restapi.reports.ReportOperations;
import io.drover.restapi.rules.BacktestOperations;
import io.drover.restapi.rules.EnforcementOperations;
import io.drover.restapi.rules.HistoryOperations;
import io.drover.restapi.rules.RuleOperations;
import io.drover.restapi.shape.ExecutionShape;
import io.drover.restapi.shape.RuleShape;
import io.drover.restapi.silences.FreezeOperations;
import io.drover.restapi.silences.SilenceOperations;
import io.drover.restapi.stream.StreamOperations;
import io.drover.restapi.stream.Streams;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The one table of all operations: method, path, permission, and what carries it out. */
final class Operations {
    private final HttpSettings settings;
    private final EntryPoints engine;
    private final RuleShape rules;
    private final Supplier<String> webUrl;
    private final ExecutionShape executions;
    private final Subjects subjects;
    private final Traffic traffic;

    Operations(HttpSettings settings, EntryPoints engine, Supplier<String> webUrl, Traffic traffic) {
        this.settings = settings;
        this.engine = engine;
        this.rules = new RuleShape(engine.rules(), engine.catalog());
        this.webUrl = webUrl;
        this.traffic = traffic;
        this.subjects = new Subjects(engine);
        this.executions = new ExecutionShape(engine.catalog(), engine.events()::find, rules, webUrl);
    }

    /** {@return streams of what the engine tells; of the event that caused an execution they show the id alone} */
    Streams streams(Streams.Settings streaming) {
        ExecutionShape shape = new ExecutionShape(engine.catalog(), id -> Optional.empty(), rules, webUrl);
        return new Streams(streaming, engine.feed(), engine.executions(), shape, InstantSource.system());
    }

    /** {@return every operation of the API} */
    List<Operation> all(Vertx vertx, Streams streams) {
        StreamOperations streaming = new StreamOperations(vertx, streams, engine.executions(), engine.access());
        return Stream.of(
                        daemon(vertx),
                        content(),
                        executions(streaming),
                        inquiries(),
                        streaming(streaming),
                        rules(),
                        policies(),
                        silences(),
                        events(),
                        datastore(),
                        access(),
                        people())
                .flatMap(List::stream)
                .toList();
    }

    private List<Operation> streaming(StreamOperations streams) {
        return List.of(
                work("GET", "/stream", STREAM_VIEW, streams::stream),
                work("GET", "/stream/v1/stream", STREAM_VIEW, streams::stream),
                work("GET", "/stream/v1/executions/{id}/output", EXECUTION_VIEW, streams::output)
                        .on(subjects::execution));
    }

    /** {@return what can be answered before there is an engine: that the process lives} */
    static List<Operation> starting(HttpSettings settings) {
        return List.of(
                alive(),
                index(settings),
                work(
                        "GET",
                        "/readyz",
                        PUBLIC,
                        call -> Answer.json(
                                503,
                                Map.of(
                                        "ready",
                                        false,
                                        "checks",
                                        Map.of("engine", Map.of("well", false, "warnings", 0))))));
    }

    private static Operation alive() {
        return hot(
                "GET",
                "/healthz",
                PUBLIC,
                call -> CompletableFuture.completedFuture(Answer.text(200, "text/plain; charset=UTF-8", "ok\n")));
    }

    private static Operation index(HttpSettings settings) {
        return work(
                "GET",
                "/",
                AUTHENTICATED,
                call -> Answer.ok(Map.of("version", settings.version(), "docs_url", "docs/api.md")));
    }

    private List<Operation> daemon(Vertx vertx) {
        HealthOperations health = new HealthOperations(engine.health(), traffic);
        ReportOperations reports = new ReportOperations(engine.reports(), vertx);
        return List.of(
                alive(),
                index(settings),
                work("GET", "/readyz", PUBLIC, health::ready),
                work("GET", "/metrics", PUBLIC, health::metrics),
                work("GET", "/checks", RULE_LIST, health::checks),
                work("POST", "/reports/query", REPORT_QUERY, reports::query),
                later("POST", "/reports/export", REPORT_QUERY, reports::export),
                work("GET", "/audit/verify", AUDIT_VERIFY, new AuditOperations(engine.audit())::verify));
    }

    private List<Operation> content() {
        ActionOperations actions = new ActionOperations(engine.catalog(), engine.runners());
        ActionChangeOperations changes = new ActionChangeOperations(engine.catalog(), engine.actions());
        TriggerOperations triggers = new TriggerOperations(engine.catalog());
        TimerOperations timers = new TimerOperations(engine.timers());
        SensorOperations sensors = new SensorOperations(engine.sensors(), engine.catalog());
        ConfigOperations configs = new ConfigOperations(engine.catalog(), engine.configs(), engine.access());
        PackOperations packs = new PackOperations(engine.catalog(), engine.packs(), engine.access());
        return List.of(
                work("GET", "/actions", ACTION_LIST, actions::list),
                work("POST", "/actions", ACTION_CREATE, changes::create).on(subjects::newAction),
                work("GET", "/actions/views/overview", ACTION_LIST, actions::overviews),
                work("GET", "/actions/views/overview/{ref}", ACTION_VIEW, actions::overview)
                        .on(subjects::action),
                work("GET", "/actions/views/entry_point/{ref}", ACTION_VIEW, actions::entryPoint)
                        .on(subjects::action),
                work("GET", "/actions/views/parameters/{ref}", ACTION_VIEW, actions::parameters)
                        .on(subjects::action),
                work("GET", "/actions/{ref}", ACTION_VIEW, actions::get).on(subjects::action),
                work("PUT", "/actions/{ref}", ACTION_MODIFY, changes::update).on(subjects::action),
                work("DELETE", "/actions/{ref}", ACTION_DELETE, changes::delete).on(subjects::action),
                work("POST", "/actions/{ref}/clone", ACTION_CREATE, changes::clone)
                        .on(subjects::clonedAction),
                work("GET", "/runnertypes", RUNNER_TYPE_LIST, actions::runners),
                work("GET", "/runnertypes/{name}", RUNNER_TYPE_VIEW, actions::runner)
                        .on(subjects::runner),
                work("PUT", "/runnertypes/{name}", RUNNER_TYPE_MODIFY, actions::updateRunner)
                        .on(subjects::runner),
                work("GET", "/triggertypes", TRIGGER_LIST, triggers::types),
                work("GET", "/triggertypes/{ref}", TRIGGER_VIEW, triggers::type).on(subjects::triggerType),
                work("GET", "/triggers", TRIGGER_LIST, triggers::triggers),
                work("GET", "/triggers/{ref}", TRIGGER_VIEW, triggers::trigger).on(subjects::trigger),
                work("GET", "/timers", TIMER_LIST, timers::list),
                work("GET", "/timers/views", TIMER_LIST, timers::views),
                work("GET", "/timers/views/{ref}", TIMER_VIEW, timers::view).on(subjects::timer),
                work("GET", "/timers/{ref}", TIMER_VIEW, timers::get).on(subjects::timer),
                work("GET", "/sensortypes", SENSOR_TYPE_LIST, sensors::list),
                work("GET", "/sensortypes/{ref}", SENSOR_TYPE_VIEW, sensors::get)
                        .on(subjects::sensor),
                work("PUT", "/sensortypes/{ref}", SENSOR_TYPE_MODIFY, sensors::update)
                        .on(subjects::sensor),
                work("POST", "/sensortypes/{ref}/try", SENSOR_TYPE_MODIFY, sensors::tryOut)
                        .on(subjects::sensor),
                work("GET", "/configs", PACK_LIST, configs::list),
                work("GET", "/configs/{pack}", PACK_VIEW, configs::get),
                work("PUT", "/configs/{pack}", PACK_CONFIG, configs::put),
                work("GET", "/config_schemas", PACK_LIST, configs::schemas),
                work("GET", "/config_schemas/{pack}", PACK_VIEW, configs::schema),
                work("GET", "/packs", PACK_LIST, packs::list),
                work("POST", "/packs/register", PACK_REGISTER, packs::register).on(subjects::registeredPack),
                work("GET", "/packs/{ref}", PACK_VIEW, packs::get).on(subjects::pack));
    }

    private List<Operation> executions(StreamOperations streams) {
        Runs shown = new Runs(engine.executions(), executions);
        RequestOperations requests = new RequestOperations(engine.executions(), engine.catalog(), shown);
        ControlOperations control = new ControlOperations(engine.executions(), shown);
        ExecutionOperations runs = new ExecutionOperations(engine.executions(), shown);
        WorkflowOperations workflows = new WorkflowOperations(engine.workflows());
        return List.of(
                hot("POST", "/executions", ACTION_EXECUTE, requests::create).on(subjects::requestedAction),
                work("GET", "/executions", EXECUTION_LIST, runs::list),
                work("GET", "/executions/views/filters", EXECUTION_VIEWS_FILTERS_LIST, runs::filters),
                work("GET", "/executions/{id}", EXECUTION_VIEW, runs::get).on(subjects::execution),
                later("PUT", "/executions/{id}", EXECUTION_STOP, control::update)
                        .on(subjects::execution),
                later("DELETE", "/executions/{id}", EXECUTION_STOP, control::cancel)
                        .on(subjects::execution),
                work("GET", "/executions/{id}/attribute/{attribute}", EXECUTION_VIEW, runs::attribute)
                        .on(subjects::execution),
                work("GET", "/executions/{id}/children", EXECUTION_VIEW, runs::children)
                        .on(subjects::execution),
                work(
                                "GET",
                                "/executions/{id}/output",
                                EXECUTION_VIEW,
                                call -> StreamOperations.isAskedFor(call) ? streams.output(call) : runs.output(call))
                        .on(subjects::execution),
                work("GET", "/executions/{id}/result", EXECUTION_VIEW, runs::result)
                        .on(subjects::execution),
                later("POST", "/executions/{id}/re_run", EXECUTION_RERUN, requests::rerun)
                        .on(subjects::execution),
                work("POST", "/workflows/inspect", ACTION_VIEW, workflows::inspect));
    }

    private List<Operation> inquiries() {
        InquiryOperations inquiries = new InquiryOperations(engine.inquiries());
        return List.of(
                work("GET", "/inquiries", INQUIRY_LIST, inquiries::list),
                work("GET", "/inquiries/{id}", INQUIRY_VIEW, inquiries::get).on(subjects::inquiry),
                work("PUT", "/inquiries/{id}", INQUIRY_RESPOND, inquiries::respond)
                        .on(subjects::inquiry));
    }

    private List<Operation> rules() {
        PayloadRights payloads = new PayloadRights(engine);
        RuleOperations operations =
                new RuleOperations(engine.catalog(), engine.rules(), rules, engine.access(), payloads);
        HistoryOperations history =
                new HistoryOperations(engine.ruleHistory(), engine.catalog(), payloads, InstantSource.system());
        BacktestOperations backtests = new BacktestOperations(engine.backtests(), payloads);
        EnforcementOperations enforcements = new EnforcementOperations(engine, executions, payloads);
        return List.of(
                work("GET", "/rules", RULE_LIST, operations::list),
                work("POST", "/rules", RULE_CREATE, operations::create).on(subjects::newRule),
                work("POST", "/rules/check", RULE_VIEW, operations::check),
                work("GET", "/rules/coverage", RULE_LIST, history::coverage),
                work("GET", "/rules/views", RULE_LIST, operations::views),
                work("GET", "/rules/views/{ref}", RULE_VIEW, operations::view).on(subjects::rule),
                work("GET", "/rules/{ref}", RULE_VIEW, operations::get).on(subjects::rule),
                work("PUT", "/rules/{ref}", RULE_MODIFY, operations::update).on(subjects::rule),
                work("DELETE", "/rules/{ref}", RULE_DELETE, operations::delete).on(subjects::rule),
                work("GET", "/rules/{ref}/revisions", RULE_VIEW, history::revisions)
                        .on(subjects::rule),
                work("GET", "/rules/{ref}/state", RULE_VIEW, operations::state).on(subjects::rule),
                work("DELETE", "/rules/{ref}/overlay", RULE_MODIFY, operations::reset)
                        .on(subjects::rule),
                work("GET", "/backtests", RULE_LIST, backtests::list),
                work("POST", "/backtests", RULE_CREATE, backtests::start),
                work("GET", "/backtests/{id}", RULE_VIEW, backtests::get),
                work("DELETE", "/backtests/{id}", RULE_CREATE, backtests::delete),
                work("GET", "/ruletypes", RULE_LIST, operations::types),
                work("GET", "/ruletypes/{id}", RULE_VIEW, operations::type),
                work("GET", "/ruleenforcements", RULE_ENFORCEMENT_LIST, enforcements::list),
                work("GET", "/ruleenforcements/views", RULE_ENFORCEMENT_LIST, enforcements::views),
                work("GET", "/ruleenforcements/views/{id}", RULE_ENFORCEMENT_VIEW, enforcements::view)
                        .on(subjects::enforcement),
                work("GET", "/ruleenforcements/{id}", RULE_ENFORCEMENT_VIEW, enforcements::get)
                        .on(subjects::enforcement));
    }

    private List<Operation> policies() {
        PolicyOperations policies = new PolicyOperations(engine.policies());
        return List.of(
                work("GET", "/policytypes", POLICY_TYPE_LIST, policies::types),
                work("GET", "/policytypes/{ref}", POLICY_TYPE_VIEW, policies::type)
                        .on(subjects::policyType),
                work("GET", "/policies", POLICY_LIST, policies::list),
                work("POST", "/policies", POLICY_CREATE, policies::create).on(subjects::newPolicy),
                work("GET", "/policies/{ref}", POLICY_VIEW, policies::get).on(subjects::policy),
                work("PUT", "/policies/{ref}", POLICY_MODIFY, policies::update).on(subjects::policy),
                work("DELETE", "/policies/{ref}", POLICY_DELETE, policies::delete)
                        .on(subjects::policy));
    }

    private List<Operation> silences() {
        SilenceOperations silences = new SilenceOperations(engine.silences());
        FreezeOperations freezes = new FreezeOperations(engine.freezes(), engine.catalog());
        return List.of(
                work("GET", "/silences", SILENCE_LIST, silences::list),
                work("POST", "/silences", SILENCE_MANAGE, silences::create),
                work("GET", "/silences/{id}", SILENCE_VIEW, silences::get),
                work("PUT", "/silences/{id}", SILENCE_MANAGE, silences::update),
                work("DELETE", "/silences/{id}", SILENCE_MANAGE, silences::delete),
                work("POST", "/silences/{id}/expire", SILENCE_MANAGE, silences::expire),
                work("GET", "/freezes", FREEZE_LIST, freezes::list),
                work("POST", "/freezes", FREEZE_MANAGE, freezes::start),
                work("GET", "/freezes/{id}", FREEZE_VIEW, freezes::get),
                work("DELETE", "/freezes/{id}", FREEZE_MANAGE, freezes::end));
    }

    private List<Operation> events() {
        WebhookOperations webhooks = new WebhookOperations(engine.webhooks());
        InstanceOperations instances = new InstanceOperations(engine.events());
        TraceOperations traces = new TraceOperations(engine.traces());
        DeadLetterOperations letters = new DeadLetterOperations(engine.deadLetters());
        return List.of(
                work("GET", "/webhooks", WEBHOOK_LIST, webhooks::list),
                hot("POST", "/webhooks/st2", WEBHOOK_SEND, webhooks::emit).on(subjects::anyTriggersWebhook),
                hot("POST", "/webhooks/{hook*}", WEBHOOK_SEND, webhooks::post)
                        .on(subjects::webhook)
                        .orSignedBy(webhooks::signer),
                work("GET", "/webhooks/{hook*}", WEBHOOK_VIEW, webhooks::get).on(subjects::webhook),
                work("GET", "/triggerinstances", TRIGGER_LIST, instances::list),
                later("POST", "/triggerinstances", TRIGGER_INSTANCE_EMIT, instances::create),
                work("GET", "/triggerinstances/{id}", TRIGGER_VIEW, instances::get)
                        .on(subjects::instance),
                work("GET", "/triggerinstances/{id}/why", TRIGGER_VIEW, instances::why)
                        .on(subjects::instance),
                later("POST", "/triggerinstances/{id}/re_emit", TRIGGER_INSTANCE_RE_EMIT, instances::reEmit)
                        .on(subjects::instance),
                work("GET", "/traces", TRACE_LIST, traces::list),
                work("GET", "/traces/{id}", TRACE_VIEW, traces::get).on(subjects::trace),
                work("GET", "/deadletters", DEAD_LETTER_LIST, letters::list),
                work("GET", "/deadletters/{id}", DEAD_LETTER_VIEW, letters::get).on(subjects::deadLetter),
                work("DELETE", "/deadletters/{id}", DEAD_LETTER_DELETE, letters::delete)
                        .on(subjects::deadLetter),
                later("POST", "/deadletters/{id}/re_emit", DEAD_LETTER_RE_EMIT, letters::reEmit)
                        .on(subjects::deadLetter));
    }

    private List<Operation> datastore() {
        PairOperations pairs = new PairOperations(engine.datastore());
        return List.of(
                work("GET", "/keys", KEY_VALUE_PAIR_LIST, pairs::list).on(PairOperations::subject),
                work("GET", "/keys/{name*}", KEY_VALUE_PAIR_VIEW, pairs::get).on(PairOperations::subject),
                work("PUT", "/keys/{name*}", KEY_VALUE_PAIR_SET, pairs::set).on(PairOperations::subject),
                work("DELETE", "/keys/{name*}", KEY_VALUE_PAIR_DELETE, pairs::delete)
                        .on(PairOperations::subject));
    }

    private List<Operation> access() {
        KeyOperations keys = new KeyOperations(engine.keys(), settings.authEnabled());
        TokenOperations tokens = new TokenOperations(engine.logins(), settings.proxy(), webUrl);
        SetupOperations setup = new SetupOperations(engine.firstStart());
        return List.of(
                later("POST", "/tokens", PUBLIC, tokens::create),
                work("DELETE", "/tokens", AUTHENTICATED, tokens::delete),
                work("POST", "/tokens/validate", AUTHENTICATED, tokens::validate),
                work("GET", "/sso", PUBLIC, tokens::sso),
                work("GET", "/setup", PUBLIC, setup::page),
                later("POST", "/setup", PUBLIC, setup::complete),
                work("GET", "/user", AUTHENTICATED, keys::user),
                work("GET", "/apikeys", API_KEY_LIST, keys::list),
                work("POST", "/apikeys", API_KEY_CREATE, keys::create).on(subjects::newKey),
                work("GET", "/apikeys/{key}", API_KEY_VIEW, keys::get).on(subjects::key),
                work("PUT", "/apikeys/{key}", API_KEY_MODIFY, keys::update).on(subjects::key),
                work("DELETE", "/apikeys/{key}", API_KEY_DELETE, keys::delete).on(subjects::key));
    }

    private List<Operation> people() {
        UserOperations users = new UserOperations(engine.users(), engine.access());
        RoleOperations roles = new RoleOperations(engine.roles());
        return List.of(
                work("GET", "/users", USER_LIST, users::list),
                later("POST", "/users", USER_CREATE, users::create),
                work("GET", "/users/{name}", USER_VIEW, users::get).on(subjects::user),
                work("PUT", "/users/{name}", USER_MODIFY, users::update).on(subjects::user),
                later("PUT", "/users/{name}/password", AUTHENTICATED, users::password),
                work("DELETE", "/users/{name}", USER_DELETE, users::delete).on(subjects::user),
                work("GET", "/rbac/permission_types", ROLE_LIST, roles::permissionTypes),
                work("GET", "/rbac/permission_types/{type}", ROLE_LIST, roles::permissionTypesOf),
                work("GET", "/rbac/roles", ROLE_LIST, roles::list),
                work("POST", "/rbac/roles", ROLE_CREATE, roles::create),
                work("GET", "/rbac/roles/{name}", ROLE_VIEW, roles::get).on(subjects::role),
                work("PUT", "/rbac/roles/{name}", ROLE_MODIFY, roles::update).on(subjects::role),
                work("DELETE", "/rbac/roles/{name}", ROLE_DELETE, roles::delete).on(subjects::role),
                work("GET", "/rbac/role_assignments", ROLE_LIST, roles::assignments),
                work("POST", "/rbac/role_assignments", ROLE_ASSIGN, roles::assign),
                work("GET", "/rbac/role_assignments/{id}", ROLE_LIST, roles::assignment),
                work("DELETE", "/rbac/role_assignments/{id}", ROLE_ASSIGN, roles::unassign));
    }
}
