package io.drover.engine.correlate;

import io.drover.engine.match.Canonical;
import io.drover.engine.match.RuleLanguage;
import io.drover.model.execution.Trace;
import io.drover.model.pack.Ref;
import io.drover.model.rule.EventPattern;
import io.drover.model.rule.Form;
import io.drover.model.rule.Rule;
import io.drover.model.rule.When;
import io.drover.model.text.Sha256;
import io.drover.model.trigger.TriggerInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a rule asks for, as it is compiled; it collects nothing itself. */
final class RuleForm {
    private static final int FINGERPRINT = 16;
    private static final int ID = 24;
    /** The key where all events share one. */
    static final String ONLY_KEY = "";

    private final Ref ref;
    private final When when;
    private final List<Role> roles;
    private final Span span;
    private final String formCollects;
    private final String holdCollects;

    /**
     * Compiles a rule.
     *
     * @throws IllegalArgumentException where a path of it is none, with what was expected where
     */
    RuleForm(Rule rule, int revision, RuleLanguage language, Duration lateness) {
        this.ref = rule.ref();
        this.when = when(rule);
        this.roles = Role.of(ref, revision, rule.priority(), when, language);
        this.span = new Span(when.within(), lateness);
        this.holdCollects = fingerprint(
                when.form() + " " + when.unless() + " " + new TreeMap<>(when.by()) + when.within() + when.hold());
        this.formCollects = when.form() instanceof Form.Absence absence
                ? fingerprint(known(absence.event()) + " "
                        + when.by().get(absence.event().name()))
                : holdCollects;
        if (when.form() instanceof Form.Aggregate aggregate) {
            EventPath unused = value(aggregate);
        }
    }

    /** {@return what a rule asks for; one of a single event is one of any of one event} */
    private static When when(Rule rule) {
        return rule.when() != null
                ? rule.when()
                : new When(
                        new Form.Any(
                                List.of(new EventPattern("trigger", rule.trigger(), rule.criteria(), rule.where()))),
                        List.of(),
                        Map.of(),
                        null,
                        null);
    }

    private static String known(EventPattern event) {
        return event.trigger() + " " + event.criteria() + " " + event.where();
    }

    private static String fingerprint(String text) {
        return Sha256.hex(text).substring(0, FINGERPRINT);
    }

    List<Role> roles() {
        return roles;
    }

    /** {@return what a part collects, in short} */
    String collects(String part) {
        return part.equals(Piece.HOLD) ? holdCollects : formCollects;
    }

    /** {@return whether a rule collects the same} */
    boolean collectsAs(Rule rule) {
        return when.equals(when(rule));
    }

    boolean holds() {
        return when.hold() != null;
    }

    /** {@return the last moment at which a match can still be cancelled} */
    Instant holdEnd(Instant at) {
        return when.hold() == null ? at : at.plus(when.hold());
    }

    /** {@return what the clock has to pass so that a match is held no longer} */
    Instant holdDue(Instant at) {
        return holdEnd(at).plus(span.lateness());
    }

    /** {@return whether it takes late events: it decides on one event alone} */
    boolean takesLate() {
        return when.form() instanceof Form.Any any
                && any.events().size() == 1
                && when.unless().isEmpty()
                && when.hold() == null;
    }

    /** {@return whether it knows the keys of an older revision that waits for the same events, though otherwise} */
    boolean knowsKeysOf(RuleForm old) {
        return when.form() instanceof Form.Absence
                && old.when.form() instanceof Form.Absence
                && formCollects.equals(old.formCollects);
    }

    /** {@return whether it waits for a silence though no event came yet} */
    boolean beginsAtOnce() {
        return when.form() instanceof Form.Absence && when.by().isEmpty();
    }

    /** {@return what is collected for a key, nothing yet} */
    Collected collected(String key) {
        Form form = when.form();
        List<Role> ofForm = roles.subList(0, form.events().size());
        if (form instanceof Form.Any) {
            return new AnyForm();
        }
        if (form instanceof Form.All) {
            return new AllForm(ofForm, span);
        }
        if (form instanceof Form.Sequence) {
            return new SequenceForm(ofForm, span);
        }
        if (form instanceof Form.Count count) {
            return new CountForm(count.event().name(), count.atLeast(), span);
        }
        if (form instanceof Form.Aggregate aggregate) {
            return new AggregateForm(aggregate, value(aggregate), span);
        }
        String name = form.events().get(0).name();
        return new AbsenceForm(name, key, span, when.hold(), when.by().isEmpty());
    }

    private static EventPath value(Form.Aggregate aggregate) {
        return EventPath.parse(aggregate.value(), aggregate.event().name());
    }

    /** {@return which of the rule's events an event can be, by the key that it then has; those without a key are left out} */
    Map<String, List<Role>> byKey(Arrival arrival) {
        if (arrival.roles().size() == 1) {
            String key = key(arrival.roles().get(0), arrival.kept().event());
            return key == null ? Map.of() : Map.of(key, arrival.roles());
        }
        Map<String, List<Role>> byKey = new LinkedHashMap<>();
        boolean taken = false;
        for (Role role : arrival.roles()) {
            String key = key(role, arrival.kept().event());
            // of any, an event is one match, though it be several events of the rule with different keys
            if (key != null
                    && !(taken && !role.cancels() && when.form() instanceof Form.Any && !byKey.containsKey(key))) {
                byKey.computeIfAbsent(key, first -> new ArrayList<>(2)).add(role);
                taken |= !role.cancels();
            }
        }
        return byKey;
    }

    private @Nullable String key(Role role, TriggerInstance event) {
        if (when.by().isEmpty()) {
            return ONLY_KEY;
        }
        EventPath path = role.key();
        return path == null ? null : Canonical.identity(path.of(event));
    }

    /** {@return the key that an event has, as templates see it} */
    @Nullable
    Object shownKey(Match.Member member) {
        for (Role role : roles) {
            if (role.name().equals(member.name()) && role.key() != null) {
                return role.key().of(member.event());
            }
        }
        return null;
    }

    /** What stands for the event of a silence that never followed one. It is no stored event. */
    TriggerInstance silence(Instant at) {
        String id = Sha256.hex("silence " + ref + " " + at).substring(0, ID);
        EventPattern awaited = when.form().events().get(0);
        return new TriggerInstance(
                id,
                awaited.trigger().ref(),
                awaited.trigger().type(),
                Map.of(),
                at,
                at,
                null,
                "silence",
                new Trace(id, null));
    }

    /** {@return the triggers whose events it asks for} */
    Set<Ref> triggers() {
        return roles.stream().map(role -> role.selection().trigger()).collect(Collectors.toUnmodifiableSet());
    }
}
