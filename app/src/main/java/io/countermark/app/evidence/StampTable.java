package io.countermark.app.evidence;

import io.countermark.transparency.NoteKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Tables {@code checkpoint_stamp} and {@code stamp_renewal}. */
@Repository
class StampTable {

    private final JdbcClient jdbc;

    StampTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The smallest state of the log that has an entry and that so many authorities, under roots of their own, have stamped.
     *
     * @param needed 1 or more
     */
    Optional<StampedCheckpoint> covering(long index, int needed) {
        return jdbc.sql("""
                        select log_size from checkpoint_stamp where log_size > :index
                        group by log_size having count(distinct root) >= :needed order by log_size limit 1
                        """)
                .param("index", index)
                .param("needed", needed)
                .query(Long.class)
                .optional()
                .map(this::at);
    }

    private StampedCheckpoint at(long size) {
        return jdbc.sql("""
                        select note, log_size, witnesses, token, root, stamped_at, expires_at, authority from checkpoint_stamp
                        where log_size = :size order by stamped_at, authority
                        """).param("size", size).query((row, n) -> stamped(row)).list().stream()
                .reduce((a, b) -> new StampedCheckpoint(
                        a.note(),
                        a.size(),
                        a.witnesses(),
                        Stream.concat(a.tokens().stream(), b.tokens().stream()).toList()))
                .orElseThrow();
    }

    /** A stamp whose last token loses its force soon. */
    record Due(long size, String authority, int number, byte[] token, Instant expires) {}

    /** The next of them behind {@code (size, authority)}, in that order. */
    List<Due> due(Instant before, long size, String authority, int limit) {
        return jdbc.sql("""
                        select s.log_size, s.authority, coalesce(r.number, 0), coalesce(r.token, s.token),
                               coalesce(r.expires_at, s.expires_at)
                        from checkpoint_stamp s left join lateral (
                            select number, token, expires_at from stamp_renewal r
                            where r.log_size = s.log_size and r.authority = s.authority order by number desc limit 1) r on true
                        where coalesce(r.expires_at, s.expires_at) < :before and (s.log_size, s.authority) > (:size, :authority)
                        order by s.log_size, s.authority limit :limit
                        """)
                .param("before", before.atOffset(ZoneOffset.UTC))
                .param("size", size)
                .param("authority", authority)
                .param("limit", limit)
                .query((row, n) ->
                        new Due(row.getLong(1), row.getString(2), row.getInt(3), row.getBytes(4), instant(row, 5)))
                .list();
    }

    void renew(Due due, String by, StampedCheckpoint.Token token) {
        jdbc.sql("""
                        insert into stamp_renewal (log_size, authority, number, renewed_by, token, root, stamped_at, expires_at)
                        values (:size, :authority, :number, :by, :token, :root, :at, :expires)
                        on conflict (log_size, authority, number) do nothing
                        """)
                .param("size", due.size())
                .param("authority", due.authority())
                .param("number", due.number() + 1)
                .param("by", by)
                .param("token", token.der())
                .param("root", TimeSource.encoded(token.root()))
                .param("at", token.time().atOffset(ZoneOffset.UTC))
                .param("expires", token.expires().atOffset(ZoneOffset.UTC))
                .update();
    }

    List<String> authorities(long size) {
        return jdbc.sql("select authority from checkpoint_stamp where log_size = :size")
                .param("size", size)
                .query((row, n) -> row.getString(1))
                .list();
    }

    void insert(StampedCheckpoint checkpoint, String authority, StampedCheckpoint.Token token) {
        jdbc.sql("""
                        insert into checkpoint_stamp (log_size, authority, note, witnesses, token, root, stamped_at, expires_at)
                        values (:size, :authority, :note, :witnesses, :token, :root, :at, :expires)
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
                .param("expires", token.expires().atOffset(ZoneOffset.UTC))
                .update();
    }

    private StampedCheckpoint stamped(ResultSet row) throws SQLException {
        String witnesses = row.getString(3);
        StampedCheckpoint.Token token = token(row, 4);
        return new StampedCheckpoint(
                row.getString(1),
                row.getLong(2),
                witnesses.isEmpty() ? List.of() : NoteKey.parseAll(witnesses),
                List.of(new StampedCheckpoint.Token(
                        token.der(),
                        token.root(),
                        token.time(),
                        token.expires(),
                        renewals(row.getLong(2), row.getString(8)))));
    }

    private List<StampedCheckpoint.Token> renewals(long size, String authority) {
        return jdbc.sql("""
                        select token, root, stamped_at, expires_at from stamp_renewal
                        where log_size = :size and authority = :authority order by number
                        """)
                .param("size", size)
                .param("authority", authority)
                .query((row, n) -> token(row, 1))
                .list();
    }

    /** Token, root, time and expiry, from that column on. */
    private static StampedCheckpoint.Token token(ResultSet row, int column) throws SQLException {
        return new StampedCheckpoint.Token(
                row.getBytes(column),
                TimeSource.certificates(row.getBytes(column + 1)).getFirst(),
                instant(row, column + 2),
                instant(row, column + 3));
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
