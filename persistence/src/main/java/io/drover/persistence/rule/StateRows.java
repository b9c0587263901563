package io.drover.persistence.rule;

import io.drover.model.pack.Ref;
import io.drover.model.rule.RuleState;
import io.drover.persistence.sql.BulkInsert;
import io.drover.persistence.sql.Documents;
import io.drover.persistence.sql.StoredKey;
import io.drover.persistence.sql.StoredText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads states one page after the other without Hibernate: a start asks for hundreds of thousands. */
final class StateRows {
    private static final String SELECT = "select part, state_key, revision, document, since from rule_state"
            + " where pack = ? and rule_ref = ? and part not like '" + RuleState.OF_PROGRAM + "%' and ";
    /** By the whole key: else H2 sorts all that is left of the rule for each page. */
    private static final String IN_ORDER = " order by pack, rule_ref, part, key_name fetch first ? rows only";

    private StateRows() {}

    /**
     * {@return the next states of a rule, by part and by what stands for the key}
     *
     * @param after the last of the page before; null: the first are asked for
     */
    static List<RuleState> next(Connection connection, Ref rule, RuleState.@Nullable Name after, int most)
            throws SQLException {
        List<RuleState> states = new ArrayList<>(most);
        if (after != null) {
            String key = StoredKey.of(after.key());
            // two ranges of the key, as no database looks up one over two columns
            read(connection, "part = ? and key_name > ?", List.of(after.part(), key), rule, most, states);
        }
        if (states.size() < most) {
            List<String> part = List.of(after == null ? "" : after.part());
            read(connection, "part > ?", part, rule, most - states.size(), states);
        }
        return states;
    }

    private static void read(
            Connection connection, String range, List<String> bounds, Ref rule, int most, List<RuleState> states)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT + range + IN_ORDER)) {
            int next = 0;
            BulkInsert.bindText(statement, ++next, rule.pack());
            BulkInsert.bindText(statement, ++next, rule.toString());
            for (String bound : bounds) {
                BulkInsert.bindText(statement, ++next, bound);
            }
            statement.setInt(++next, most);
            try (ResultSet rows = statement.executeQuery()) {
                String part = "";
                while (rows.next()) {
                    String stored = rows.getString("part");
                    // one text for all that have it
                    part = stored.equals(part) ? part : stored;
                    states.add(state(rule, part, rows));
                }
            }
        }
    }

    private static RuleState state(Ref rule, String part, ResultSet rows) throws SQLException {
        OffsetDateTime since = rows.getObject("since", OffsetDateTime.class);
        return new RuleState(
                rule,
                rows.getInt("revision"),
                StoredText.restored(part),
                StoredText.restored(rows.getString("state_key")),
                Documents.readObject(rows.getString("document")),
                since == null ? null : since.toInstant());
    }
}
