package io.drover.engine.drl;

import io.drover.engine.drools.drl.CompiledFile;
import io.drover.engine.drools.drl.DrlCompiler;
import io.drover.engine.fact.FactType;
import io.drover.model.pack.Checked;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.Problem;
import io.drover.model.pack.ProgramFile;
import io.drover.model.pack.Ref;
import io.drover.model.pack.Reference;
import io.drover.model.rule.Program;
import io.drover.model.rule.Rule;
import io.drover.model.trigger.TriggerType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the DRL files and decision tables of packs, each once for each text. A file that is wrong now counts as it was good last. Used under
 * the lock of the registration of packs; nothing of Drools is loaded before the first file.
 */
public final class ProgramBook {
    private static final Pattern PACKAGE = Pattern.compile("(?m)^\\s*package\\s+(\\w+)");

    private final Map<String, List<ProgramFile>> sharedFiles = new ConcurrentHashMap<>();
    private final Map<String, Map<String, CompiledFile>> good = new HashMap<>();
    private final Map<Source, Checked<CompiledFile>> compiled = new HashMap<>();
    private final TableLibrary tables = new TableLibrary();
    private @Nullable DrlCompiler compiler;

    /** All that decides what comes of a file. */
    private record Source(String pack, ProgramFile file, List<ProgramFile> shared, Set<FactType> facts) {}

    /**
     * {@return a pack with the rules of its DRL files, and what is wrong with them}
     *
     * @param types all that are registered
     * @param stored the rules of the pack's files as an earlier life had them
     */
    public PackContent read(PackContent content, Collection<TriggerType> types, Supplier<List<Rule>> stored) {
        String pack = content.pack().ref();
        if (content.programs().isEmpty()) {
            return content;
        }
        Map<Boolean, List<ProgramFile>> files =
                content.programs().stream().collect(Collectors.partitioningBy(ProgramFile::isShared));
        List<ProgramFile> shared = files.getOrDefault(true, List.of());
        sharedFiles.put(pack, shared);
        Set<String> paths = content.programs().stream().map(ProgramFile::path).collect(Collectors.toSet());
        List<Rule> rules = content.rules().stream()
                .filter(rule -> rule.program() == null || !paths.contains(String.valueOf(rule.metadataFile())))
                .collect(Collectors.toCollection(ArrayList::new));
        List<Reference> references = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        Map<Ref, String> declared = new HashMap<>();
        rules.forEach(rule -> declared.put(rule.ref(), String.valueOf(rule.metadataFile())));
        for (ProgramFile file : files.getOrDefault(false, List.of())) {
            Checked<CompiledFile> checked = compiled(pack, file, shared, types);
            problems.addAll(checked.problems());
            CompiledFile whole = checked.valueOrNull();
            List<Problem> twice = whole == null ? List.of() : twice(whole, declared);
            problems.addAll(twice);
            if (whole == null || !twice.isEmpty()) {
                broken.add(file.file());
                before(pack, file.path(), stored).stream()
                        .filter(rule -> declared.putIfAbsent(rule.ref(), file.path()) == null)
                        .forEach(rules::add);
                continue;
            }
            good.computeIfAbsent(pack, key -> new TreeMap<>()).put(file.path(), whole);
            rules.addAll(whole.rules());
            references.addAll(whole.references());
        }
        LimitFiles limits = new LimitFiles(content, stored);
        List<Rule> limited = limits.applied(rules);
        for (Problem problem : limits.problems()) {
            problems.add(problem);
            broken.add(problem.file());
        }
        return content.withPrograms(
                limited, references, broken, problems.stream().distinct().toList());
    }

    /** {@return the rules of a file as they were good last} */
    private List<Rule> before(String pack, String path, Supplier<List<Rule>> stored) {
        CompiledFile known = good.getOrDefault(pack, Map.of()).get(path);
        return known != null
                ? known.rules()
                : stored.get().stream()
                        .filter(rule -> rule.program() != null && path.equals(rule.metadataFile()))
                        .toList();
    }

    private static List<Problem> twice(CompiledFile file, Map<Ref, String> declared) {
        List<Problem> problems = new ArrayList<>();
        for (Rule rule : file.rules()) {
            String earlier = declared.putIfAbsent(rule.ref(), file.file().path());
            Program program = rule.program();
            if (earlier != null && program != null) {
                problems.add(Problem.error(
                        file.file().file(),
                        program.line(),
                        0,
                        "The rule '" + rule.ref() + "' is declared in " + earlier
                                + " already, which counts. Give this one another name, or @ref( name )."));
            }
        }
        return problems;
    }

    private Checked<CompiledFile> compiled(
            String pack, ProgramFile found, List<ProgramFile> shared, Collection<TriggerType> types) {
        Checked<ProgramFile> read = tables.drl(found);
        ProgramFile file = read.valueOrNull();
        if (file == null) {
            return new Checked<>(null, read.problems());
        }
        List<FactType> facts = types.stream().map(FactType::of).toList();
        Set<FactType> named = facts.stream()
                .filter(fact -> names(file, fact) || shared.stream().anyMatch(other -> names(other, fact)))
                .collect(Collectors.toSet());
        Source source = new Source(pack, file, shared, named);
        Checked<CompiledFile> known = compiled.get(source);
        if (known != null && known.value().isPresent()) {
            return known;
        }
        if (compiler == null) {
            compiler = new DrlCompiler();
        }
        Checked<CompiledFile> made = compiler.compile(pack, file, shared, facts);
        compiled.keySet()
                .removeIf(other ->
                        other.pack().equals(pack) && other.file().path().equals(file.path()));
        compiled.put(source, made);
        return made;
    }

    private static boolean names(ProgramFile file, FactType fact) {
        return file.text().contains(fact.packageName() + ".");
    }

    /**
     * {@return what is wrong with a file that might become one of a pack, the one that its package names; nothing changes}
     *
     * <p>For any thread.
     */
    public List<Problem> check(ProgramFile found, Collection<TriggerType> types) {
        Checked<ProgramFile> read = tables.drl(found);
        ProgramFile file = read.valueOrNull();
        if (file == null) {
            return read.problems();
        }
        Matcher named = PACKAGE.matcher(file.text());
        String pack = named.find() ? named.group(1) : "default";
        return new DrlCompiler()
                .compile(
                        pack,
                        file,
                        sharedFiles.getOrDefault(pack, List.of()),
                        types.stream().map(FactType::of).toList())
                .problems();
    }

    /**
     * {@return what is to be run of a pack}
     *
     * @param content with the rules that are in force, those of broken files as they were good last
     */
    public List<CompiledFile> files(PackContent content, Collection<TriggerType> types) {
        String pack = content.pack().ref();
        Map<String, List<Rule>> byFile = new LinkedHashMap<>();
        content.rules().stream()
                .filter(rule -> rule.program() != null && rule.metadataFile() != null)
                .forEach(rule -> byFile.computeIfAbsent(String.valueOf(rule.metadataFile()), path -> new ArrayList<>())
                        .add(rule));
        Map<String, CompiledFile> known = good.computeIfAbsent(pack, key -> new TreeMap<>());
        known.keySet().retainAll(byFile.keySet());
        List<ProgramFile> shared =
                content.programs().stream().filter(ProgramFile::isShared).toList();
        List<CompiledFile> files = new ArrayList<>();
        byFile.forEach((path, rules) -> {
            CompiledFile file = known.get(path);
            if (file == null) {
                // of an earlier life, whose file is broken now: what is stored of it is compiled
                file = compiled(pack, restored(pack, path, rules), shared, types)
                        .valueOrNull();
            }
            if (file != null) {
                files.add(file.with(rules));
            }
        });
        return files;
    }

    private static ProgramFile restored(String pack, String path, List<Rule> rules) {
        StringBuilder text = new StringBuilder();
        for (Rule rule : rules) {
            Program program = rule.program();
            if (program != null) {
                if (text.isEmpty()) {
                    text.append(program.head());
                }
                text.append("\n\n").append(program.text());
            }
        }
        return new ProgramFile(pack + "/" + path, path, text.append('\n').toString());
    }

    /** Forgets a pack that is gone. */
    public void remove(String pack) {
        good.remove(pack);
        sharedFiles.remove(pack);
        compiled.keySet().removeIf(source -> source.pack().equals(pack));
    }
}
