package io.countermark.app.protection;

import io.countermark.credentials.CertificateRegister;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The installation's register of signing certificates. Both of its tables only grow. */
@Component
class IssuedCertificates implements CertificateRegister {

    private final JdbcClient jdbc;
    private final Clock clock;

    IssuedCertificates(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** To be called in the transaction that stores the leaf; one that is there already stays as it is. */
    void add(UUID leafId, X509Certificate leaf) {
        jdbc.sql("""
                        insert into issued_certificate (serial, leaf_id, not_after) values (:serial, :leaf, :end)
                        on conflict do nothing
                        """)
                .param("serial", leaf.getSerialNumber().toString(16))
                .param("leaf", leafId)
                .param("end", leaf.getNotAfter().toInstant().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Whether it was not revoked before. */
    boolean revoke(BigInteger serial, RevocationReason reason) {
        // OCSP tells times by the second.
        OffsetDateTime now = clock.instant().truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC);
        return jdbc.sql("""
                        insert into revoked_certificate (serial, revoked_at, reason) values (:serial, :at, :reason)
                        on conflict do nothing
                        """)
                        .param("serial", serial.toString(16))
                        .param("at", now)
                        .param("reason", reason.name())
                        .update()
                == 1;
    }

    @Override
    public Optional<Standing> standing(BigInteger serial) {
        return jdbc.sql("""
                        select r.revoked_at, r.reason from issued_certificate i
                        left join revoked_certificate r on r.serial = i.serial where i.serial = :serial
                        """)
                .param("serial", serial.toString(16))
                .query((row, n) -> {
                    OffsetDateTime at = row.getObject(1, OffsetDateTime.class);
                    Standing standing = at == null
                            ? new Standing.Good()
                            : new Standing.Revoked(at.toInstant(), RevocationReason.valueOf(row.getString(2)));
                    return standing;
                })
                .optional();
    }
}
