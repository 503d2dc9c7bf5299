package io.countermark.app.sharing;

import io.countermark.app.platform.Ids;
import io.countermark.app.platform.Tenancy;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Share links: made for one recipient, with a term, revocable, and every look recorded before the picture goes out. */
@Service
public class Shares {

    private static final String SELECT = """
            select s.*, (select count(*) from share_look l where l.share_id = s.id) as looks from share_link s
            """;

    private final JdbcClient jdbc;
    private final Tenancy tenancy;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Shares(JdbcClient jdbc, Tenancy tenancy, Clock clock) {
        this.jdbc = jdbc;
        this.tenancy = tenancy;
        this.clock = clock;
    }

    /** A new share and the only copy of its token. */
    public record Opened(Share share, String token) {

        /** Never shows the token. */
        @Override
        public String toString() {
            return "Opened[" + share.id() + "]";
        }
    }

    /** Whose work a valid token shows. */
    public record Look(UUID tenant, Share share) {}

    public Opened open(UUID tenant, UUID workId, String recipient, Duration term) {
        ShareToken token = ShareToken.generate(tenant, random);
        UUID id = Ids.next();
        Instant now = clock.instant();
        Share share = tenancy.in(tenant, () -> {
            jdbc.sql("""
                            insert into share_link (id, work_id, recipient, token_sha256, created_at, expires_at)
                            values (:id, :work, :recipient, :hash, :now, :until)
                            """)
                    .param("id", id)
                    .param("work", workId)
                    .param("recipient", recipient)
                    .param("hash", token.sha256())
                    .param("now", now.atOffset(ZoneOffset.UTC))
                    .param("until", now.plus(term).atOffset(ZoneOffset.UTC))
                    .update();
            return find(id).orElseThrow();
        });
        return new Opened(share, token.text());
    }

    /** Newest first. */
    public List<Share> of(UUID tenant, UUID workId) {
        return tenancy.in(
                tenant,
                () -> jdbc.sql(SELECT + " where s.work_id = :work order by s.created_at desc, s.id desc limit 500")
                        .param("work", workId)
                        .query(Shares::read)
                        .list());
    }

    /** Newest first. */
    public List<Share> all(UUID tenant) {
        return tenancy.in(
                tenant,
                () -> jdbc.sql(SELECT + " order by s.created_at desc, s.id desc limit 500")
                        .query(Shares::read)
                        .list());
    }

    /** Takes the leave back; returns whether there was such a share. */
    public boolean revoke(UUID tenant, UUID id) {
        return tenancy.in(
                        tenant,
                        () -> jdbc.sql("""
                                        update share_link set revoked_at = coalesce(revoked_at, :now) where id = :id
                                        """)
                                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                                .param("id", id)
                                .update())
                == 1;
    }

    /** What a token shows, without recording a look; empty when it is unknown, over or revoked, which look the same. */
    public Optional<Look> peek(String token) {
        return ShareToken.parse(token).flatMap(parsed -> tenancy.in(parsed.tenant(), () -> standing(parsed)));
    }

    /** As {@link #peek}, and records the look in the same transaction. */
    public Optional<Look> look(String token) {
        return ShareToken.parse(token)
                .flatMap(parsed -> tenancy.in(parsed.tenant(), () -> {
                    Optional<Look> look = standing(parsed);
                    look.ifPresent(
                            found -> jdbc.sql("insert into share_look (id, share_id, at) values (:id, :share, :now)")
                                    .param("id", Ids.next())
                                    .param("share", found.share().id())
                                    .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                                    .update());
                    return look;
                }));
    }

    private Optional<Look> standing(ShareToken token) {
        return jdbc.sql(SELECT + " where s.token_sha256 = :hash")
                .param("hash", token.sha256())
                .query(Shares::read)
                .optional()
                .filter(share -> share.openAt(clock.instant()))
                .map(share -> new Look(token.tenant(), share));
    }

    private Optional<Share> find(UUID id) {
        return jdbc.sql(SELECT + " where s.id = :id")
                .param("id", id)
                .query(Shares::read)
                .optional();
    }

    private static Share read(ResultSet row, int index) throws SQLException {
        OffsetDateTime revoked = row.getObject("revoked_at", OffsetDateTime.class);
        return new Share(
                row.getObject("id", UUID.class),
                row.getObject("work_id", UUID.class),
                row.getString("recipient"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                instant(revoked),
                row.getLong("looks"));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
