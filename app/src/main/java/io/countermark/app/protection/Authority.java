package io.countermark.app.protection;

import io.countermark.app.platform.SealedKeys;
import io.countermark.app.platform.Tenancy;
import io.countermark.credentials.CertificateAuthority;
import io.countermark.credentials.CertificateRegister.RevocationReason;
import io.countermark.credentials.OcspResponder;
import io.countermark.credentials.SigningCredential;
import io.countermark.vault.RootKey;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * The installation's certificate authority and the claim-signing leaf of each organisation. Both private keys are stored wrapped by
 * the root key. A leaf lives a year and is replaced a month before its end.
 */
@Service
public class Authority {

    private static final String NAME = "credentials-root";
    private static final String PRODUCT = "Countermark";
    private static final Duration LEAF_VALIDITY = Duration.ofDays(365);
    private static final Duration RENEW_BEFORE = Duration.ofDays(30);

    private final SealedKeys keys;
    private final RootKey rootKey;
    private final JdbcClient jdbc;
    private final Tenancy tenancy;
    private final Clock clock;
    private final IssuedCertificates issued;
    private final String publicAddress;
    private @Nullable OcspResponder responder;

    /** @param publicAddress where others reach this server; empty when it was not told: certificates then name no responder */
    Authority(
            SealedKeys keys,
            RootKey rootKey,
            JdbcClient jdbc,
            Tenancy tenancy,
            Clock clock,
            IssuedCertificates issued,
            @Value("${countermark.public-address:}") String publicAddress) {
        this.keys = keys;
        this.rootKey = rootKey;
        this.jdbc = jdbc;
        this.tenancy = tenancy;
        this.clock = clock;
        this.issued = issued;
        this.publicAddress = publicAddress;
    }

    /** The root certificate that verifiers take as anchor. */
    public X509Certificate root() {
        return authority().root();
    }

    /** Answers who asks whether a certificate was revoked. */
    synchronized OcspResponder responder() {
        if (responder == null) {
            responder = new OcspResponder(authority(), issued, clock);
        }
        return responder;
    }

    /**
     * Revokes all certificates of an organisation that were not revoked before, those too that were issued before there was a register.
     *
     * @return their numbers in hexadecimal
     */
    List<String> revoke(UUID tenantId, RevocationReason reason) {
        return tenancy.in(tenantId, () -> {
            List<String> revoked = new ArrayList<>();
            for (Leaf leaf : leaves(tenantId)) {
                issued.add(leaf.id(), leaf.certificate());
                BigInteger serial = leaf.certificate().getSerialNumber();
                if (issued.revoke(serial, reason)) {
                    revoked.add(serial.toString(16));
                }
            }
            return List.copyOf(revoked);
        });
    }

    private record Leaf(UUID id, X509Certificate certificate) {}

    private List<Leaf> leaves(UUID tenantId) {
        return jdbc.sql("select id, certificate from signing_leaf where tenant_id = :tenant order by not_after")
                .param("tenant", tenantId)
                .query((row, n) -> new Leaf(row.getObject(1, UUID.class), certificate(row.getBytes(2))))
                .list();
    }

    /** What an organisation signs with now. */
    SigningCredential credential(UUID tenantId) {
        return tenancy.in(tenantId, () -> {
            Optional<SigningCredential> current = current(tenantId);
            if (current.isPresent()) {
                return current.get();
            }
            // Two at once may each issue one; both are good, and the one that lasts longer is used from then on.
            SigningCredential fresh =
                    authority().issue(PRODUCT + " claim signer", PRODUCT, clock.instant(), LEAF_VALIDITY);
            store(tenantId, fresh);
            return fresh;
        });
    }

    private Optional<SigningCredential> current(UUID tenantId) {
        return jdbc.sql("""
                        select id, certificate, wrapped_key from signing_leaf
                        where tenant_id = :tenant and not_after > :soon and not exists (
                            select 1 from issued_certificate i join revoked_certificate r on r.serial = i.serial
                            where i.leaf_id = signing_leaf.id)
                        order by not_after desc limit 1
                        """)
                .param("tenant", tenantId)
                .param("soon", clock.instant().plus(RENEW_BEFORE).atOffset(ZoneOffset.UTC))
                .query((row, n) -> new SigningCredential(
                        List.of(certificate(row.getBytes(2))),
                        privateKey(rootKey.unwrap(row.getBytes(3), context(row.getObject(1, UUID.class))))))
                .optional();
    }

    private void store(UUID tenantId, SigningCredential credential) {
        UUID id = UUID.randomUUID();
        X509Certificate leaf = credential.chain().getFirst();
        Instant notAfter = leaf.getNotAfter().toInstant();
        jdbc.sql("""
                        insert into signing_leaf (id, tenant_id, certificate, wrapped_key, not_after)
                        values (:id, :tenant, :certificate, :key, :end)
                        """)
                .param("id", id)
                .param("tenant", tenantId)
                .param("certificate", encoded(leaf))
                .param("key", rootKey.wrap(credential.key().getEncoded(), context(id)))
                .param("end", notAfter.atOffset(ZoneOffset.UTC))
                .update();
        issued.add(id, leaf);
    }

    private CertificateAuthority authority() {
        SealedKeys.Key key = keys.openOrCreate(NAME, () -> {
            CertificateAuthority created = CertificateAuthority.create(PRODUCT, clock.instant());
            return new SealedKeys.Key(created.privateKey(), encoded(created.root()));
        });
        byte[] encodedRoot = key.certificate();
        if (encodedRoot == null) {
            throw new IllegalStateException("The key " + NAME + " is stored without its certificate");
        }
        X509Certificate root = certificate(encodedRoot);
        CertificateAuthority authority =
                CertificateAuthority.of(root, new KeyPair(root.getPublicKey(), privateKey(key.secret())));
        return publicAddress.isEmpty()
                ? authority
                : authority.withResponder(URI.create(publicAddress.replaceAll("/+$", "") + "/ocsp"));
    }

    private static String context(UUID leafId) {
        return "signing-leaf:" + leafId;
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateException e) {
            throw new IllegalStateException("A certificate just made has an encoding", e);
        }
    }

    private static X509Certificate certificate(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new IllegalStateException("A stored certificate can't be read", e);
        }
    }

    private static PrivateKey privateKey(byte[] pkcs8) {
        try {
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A stored signing key can't be read", e);
        }
    }
}
