package io.drover.expressions.yaql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LibraryTest {
    /** The names of the original's library, YAQL 3. */
    private static final Set<String> ORIGINAL = Set.of(
            ("assert call def let unpack with bool isBoolean coalesce examine selectAllCases selectCase switch switchCase abs bitwiseAnd "
                            + "bitwiseNot bitwiseOr bitwiseXor float int isInteger isNumber max min pow random round shiftBitsLeft "
                            + "shiftBitsRight sign characters concat endsWith hex indexOf isEmpty isString join lastIndexOf len norm replace "
                            + "rightSplit split startsWith str substring toCharArray toLower toUpper trim trimLeft trimRight escapeRegex "
                            + "isRegex matches regex replaceBy search searchAll add contains containsKey containsValue delete deleteAll dict "
                            + "difference flatten get insert insertMany intersect isDict isList isSet items keys list remove replaceMany set "
                            + "symmetricDifference toDict toList toSet union values accumulate aggregate all any append count cycle "
                            + "defaultIfEmpty distinct enumerate filter first generate generateMany groupBy indexWhere isIterable last "
                            + "lastIndexWhere limit map memorize mergeWith orderBy orderByDescending range reduce repeat reverse select "
                            + "selectMany sequence single skip skipWhile slice sliceWhere splitAt splitWhere sum take takeWhile thenBy "
                            + "thenByDescending where zip zipLongest datetime format isDatetime isTimespan localtz now timespan utctz")
                    .split(" ", -1));

    @Test
    void hasEveryFunctionOfTheOriginal() {
        assertThat(Library.names()).isEqualTo(new TreeSet<>(ORIGINAL));
    }

    @Test
    void itsPropertiesAreNamedInTheDocumentation() throws IOException {
        String page = Files.readString(documentation());

        Library.properties()
                .values()
                .forEach(names ->
                        assertThat(names).allSatisfy(name -> assertThat(page).contains("`" + name + "`")));
    }

    private static Path documentation() {
        Path folder = Path.of("").toAbsolutePath();
        return Files.exists(folder.resolve("docs"))
                ? folder.resolve("docs/expressions.md")
                : folder.resolve("../docs/expressions.md");
    }
}
