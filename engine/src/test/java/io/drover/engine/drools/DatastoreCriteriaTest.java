package io.drover.engine.drools;

import static io.drover.engine.match.Rules.NOW;
import static io.drover.engine.match.Rules.STATE;
import static io.drover.engine.match.Rules.criterion;
import static io.drover.engine.match.Rules.event;
import static io.drover.engine.match.Rules.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.datastore.BatchKeys;
import io.drover.engine.datastore.SecretValues;
import io.drover.engine.datastore.StackStormFormat;
import io.drover.engine.match.ClauseEvaluator;
import io.drover.engine.match.FreshlyRead;
import io.drover.engine.match.JinjaLanguage;
import io.drover.engine.match.MatchedRule;
import io.drover.engine.match.Matches;
import io.drover.engine.match.RuleMatcher;
import io.drover.engine.match.Verdict;
import io.drover.engine.secret.SecretBox;
import io.drover.model.datastore.Key;
import io.drover.model.datastore.KeyValuePair;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.rule.Criterion;
import io.drover.model.rule.Operator;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleMatch;
import io.drover.model.trigger.TriggerInstance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Criteria and {@code where} that ask the datastore (platform spec 3.4). */
class DatastoreCriteriaTest {
    private static final String KEY_FILE = """
            {"hmacKey": {"hmacKeyString": "ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1-f4CBgoM", "size": 256},
             "size": 256, "aesKeyString": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8", "mode": "CBC"}
            """;
    /** Of the text {@code tøp secret, 20 bytes!}. */
    private static final String CIPHERTEXT =
            "3030303030C8C9CACBCCCDCECFD0D1D2D3D4D5D6D72BA0C12686A489DEC308F4A6E1CF0FF3"
                    + "1BB604346E75F64B7A1A7D29A3D1DA02FE90BAD19F973FAFB7D800699F8E129C9014F6AD";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final Map<Key, String> stored = new HashMap<>();
    private final List<Key> reads = new ArrayList<>();
    private final RuleMatcher drools = new DroolsRuleMatcher(Assertions::fail);
    private boolean deaf;
    private int revision;

    @AfterEach
    void close() {
        drools.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    eq         | {{ st2kv.system.host }}                    | a    | true
                    eq         | {{ st2kv.system.host }}                    | b    | false
                    eq         | {{ st2kv.system.none }}                    | a    | false
                    eq         | {{ st2kv.user.own }}                       | mine | true
                    startswith | {{ st2kv.system['dotted.name'] }}          | pre1 | true
                    eq         | x-{{ st2kv.system.host }}                  | x-a  | true
                    eq         | {% if st2kv.system.host == 'a' %}yes{% endif %} | yes | true
                    """)
    void aPatternSeesTheDatastore(String operator, String pattern, String host, boolean expected) {
        stored.put(Key.system("host"), "a");
        stored.put(Key.system("dotted.name"), "pre");
        stored.put(Key.ofUser("stanley", "own"), "mine");

        assertThat(matches(rule("r", criterion("trigger.host", operator, pattern)), Map.of("host", host)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '>', textBlock = """
                    trigger.host == st2kv.system.host > true
                    st2kv.system.host == 'a' > true
                    st2kv.system.host == 'b' > false
                    st2kv.system.limit | int < trigger.level > true
                    trigger.host == 'a' and trigger.level < st2kv.system.limit | int > false
                    st2kv.system[trigger.host] == 'found' > true
                    """)
    void aConditionSeesTheDatastore(String where, boolean expected) {
        stored.put(Key.system("host"), "a");
        stored.put(Key.system("limit"), "3");
        stored.put(Key.system("a"), "found");

        assertThat(matches(rule("r", Rule.Type.STANDARD, 0, STATE, where, List.of()), Map.of("host", "a", "level", 5L)))
                .isEqualTo(expected);
    }

    @Test
    void theElementsOfASearchAreHeldAgainstTheDatastore() {
        stored.put(Key.system("host"), "b");
        Criterion search = new Criterion(
                "trigger.hosts",
                Operator.SEARCH,
                "search",
                Map.of("item.name", Map.of("type", "eq", "pattern", "{{ st2kv.system.host }}")),
                "any");

        Map<String, @Nullable Object> payload = Map.of("hosts", List.of(Map.of("name", "a"), Map.of("name", "b")));
        // the first one loads classes, which may take longer than a search is allowed to
        Verdict warm = verdict(rule("r", search), payload);
        reads.clear();

        assertThat(warm.steps()).hasSize(1);
        assertThat(matches(rule("r", search), payload)).isTrue();
        assertThat(reads)
                .as("once for each of the two evaluators")
                .containsExactly(Key.system("host"), Key.system("host"));
    }

    @Test
    void aKeyIsReadOnceForABatchAndAnewForTheNext() {
        BatchKeys keys = keys();
        RuleMatcher matcher = new FreshlyRead(drools, keys);
        stored.put(Key.system("host"), "a");
        for (int i = 0; i < 10; i++) {
            matcher.put(compiled(
                    rule(
                            "r" + i,
                            criterion(
                                    "trigger.host",
                                    "eq",
                                    i % 2 == 0 ? "{{ st2kv.system.host }}" : "{{ st2kv.system.host | lower }}")),
                    keys));
        }
        TriggerInstance a = event(Map.of("host", "a"));

        Matches before = matcher.match(List.of(a, a, a));
        stored.put(Key.system("host"), "b");
        Matches after = matcher.match(List.of(a, a, a));

        assertThat(before.matches()).hasSize(30);
        assertThat(after.matches()).isEmpty();
        assertThat(reads).hasSize(2);
    }

    @Test
    void rulesThatDoNotAskCostNoRead() {
        assertThat(matches(
                        rule("r", criterion("trigger.host", "eq", "{{ trigger.other }}")),
                        Map.of("host", "a", "other", "a")))
                .isTrue();
        assertThat(reads).isEmpty();
    }

    @Test
    void anEventIsUndecidedWhileTheDatastoreDoesNotAnswer() {
        BatchKeys keys = keys();
        RuleMatcher matcher = new FreshlyRead(drools, keys);
        matcher.put(compiled(
                rule(
                        "asks",
                        criterion("trigger.host", "eq", "{{ st2kv.system.host }}"),
                        criterion("trigger.on", "eq", true)),
                keys));
        matcher.put(compiled(
                rule(
                        "other",
                        criterion("trigger.host", "startswith", "{{ st2kv.system.start }}"),
                        criterion("trigger.on", "eq", true)),
                keys));
        matcher.put(compiled(rule("asks_not", criterion("trigger.host", "eq", "a")), keys));
        deaf = true;

        Matches found =
                matcher.match(List.of(event(Map.of("host", "a", "on", true)), event(Map.of("host", "a", "on", false))));

        assertThat(found.away()).containsOnlyKeys(0);
        assertThat(found.away().values()).extracting(DroverException::code).containsExactly(ErrorCode.UNAVAILABLE);
        assertThat(found.matches()).extracting(RuleMatch::event).containsExactly(1);
        assertThat(found.errors()).isEmpty();
        assertThat(reads).as("it is asked once in a batch").hasSize(1);
        assertThatThrownBy(() -> ClauseEvaluator.explain(
                        compiled(rule("asks", criterion("trigger.host", "eq", "{{ st2kv.system.host }}")), keys)
                                .clauses(),
                        Map.of("host", "a"),
                        NOW))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }

    @Test
    void aSecretIsComparedInClearAndNeverTold() throws Exception {
        Files.writeString(folder.resolve("datastore_key.json"), KEY_FILE);
        stored.put(Key.system("token"), CIPHERTEXT);

        Rule same = rule("r", criterion("trigger.token", "eq", "{{ st2kv.system.token | decrypt_kv }}"));
        Rule broken = rule("r", criterion("trigger.token", "lt", "{{ st2kv.system.token | decrypt_kv }}"));
        Rule condition = rule(
                "r", Rule.Type.STANDARD, 0, STATE, "st2kv.system.token | decrypt_kv | int > trigger.token", List.of());

        assertThat(matches(same, Map.of("token", "tøp secret, 20 bytes!"))).isTrue();
        for (Rule failing : List.of(broken, condition)) {
            Verdict verdict = verdict(failing, Map.of("token", 5L));
            assertThat(verdict.result()).isIn(Verdict.Result.FAILED, Verdict.Result.NOT_MATCHED);
            assertThat(verdict.toString()).doesNotContain("tøp secret");
        }
        assertThat(verdict(broken, Map.of("token", 5L)).errors())
                .singleElement()
                .satisfies(failure -> assertThat(failure.message()).contains("secret"));
    }

    @Test
    void aKeyThatIsMissingCannotBeDecrypted() {
        Verdict verdict = verdict(
                rule("r", criterion("trigger.token", "eq", "{{ st2kv.system.none | decrypt_kv }}")),
                Map.of("token", "x"));

        assertThat(verdict.result()).isEqualTo(Verdict.Result.FAILED);
    }

    @Test
    void oneEventDoesNotReadTheWholeDatastore() {
        Verdict verdict = verdict(
                rule(
                        "r",
                        criterion(
                                "trigger.host",
                                "eq",
                                "{% for i in range(200) %}{{ st2kv.system['k' ~ i] }}{% endfor %}")),
                Map.of("host", "x"));

        assertThat(verdict.errors())
                .singleElement()
                .satisfies(failure -> assertThat(failure.message()).contains("at most 100 keys"));
    }

    private boolean matches(Rule rule, Map<String, @Nullable Object> payload) {
        BatchKeys keys = keys();
        MatchedRule compiled = compiled(rule, keys);
        RuleMatcher matcher = new FreshlyRead(drools, keys);
        matcher.put(compiled);
        Matches found = matcher.match(List.of(event(payload)));
        keys.forget();
        Verdict verdict = ClauseEvaluator.explain(compiled.clauses(), payload, NOW);

        assertThat(found.errors()).isEmpty();
        assertThat(found.matches().size() == 1)
                .as("both evaluators agree")
                .isEqualTo(verdict.result() == Verdict.Result.MATCHED);
        return found.matches().size() == 1;
    }

    private Verdict verdict(Rule rule, Map<String, @Nullable Object> payload) {
        return ClauseEvaluator.explain(compiled(rule, keys()).clauses(), payload, NOW);
    }

    private MatchedRule compiled(Rule rule, BatchKeys keys) {
        return MatchedRule.of(rule, ++revision, new JinjaLanguage(keys));
    }

    private BatchKeys keys() {
        return new BatchKeys(
                key -> {
                    reads.add(key);
                    if (deaf) {
                        throw DroverException.unavailable("Nothing is answered", new IllegalStateException());
                    }
                    return Optional.ofNullable(stored.get(key))
                            .map(text -> new KeyValuePair(key, text, false, null, "v1"));
                },
                new SecretValues(
                        new SecretBox(folder.resolve("keys.json")),
                        new StackStormFormat(folder.resolve("datastore_key.json"), false)),
                "stanley",
                () -> NOW);
    }
}
