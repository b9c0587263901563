package io.drover.ruledsl.folder;

import io.drover.model.action.Action;
import io.drover.model.pack.Checked;
import io.drover.model.pack.Kind;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.Problem;
import io.drover.model.pack.Ref;
import io.drover.model.pack.Reference;
import io.drover.model.text.Nearest;
import io.drover.model.trigger.TriggerType;
import java.util.List;

/** What came of reading a pack's folder. */
public record PackReading(Checked<PackContent> content) {

    /** {@return what its rules name, those of broken files included} */
    public List<Reference> references() {
        PackContent pack = content.valueOrNull();
        return pack == null ? List.of() : pack.references();
    }

    /** {@return whether a file of the pack declares what a rule names} */
    public boolean declares(Reference reference) {
        return declared(reference.kind()).contains(reference.ref());
    }

    /**
     * {@return an error for each thing that a rule expects of its own pack, but no file declares}
     *
     * <p>Empty where a file besides the rules is broken: it may be the one that declares it.
     */
    public List<Problem> missing() {
        PackContent pack = content.valueOrNull();
        if (pack == null || !pack.broken().stream().allMatch(file -> file.contains("/rules/"))) {
            return List.of();
        }
        return pack.references().stream()
                .filter(reference -> reference.ref().pack().equals(pack.pack().ref()) && !declares(reference))
                .map(this::missing)
                .toList();
    }

    private Problem missing(Reference reference) {
        List<String> names = declared(reference.kind()).stream().map(Ref::name).toList();
        String what = reference.kind() == Kind.ACTION ? "action" : "trigger type";
        return reference.error("No file of the pack '" + reference.ref().pack() + "' declares the " + what + " '"
                + reference.ref().name() + "'." + Nearest.hint(reference.ref().name(), names)
                + " Add its file, or correct the name.");
    }

    private List<Ref> declared(Kind kind) {
        PackContent pack = content.valueOrNull();
        if (pack == null) {
            return List.of();
        }
        return kind == Kind.ACTION
                ? pack.actions().stream().map(Action::ref).toList()
                : pack.triggerTypes().stream().map(TriggerType::ref).toList();
    }
}
