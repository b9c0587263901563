package io.drover.ruledsl.rulebook;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Actions of rulebooks as calls of ours. */
final class ActionTranslation {
    private static final String CONTROLLER = "{{ st2kv.system.controller_url }}/api/controller/v2/";

    private final TemplateText templates;
    private final Trigger own;
    private final List<String> notes = new ArrayList<>();
    private final List<String> losses = new ArrayList<>();

    /** The trigger of a ruleset, to which it also posts events itself. */
    record Trigger(String ref, boolean isWebhook) {}

    ActionTranslation(Names names, Trigger own) {
        this.templates = new TemplateText(names);
        this.own = own;
    }

    /** {@return what has to be known of the calls} */
    List<String> notes() {
        return notes;
    }

    /** {@return what of the calls is lost} */
    List<String> losses() {
        return losses;
    }

    /** {@return a call of ours, as a rule's file has it} */
    Map<String, @Nullable Object> call(String name, Map<String, @Nullable Object> arguments) throws CannotTranslate {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "none", "noop" -> calling("core.noop", Map.of());
            case "debug" -> announced(debugged(arguments));
            case "print_event" -> announced("{{ trigger }}");
            case "run_playbook" -> playbook(arguments);
            case "run_module" -> module(arguments);
            case "run_job_template" -> launch("job_templates", arguments);
            case "run_workflow_template" -> launch("workflow_job_templates", arguments);
            case "post_event" -> posted(arguments);
            case "set_fact", "retract_fact" ->
                throw new CannotTranslate(
                        "the action '" + name
                                + "' changes long-lived facts. Set a key of the datastore instead, and ask for st2kv.system.name");
            case "shutdown" ->
                throw new CannotTranslate("the action 'shutdown' ends the rulebook's process; the daemon runs on");
            default -> throw new CannotTranslate("the action '" + name + "' is not known");
        };
    }

    private @Nullable Object debugged(Map<String, @Nullable Object> arguments) throws CannotTranslate {
        if (arguments.get("var") instanceof String path) {
            return "{{ " + templates.path(path) + " }}";
        }
        Object message = templates.of(arguments.get("msg"));
        if (message instanceof List<?> lines) {
            return String.join("\n", lines.stream().map(String::valueOf).toList());
        }
        return message == null ? "{{ trigger }}" : message;
    }

    /** Not by core.echo, in which a shell would read what came with the event. */
    private static Map<String, @Nullable Object> announced(@Nullable Object message) {
        return calling("core.announcement", Map.of("message", Map.of("debug", String.valueOf(message))));
    }

    private Map<String, @Nullable Object> playbook(Map<String, @Nullable Object> arguments) throws CannotTranslate {
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        parameters.put("playbook", templates.of(arguments.get("name")));
        Object extra = templates.of(arguments.get("extra_vars"));
        if (extra != null) {
            parameters.put("extra_vars", List.of(extra));
        }
        leftOut(arguments, "name", "extra_vars", "verbosity", "json_mode", "copy_files");
        notes.add(
                "'run_playbook' calls ansible.playbook of StackStorm's pack 'ansible', with the inventory that is set up there");
        return calling("ansible.playbook", parameters);
    }

    private Map<String, @Nullable Object> module(Map<String, @Nullable Object> arguments) throws CannotTranslate {
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        parameters.put("hosts", "all");
        parameters.put("module_name", templates.of(arguments.get("name")));
        if (templates.of(arguments.get("module_args")) instanceof Map<?, ?> given) {
            List<String> args = new ArrayList<>();
            for (Map.Entry<?, ?> entry : given.entrySet()) {
                if (entry.getValue() instanceof Map || entry.getValue() instanceof List) {
                    throw new CannotTranslate("'module_args' of 'run_module' holds more than texts and numbers");
                }
                args.add(
                        entry.getKey() + "='" + String.valueOf(entry.getValue()).replace("'", "\\'") + "'");
            }
            parameters.put("args", String.join(" ", args));
        }
        leftOut(arguments, "name", "module_args", "verbosity", "json_mode", "copy_files");
        notes.add(
                "'run_module' calls ansible.command of StackStorm's pack 'ansible', with the inventory that is set up there");
        return calling("ansible.command", parameters);
    }

    private Map<String, @Nullable Object> launch(String kind, Map<String, @Nullable Object> arguments)
            throws CannotTranslate {
        if (!(arguments.get("name") instanceof String name) || !(arguments.get("organization") instanceof String of)) {
            throw new CannotTranslate("a template of the controller needs 'name' and 'organization'");
        }
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        parameters.put("url", CONTROLLER + kind + "/" + encoded(name) + "++" + encoded(of) + "/launch/");
        parameters.put("method", "POST");
        parameters.put(
                "headers",
                Map.of(
                        "Authorization", "Bearer {{ st2kv.system.controller_token | decrypt_kv }}",
                        "Content-Type", "application/json"));
        Object given = templates.of(arguments.get("job_args"));
        parameters.put("body", JsonTemplate.of(given == null ? Map.of() : given));
        leftOut(arguments, "name", "organization", "job_args", "include_events", "labels", "add_event_uuid_label");
        notes.add(
                "the controller is called by HTTP: set its address as key 'controller_url' and its token as secret key"
                        + " 'controller_token' of the datastore");
        return calling("core.http", parameters);
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Map<String, @Nullable Object> posted(Map<String, @Nullable Object> arguments) throws CannotTranslate {
        if (arguments.get("ruleset") != null) {
            throw new CannotTranslate(
                    "'post_event' into another ruleset. Let core.inject_trigger emit that one's trigger");
        }
        if (own.isWebhook()) {
            throw new CannotTranslate("'post_event' into a ruleset of webhooks, whose events have another form");
        }
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        parameters.put("trigger", own.ref());
        parameters.put("payload", templates.of(arguments.get("event")));
        leftOut(arguments, "event");
        return calling("core.inject_trigger", parameters);
    }

    /** Notes what a call does not take along. */
    private void leftOut(Map<String, @Nullable Object> arguments, String... taken) {
        List<String> left = new ArrayList<>(arguments.keySet());
        left.removeAll(List.of(taken));
        if (left.remove("set_facts") && Boolean.TRUE.equals(arguments.get("set_facts"))) {
            losses.add("'set_facts' keeps results as long-lived facts");
        }
        if (left.remove("post_events") && Boolean.TRUE.equals(arguments.get("post_events"))) {
            losses.add("'post_events' makes events of results. Write a rule on core.st2.generic.actiontrigger");
        }
        if (left.removeAll(List.of("retry", "retries", "delay"))) {
            notes.add("'retries' is a policy of the action: see docs/policies.md");
        }
        if (left.remove("lock")) {
            notes.add("'lock' is a concurrency policy of the action: see docs/policies.md");
        }
        if (!left.isEmpty()) {
            notes.add("left out: " + String.join(", ", left));
        }
    }

    private static Map<String, @Nullable Object> calling(
            String ref, Map<String, ? extends @Nullable Object> parameters) {
        Map<String, @Nullable Object> call = new LinkedHashMap<>();
        call.put("ref", ref);
        if (!parameters.isEmpty()) {
            call.put("parameters", parameters);
        }
        return call;
    }
}
