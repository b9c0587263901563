package io.drover.restapi;

import static io.drover.restapi.http.Operation.hot;
import static io.drover.restapi.http.Operation.later;
import static io.drover.restapi.http.Operation.work;
import static io.drover.restapi.http.Permission.ACTION_EXECUTE;
import static io.drover.restapi.http.Permission.ACTION_LIST;
import static io.drover.restapi.http.Permission.ACTION_VIEW;
import static io.drover.restapi.http.Permission.API_KEY_CREATE;
import static io.drover.restapi.http.Permission.API_KEY_DELETE;
import static io.drover.restapi.http.Permission.API_KEY_LIST;
import static io.drover.restapi.http.Permission.API_KEY_MODIFY;
import static io.drover.restapi.http.Permission.API_KEY_VIEW;
import static io.drover.restapi.http.Permission.AUDIT_VERIFY;
import static io.drover.restapi.http.Permission.AUTHENTICATED;
import static io.drover.restapi.http.Permission.DEAD_LETTER_DELETE;
import static io.drover.restapi.http.Permission.DEAD_LETTER_LIST;
import static io.drover.restapi.http.Permission.DEAD_LETTER_RE_EMIT;
import static io.drover.restapi.http.Permission.DEAD_LETTER_VIEW;
import static io.drover.restapi.http.Permission.EXECUTION_LIST;
import static io.drover.restapi.http.Permission.EXECUTION_RERUN;
import static io.drover.restapi.http.Permission.EXECUTION_STOP;
import static io.drover.restapi.http.Permission.EXECUTION_VIEW;
import static io.drover.restapi.http.Permission.EXECUTION_VIEWS_FILTERS_LIST;
import static io.drover.restapi.http.Permission.KEY_VALUE_PAIR_DELETE;
import static io.drover.restapi.http.Permission.KEY_VALUE_PAIR_LIST;
import static io.drover.restapi.http.Permission.KEY_VALUE_PAIR_SET;
import static io.drover.restapi.http.Permission.KEY_VALUE_PAIR_VIEW;
import static io.drover.restapi.http.Permission.PACK_CONFIG;
import static io.drover.restapi.http.Permission.PACK_LIST;
import static io.drover.restapi.http.Permission.PACK_REGISTER;
import static io.drover.restapi.http.Permission.PACK_VIEW;
import static io.drover.restapi.http.Permission.PUBLIC;
import static io.drover.restapi.http.Permission.REPORT_QUERY;
import static io.drover.restapi.http.Permission.RULE_CREATE;
import static io.drover.restapi.http.Permission.RULE_DELETE;
import static io.drover.restapi.http.Permission.RULE_ENFORCEMENT_LIST;
import static io.drover.restapi.http.Permission.RULE_ENFORCEMENT_VIEW;
import static io.drover.restapi.http.Permission.RULE_LIST;
import static io.drover.restapi.http.Permission.RULE_MODIFY;
import static io.drover.restapi.http.Permission.RULE_VIEW;
import static io.drover.restapi.http.Permission.RUNNER_TYPE_LIST;
import static io.drover.restapi.http.Permission.RUNNER_TYPE_VIEW;
import static io.drover.restapi.http.Permission.SENSOR_TYPE_LIST;
import static io.drover.restapi.http.Permission.SENSOR_TYPE_MODIFY;
import static io.drover.restapi.http.Permission.SENSOR_TYPE_VIEW;
import static io.drover.restapi.http.Permission.STREAM_VIEW;
import static io.drover.restapi.http.Permission.TIMER_LIST;
import static io.drover.restapi.http.Permission.TIMER_VIEW;
import static io.drover.restapi.http.Permission.TRACE_LIST;
import static io.drover.restapi.http.Permission.TRACE_VIEW;
import static io.drover.restapi.http.Permission.TRIGGER_INSTANCE_EMIT;
import static io.drover.restapi.http.Permission.TRIGGER_INSTANCE_RE_EMIT;
import static io.drover.restapi.http.Permission.TRIGGER_LIST;
import static io.drover.restapi.http.Permission.TRIGGER_VIEW;
import static io.drover.restapi.http.Permission.WEBHOOK_LIST;
import static io.drover.restapi.http.Permission.WEBHOOK_SEND;
import static io.drover.restapi.http.Permission.WEBHOOK_VIEW;

import io.drover.engine.api.EntryPoints;
import io.drover.restapi.access.KeyOperations;
import io.drover.restapi.audit.AuditOperations;
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
import io.drover.restapi.executions.ExecutionOperations;
import io.drover.restapi.health.HealthOperations;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Operation;
import io.drover.restapi.reports.ReportOperations;
import io.drover.restapi.rules.EnforcementOperations;
import io.drover.restapi.rules.RuleOperations;
import io.drover.restapi.shape.ExecutionShape;
import io.drover.restapi.shape.RuleShape;
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

    Operations(HttpSettings settings, EntryPoints engine, Supplier<String> webUrl) {
        this.settings = settings;
        this.engine = engine;
        this.rules = new RuleShape(engine.rules(), engine.catalog());
        this.webUrl = webUrl;
        this.executions = new ExecutionShape(engine.catalog(), engine.events()::find, rules, webUrl);
    }

    /** {@return streams of what the engine tells; of the event that caused an execution they show the id alone} */
    Streams streams(Streams.Settings streaming) {
        ExecutionShape shape = new ExecutionShape(engine.catalog(), id -> Optional.empty(), rules, webUrl);
        return new Streams(streaming, engine.feed(), engine.executions(), shape, InstantSource.system());
    }

    /** {@return every operation of the API} */
    List<Operation> all(Vertx vertx, Streams streams) {
        StreamOperations streaming = new StreamOperations(vertx, streams, engine.executions());
        return Stream.of(
                        daemon(vertx),
                        content(),
                        executions(streaming),
                        streaming(streaming),
                        rules(),
                        events(),
                        datastore(),
                        access())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Operation> streaming(StreamOperations streams) {
        return List.of(
                work("GET", "/stream", STREAM_VIEW, streams::stream),
                work("GET", "/stream/v1/stream", STREAM_VIEW, streams::stream),
                work("GET", "/stream/v1/executions/{id}/output", STREAM_VIEW, streams::output));
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
                                        Map.of("engine", Map.of("well", false, "detail", "it is starting"))))));
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
        HealthOperations health = new HealthOperations(engine.health());
        ReportOperations reports = new ReportOperations(engine.reports(), vertx);
        return List.of(
                alive(),
                index(settings),
                work("GET", "/readyz", PUBLIC, health::ready),
                work("GET", "/metrics", PUBLIC, health::metrics),
                work("POST", "/reports/query", REPORT_QUERY, reports::query),
                later("POST", "/reports/export", REPORT_QUERY, reports::export),
                work("GET", "/audit/verify", AUDIT_VERIFY, new AuditOperations(engine.audit())::verify));
    }

    private List<Operation> content() {
        ActionOperations actions = new ActionOperations(engine.catalog());
        TriggerOperations triggers = new TriggerOperations(engine.catalog());
        TimerOperations timers = new TimerOperations(engine.timers());
        SensorOperations sensors = new SensorOperations(engine.sensors(), engine.catalog());
        ConfigOperations configs = new ConfigOperations(engine.catalog(), engine.configs());
        PackOperations packs = new PackOperations(engine.catalog(), engine.packs());
        return List.of(
                work("GET", "/actions", ACTION_LIST, actions::list),
                work("GET", "/actions/views/overview", ACTION_LIST, actions::overviews),
                work("GET", "/actions/views/overview/{ref}", ACTION_VIEW, actions::overview),
                work("GET", "/actions/views/parameters/{ref}", ACTION_VIEW, actions::parameters),
                work("GET", "/actions/{ref}", ACTION_VIEW, actions::get),
                work("GET", "/runnertypes", RUNNER_TYPE_LIST, actions::runners),
                work("GET", "/runnertypes/{name}", RUNNER_TYPE_VIEW, actions::runner),
                work("GET", "/triggertypes", TRIGGER_LIST, triggers::types),
                work("GET", "/triggertypes/{ref}", TRIGGER_VIEW, triggers::type),
                work("GET", "/triggers", TRIGGER_LIST, triggers::triggers),
                work("GET", "/triggers/{ref}", TRIGGER_VIEW, triggers::trigger),
                work("GET", "/timers", TIMER_LIST, timers::list),
                work("GET", "/timers/views", TIMER_LIST, timers::views),
                work("GET", "/timers/views/{ref}", TIMER_VIEW, timers::view),
                work("GET", "/timers/{ref}", TIMER_VIEW, timers::get),
                work("GET", "/sensortypes", SENSOR_TYPE_LIST, sensors::list),
                work("GET", "/sensortypes/{ref}", SENSOR_TYPE_VIEW, sensors::get),
                work("PUT", "/sensortypes/{ref}", SENSOR_TYPE_MODIFY, sensors::update),
                work("POST", "/sensortypes/{ref}/try", SENSOR_TYPE_MODIFY, sensors::tryOut),
                work("GET", "/configs", PACK_LIST, configs::list),
                work("GET", "/configs/{pack}", PACK_VIEW, configs::get),
                work("PUT", "/configs/{pack}", PACK_CONFIG, configs::put),
                work("GET", "/config_schemas", PACK_LIST, configs::schemas),
                work("GET", "/config_schemas/{pack}", PACK_VIEW, configs::schema),
                work("GET", "/packs", PACK_LIST, packs::list),
                work("POST", "/packs/register", PACK_REGISTER, packs::register),
                work("GET", "/packs/{ref}", PACK_VIEW, packs::get));
    }

    private List<Operation> executions(StreamOperations streams) {
        ExecutionOperations runs = new ExecutionOperations(engine.executions(), engine.catalog(), executions);
        return List.of(
                hot("POST", "/executions", ACTION_EXECUTE, runs::create),
                work("GET", "/executions", EXECUTION_LIST, runs::list),
                work("GET", "/executions/views/filters", EXECUTION_VIEWS_FILTERS_LIST, runs::filters),
                work("GET", "/executions/{id}", EXECUTION_VIEW, runs::get),
                later("PUT", "/executions/{id}", EXECUTION_STOP, runs::update),
                later("DELETE", "/executions/{id}", EXECUTION_STOP, runs::cancel),
                work("GET", "/executions/{id}/attribute/{attribute}", EXECUTION_VIEW, runs::attribute),
                work("GET", "/executions/{id}/children", EXECUTION_VIEW, runs::children),
                work(
                        "GET",
                        "/executions/{id}/output",
                        EXECUTION_VIEW,
                        call -> StreamOperations.isAskedFor(call) ? streams.output(call) : runs.output(call)),
                work("GET", "/executions/{id}/result", EXECUTION_VIEW, runs::result),
                later("POST", "/executions/{id}/re_run", EXECUTION_RERUN, runs::rerun));
    }

    private List<Operation> rules() {
        RuleOperations operations = new RuleOperations(engine.catalog(), engine.rules(), rules);
        EnforcementOperations enforcements =
                new EnforcementOperations(engine.enforcements(), engine.events(), engine.executions(), executions);
        return List.of(
                work("GET", "/rules", RULE_LIST, operations::list),
                work("POST", "/rules", RULE_CREATE, operations::create),
                work("POST", "/rules/check", RULE_VIEW, operations::check),
                work("GET", "/rules/views", RULE_LIST, operations::views),
                work("GET", "/rules/views/{ref}", RULE_VIEW, operations::view),
                work("GET", "/rules/{ref}", RULE_VIEW, operations::get),
                work("PUT", "/rules/{ref}", RULE_MODIFY, operations::update),
                work("DELETE", "/rules/{ref}", RULE_DELETE, operations::delete),
                work("DELETE", "/rules/{ref}/overlay", RULE_MODIFY, operations::reset),
                work("GET", "/ruletypes", RULE_LIST, operations::types),
                work("GET", "/ruletypes/{id}", RULE_VIEW, operations::type),
                work("GET", "/ruleenforcements", RULE_ENFORCEMENT_LIST, enforcements::list),
                work("GET", "/ruleenforcements/views", RULE_ENFORCEMENT_LIST, enforcements::views),
                work("GET", "/ruleenforcements/views/{id}", RULE_ENFORCEMENT_VIEW, enforcements::view),
                work("GET", "/ruleenforcements/{id}", RULE_ENFORCEMENT_VIEW, enforcements::get));
    }

    private List<Operation> events() {
        WebhookOperations webhooks = new WebhookOperations(engine.webhooks());
        InstanceOperations instances = new InstanceOperations(engine.events());
        TraceOperations traces = new TraceOperations(engine.traces());
        DeadLetterOperations letters = new DeadLetterOperations(engine.deadLetters());
        return List.of(
                work("GET", "/webhooks", WEBHOOK_LIST, webhooks::list),
                hot("POST", "/webhooks/st2", WEBHOOK_SEND, webhooks::emit),
                hot("POST", "/webhooks/{hook*}", WEBHOOK_SEND, webhooks::post),
                work("GET", "/webhooks/{hook*}", WEBHOOK_VIEW, webhooks::get),
                work("GET", "/triggerinstances", TRIGGER_LIST, instances::list),
                later("POST", "/triggerinstances", TRIGGER_INSTANCE_EMIT, instances::create),
                work("GET", "/triggerinstances/{id}", TRIGGER_VIEW, instances::get),
                work("GET", "/triggerinstances/{id}/why", TRIGGER_VIEW, instances::why),
                later("POST", "/triggerinstances/{id}/re_emit", TRIGGER_INSTANCE_RE_EMIT, instances::reEmit),
                work("GET", "/traces", TRACE_LIST, traces::list),
                work("GET", "/traces/{id}", TRACE_VIEW, traces::get),
                work("GET", "/deadletters", DEAD_LETTER_LIST, letters::list),
                work("GET", "/deadletters/{id}", DEAD_LETTER_VIEW, letters::get),
                work("DELETE", "/deadletters/{id}", DEAD_LETTER_DELETE, letters::delete),
                later("POST", "/deadletters/{id}/re_emit", DEAD_LETTER_RE_EMIT, letters::reEmit));
    }

    private List<Operation> datastore() {
        PairOperations pairs = new PairOperations(engine.datastore());
        return List.of(
                work("GET", "/keys", KEY_VALUE_PAIR_LIST, pairs::list),
                work("GET", "/keys/{name*}", KEY_VALUE_PAIR_VIEW, pairs::get),
                work("PUT", "/keys/{name*}", KEY_VALUE_PAIR_SET, pairs::set),
                work("DELETE", "/keys/{name*}", KEY_VALUE_PAIR_DELETE, pairs::delete));
    }

    private List<Operation> access() {
        KeyOperations keys = new KeyOperations(engine.keys(), settings.authEnabled());
        return List.of(
                work("GET", "/user", AUTHENTICATED, keys::user),
                work("GET", "/apikeys", API_KEY_LIST, keys::list),
                work("POST", "/apikeys", API_KEY_CREATE, keys::create),
                work("GET", "/apikeys/{key}", API_KEY_VIEW, keys::get),
                work("PUT", "/apikeys/{key}", API_KEY_MODIFY, keys::update),
                work("DELETE", "/apikeys/{key}", API_KEY_DELETE, keys::delete));
    }
}
