package io.drover.engine.drools.drl;

import io.drover.model.pack.Problem;
import io.drover.model.pack.ProgramFile;
import java.util.ArrayList;
import java.util.List;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.parser.DrlParser;
import org.drools.drl.parser.DroolsError;
import org.drools.drl.parser.DroolsParserException;
import org.jspecify.annotations.Nullable;

/**
 * A file of DRL as its syntax tells it.
 *
 * @param tree null where the text is no DRL
 */
record ParsedFile(ProgramFile file, @Nullable PackageDescr tree, List<Problem> problems) {

    /**
     * Parses a file.
     *
     * @param pack the only package that its rules may belong to
     */
    static ParsedFile of(ProgramFile file, String pack) {
        List<Problem> problems = new ArrayList<>();
        DrlParser parser = new DrlParser();
        PackageDescr tree = null;
        try {
            tree = parser.parse(false, file.text());
        } catch (DroolsParserException e) {
            problems.add(Problem.error(file.file(), 0, 0, "This is no DRL: " + e.getMessage()));
        }
        for (DroolsError error : parser.getErrors()) {
            int line = error.getLines().length == 0 ? 0 : Math.max(error.getLines()[0], 0);
            problems.add(Problem.error(file.file(), line, 0, sentence(error.getMessage())));
        }
        if (tree != null && problems.isEmpty()) {
            if (tree.getName().isEmpty()) {
                tree.setName(pack);
            } else if (!tree.getName().equals(pack)) {
                problems.add(Problem.error(
                        file.file(),
                        lineOf(file.text(), "package"),
                        0,
                        "The package is '" + tree.getName() + "', but rules of this pack belong to the package '" + pack
                                + "'. Write "
                                + (ProgramFile.isTable(file.path())
                                        ? "'" + pack + "' in the cell beside 'RuleSet'."
                                        : "'package " + pack + ";'.")));
            }
        }
        return new ParsedFile(file, problems.isEmpty() ? tree : null, problems);
    }

    /** {@return the line in which a text stands first; 0 where it does not} */
    static int lineOf(String text, String wanted) {
        int at = text.indexOf(wanted);
        return at < 0
                ? 0
                : 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
    }

    private static String sentence(String message) {
        return message.replaceAll("^\\[ERR \\d+\\] Line \\d+:\\d+ ", "").strip();
    }
}
