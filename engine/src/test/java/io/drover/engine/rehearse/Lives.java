package io.drover.engine.rehearse;

import io.drover.engine.rehearse.Parts.Setup;
import io.drover.model.pack.Kind;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.Ref;
import io.drover.model.rule.RuleRevision;
import io.drover.model.rule.RuleState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Engines that live one after the other over one store and the same packs. */
public final class Lives implements AutoCloseable {
    private Setup setup;
    private @Nullable Parts now;

    private Lives(Setup setup) {
        this.setup = setup;
    }

    /**
     * Lives of which none has begun.
     *
     * @param folder where the keys of secrets lie
     */
    public static Lives in(Path folder) {
        return new Lives(Setup.in(folder));
    }

    /** Has the next one made in another way. */
    public Lives with(UnaryOperator<Setup> change) {
        setup = change.apply(setup);
        return this;
    }

    /** {@return the packs that lie there} */
    public PlainReader reader() {
        return setup.reader();
    }

    public MemoryStore memory() {
        return setup.memory();
    }

    /** Lays a pack down and starts an engine. */
    public Parts start(PackContent content) {
        reader().lay(content);
        return restart();
    }

    /** Starts an engine after the end of the one before. */
    public Parts restart() {
        return make().started();
    }

    /** Ends an engine and makes the next one, which registers nothing yet. */
    public Parts make() {
        close();
        Parts made = setup.make();
        now = made;
        return made;
    }

    /** Ends an engine as a kill of its process does, of which nothing reaches the database any more. */
    public void kill() {
        Parts dying = now();
        // its patience is over with the first refusal
        dying.store().whenFailing(() -> dying.clock().advance(Duration.ofMinutes(1)));
        dying.store().deaf(true);
        close();
    }

    /** {@return the one that lives} */
    public Parts now() {
        return Objects.requireNonNull(now, "none was started");
    }

    /** {@return the stored revisions of a rule of {@link Plant}, oldest first} */
    public List<RuleRevision> revisions(String rule) {
        return memory().read(transaction -> transaction.rules().list(Ref.of("plant", rule)));
    }

    /** {@return all that rules of {@link Plant} have collected, in DRL or not} */
    public List<RuleState> states() {
        return memory().read(transaction -> {
            Set<RuleState> all = new LinkedHashSet<>(transaction.ruleStates().ofPrograms("plant"));
            Set<Ref> others = transaction.ruleStates().counts("plant").keySet();
            others.forEach(rule -> all.addAll(transaction.ruleStates().ofRule(rule)));
            return List.copyOf(all);
        });
    }

    /** {@return the refs of what is stored of a kind} */
    public List<String> stored(Kind kind) {
        return memory().read(transaction -> transaction.contents().current(kind)).stream()
                .map(content -> content.ref().toString())
                .toList();
    }

    @Override
    public void close() {
        if (now != null) {
            now.close();
            now = null;
        }
    }
}
