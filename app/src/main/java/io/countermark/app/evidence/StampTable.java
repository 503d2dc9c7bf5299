package io.countermark.app.evidence;

import io.countermark.transparency.NoteKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Table {@code checkpoint_stamp}. */
@Repository
class StampTable {

    private final JdbcClient jdbc;

    StampTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The smallest stamped state of the log that has an entry. */
    Optional<StampedCheckpoint> covering(long index) {
        List<StampedCheckpoint> rows =
                jdbc.sql("""
                        select note, log_size, witnesses, token, root, stamped_at from checkpoint_stamp
                        where log_size = (select min(log_size) from checkpoint_stamp where log_size > :index)
                        order by stamped_at, authority
                        """).param("index", index).query(StampTable::row).list();
        return rows.stream()
                .reduce((a, b) -> new StampedCheckpoint(
                        a.note(),
                        a.size(),
                        a.witnesses(),
                        java.util.stream.Stream.concat(a.tokens().stream(), b.tokens().stream())
                                .toList()));
    }

    List<String> authorities(long size) {
        return jdbc.sql("select authority from checkpoint_stamp where log_size = :size")
                .param("size", size)
                .query((row, n) -> row.getString(1))
                .list();
    }

    void insert(StampedCheckpoint checkpoint, String authority, StampedCheckpoint.Token token) {
        jdbc.sql("""
                        insert into checkpoint_stamp (log_size, authority, note, witnesses, token, root, stamped_at)
                        values (:size, :authority, :note, :witnesses, :token, :root, :at)
                        on conflict (log_size, authority) do nothing
                        """)
                .param("size", checkpoint.size())
                .param("authority", authority)
                .param("note", checkpoint.note())
                .param(
                        "witnesses",
                        checkpoint.witnesses().stream().map(NoteKey::text).collect(Collectors.joining("\n")))
                .param("token", token.der())
                .param("root", TimeSource.encoded(token.root()))
                .param("at", token.time().atOffset(ZoneOffset.UTC))
                .update();
    }

    private static StampedCheckpoint row(ResultSet row, int number) throws SQLException {
        String witnesses = row.getString(3);
        return new StampedCheckpoint(
                row.getString(1),
                row.getLong(2),
                witnesses.isEmpty() ? List.of() : NoteKey.parseAll(witnesses),
                List.of(new StampedCheckpoint.Token(
                        row.getBytes(4),
                        TimeSource.certificates(row.getBytes(5)).getFirst(),
                        row.getObject(6, OffsetDateTime.class).toInstant())));
    }
}
