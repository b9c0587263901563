package io.drover.engine.drools.drl;

import io.drover.engine.fact.FactType;
import io.drover.model.pack.ProgramFile;
import io.drover.model.pack.Reference;
import io.drover.model.rule.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.drools.model.Model;

/**
 * A file of DRL that can be run.
 *
 * @param references what its rules name
 * @param span how long an event may matter to one of its rules
 * @param kept how long facts of its own types are kept, by the name of the type, where it says so
 * @param facts the types of events that it uses, with their classes
 * @param conditions the names of the rules that test with a class, by the name of the class
 */
public record CompiledFile(
        ProgramFile file,
        List<Rule> rules,
        List<Reference> references,
        Duration span,
        Map<String, Duration> kept,
        Map<FactType, Class<?>> facts,
        List<Model> models,
        Map<String, Set<String>> conditions) {
    public CompiledFile {
        rules = List.copyOf(rules);
        references = List.copyOf(references);
        kept = Map.copyOf(kept);
        facts = Map.copyOf(facts);
        models = List.copyOf(models);
        conditions = Map.copyOf(conditions);
    }

    /** {@return the file with its rules as they are in force} */
    public CompiledFile with(List<Rule> inForce) {
        return new CompiledFile(file, inForce, references, span, kept, facts, models, conditions);
    }

    /** {@return whether a rule asks for events as such, by the name of their trigger} */
    boolean usesEvents() {
        return file.text().contains("Event");
    }
}
