package io.countermark.app.evidence;

import io.countermark.app.platform.Tenancy;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the database says that the log holds, for whoever compares the two. */
@Component
public class LogInventory {

    private final JdbcClient jdbc;
    private final Tenancy tenancy;

    LogInventory(JdbcClient jdbc, Tenancy tenancy) {
        this.jdbc = jdbc;
        this.tenancy = tenancy;
    }

    /**
     * A statement on record.
     *
     * @param index    its place; null when it is to be logged yet
     * @param leafHash 32 bytes; null likewise
     * @param salts    of its commitments, 64 hexadecimal digits each
     */
    public record Row(
            UUID workId,
            String kind,
            byte[] entry,
            Map<String, String> salts,
            @Nullable Long index,
            byte @Nullable [] leafHash) {}

    /**
     * A stamp on record.
     *
     * @param tokens the token, then its renewals
     * @param roots  of each of them
     */
    public record Stamp(long size, String authority, String note, List<byte[]> tokens, List<byte[]> roots) {}

    /** All of an organisation, in the order of the log. */
    public List<Row> of(UUID tenantId) {
        return tenancy.in(
                tenantId,
                () -> jdbc.sql("""
                        select work_id, kind, entry, salts, log_index, leaf_hash from log_entry
                        where tenant_id = :tenant order by log_index, id
                        """)
                        .param("tenant", tenantId)
                        .query((row, n) -> new Row(
                                row.getObject(1, UUID.class),
                                row.getString(2),
                                row.getBytes(3),
                                LoggedStatement.salts(row.getString(4)),
                                row.getObject(5, Long.class),
                                row.getBytes(6)))
                        .list());
    }

    /** All stamps over states of the log. */
    public List<Stamp> stamps() {
        return jdbc.sql("""
                        select log_size, authority, note, token, root, 0 as number from checkpoint_stamp
                        union all
                        select log_size, authority, '', token, root, number from stamp_renewal
                        order by log_size, authority, number
                        """).query((ResultSet rows) -> {
            List<Stamp> all = new ArrayList<>();
            while (rows.next()) {
                if (rows.getInt(6) == 0) {
                    all.add(new Stamp(
                            rows.getLong(1),
                            rows.getString(2),
                            rows.getString(3),
                            new ArrayList<>(),
                            new ArrayList<>()));
                }
                all.getLast().tokens().add(rows.getBytes(4));
                all.getLast().roots().add(rows.getBytes(5));
            }
            return all;
        });
    }
}
