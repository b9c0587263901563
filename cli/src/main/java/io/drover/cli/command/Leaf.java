package io.drover.cli.command;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Builds one command that does something. Built in code, because reading annotations costs start-up time. */
final class Leaf {
    private final CommandSpec spec;
    private final Deed deed;
    private int words;

    private Leaf(CommandSpec spec, Deed deed) {
        this.spec = spec;
        this.deed = deed;
    }

    /** What a command does, and what its {@code --help} does once it has arguments. */
    static final class Deed {
        private @Nullable Work work;
        private @Nullable Work help;

        Optional<Work> work() {
            return Optional.ofNullable(work);
        }

        Optional<Work> help() {
            return Optional.ofNullable(help);
        }
    }

    static Leaf named(String name, String summary) {
        Deed deed = new Deed();
        CommandSpec spec = CommandSpec.wrapWithoutInspection(deed).name(name);
        spec.usageMessage().description(summary).abbreviateSynopsis(true);
        return new Leaf(spec, deed);
    }

    /** {@return a noun, whose verbs are the given commands} */
    static CommandSpec noun(String name, String summary, CommandSpec... verbs) {
        CommandSpec noun = CommandSpec.create().name(name);
        noun.usageMessage().description(summary).abbreviateSynopsis(true);
        for (CommandSpec verb : verbs) {
            noun.addSubcommand(verb.name(), verb);
        }
        return noun;
    }

    /** An option that may be given or not. */
    Leaf flag(String description, String... names) {
        spec.addOption(OptionSpec.builder(names)
                .arity("0")
                .type(boolean.class)
                .description(description)
                .build());
        return this;
    }

    /** An option with one value. */
    Leaf option(String label, String description, String... names) {
        spec.addOption(OptionSpec.builder(names)
                .arity("1")
                .type(String.class)
                .paramLabel(label)
                .description(description)
                .build());
        return this;
    }

    /** An option with one or more values. */
    Leaf listOption(String label, String description, String... names) {
        spec.addOption(OptionSpec.builder(names)
                .arity("1..*")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel(label)
                .description(description)
                .build());
        return this;
    }

    /** The next argument without a name. */
    Leaf word(String label, String description) {
        return positional(label, String.valueOf(words++), "1", description);
    }

    Leaf optionalWord(String label, String description) {
        return positional(label, String.valueOf(words++), "0..1", description);
    }

    /** All remaining arguments; at least one. */
    Leaf words(String label, String description) {
        return positional(label, words++ + "..*", "1..*", description);
    }

    /** All remaining arguments, maybe none. */
    Leaf optionalWords(String label, String description) {
        return positional(label, words++ + "..*", "0..*", description);
    }

    private Leaf positional(String label, String index, String arity, String description) {
        spec.addPositional(PositionalParamSpec.builder()
                .index(index)
                .arity(arity)
                .required(arity.startsWith("1"))
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel(label)
                .description(description)
                .build());
        return this;
    }

    /** What {@code --help} does instead of explaining the options, when arguments are given. */
    Leaf explains(Work work) {
        deed.help = work;
        return this;
    }

    CommandSpec runs(Work work) {
        deed.work = work;
        return spec;
    }
}
