package io.countermark.vault;

import io.countermark.vault.VaultException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Objects in a bucket that speaks S3. Every write is conditional ({@code If-None-Match: *}) and carries the digest of its bytes; that
 * the server honours both is tried out when the store is opened, because not all do. After a refused write the object is read back
 * and compared, for a repeated request can be refused because its own first attempt had arrived.
 */
public final class S3Store implements ObjectStore {

    private final S3Client client;
    private final String bucket;
    private final String prefix;

    private S3Store(S3Client client, String bucket, String prefix) {
        this.client = client;
        this.bucket = bucket;
        this.prefix = prefix;
    }

    /**
     * @param bucket    must exist
     * @param prefix    before every key: empty, or ending in a slash
     * @param endpoint  of a server that is not Amazon's, addressed by path; null for Amazon's
     * @param region    for example {@code eu-central-1}; any for most other servers
     * @param accessKey null for the SDK's own search (environment, profile, instance)
     * @param secretKey null likewise
     */
    public record Place(
            String bucket,
            String prefix,
            @Nullable URI endpoint,
            String region,
            @Nullable String accessKey,
            @Nullable String secretKey) {

        /** Never shows the secret. */
        @Override
        public String toString() {
            return "s3://" + bucket + "/" + prefix;
        }
    }

    /**
     * Connects and tries out what is relied on.
     *
     * @throws VaultException STORE_UNFIT when a condition or a digest is not honoured, IO when the bucket can't be used
     */
    public static S3Store open(Place place) {
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(5))
                        .socketTimeout(Duration.ofSeconds(60)))
                .region(Region.of(place.region()))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .serviceConfiguration(s3 ->
                        s3.pathStyleAccessEnabled(place.endpoint() != null).chunkedEncodingEnabled(false))
                .credentialsProvider(credentials(place));
        if (place.endpoint() != null) {
            builder.endpointOverride(place.endpoint());
        }
        S3Store store = new S3Store(builder.build(), place.bucket(), place.prefix());
        boolean fit = false;
        try {
            store.probe();
            fit = true;
            return store;
        } catch (IOException e) {
            throw VaultException.of(e);
        } finally {
            if (!fit) {
                store.close();
            }
        }
    }

    private static AwsCredentialsProvider credentials(Place place) {
        return place.accessKey() == null || place.secretKey() == null
                ? DefaultCredentialsProvider.builder().build()
                : StaticCredentialsProvider.create(AwsBasicCredentials.create(place.accessKey(), place.secretKey()));
    }

    private void probe() throws IOException {
        String key = "probe/" + UUID.randomUUID();
        Path one = Files.createTempFile("countermark", ".probe");
        try {
            Files.writeString(one, key);
            create(key, one);
            Files.writeString(one, "something else");
            if (put(key, one, md5(one))) {
                throw new VaultException(
                        Reason.STORE_UNFIT, "Bucket " + bucket + " overwrites in spite of If-None-Match: *");
            }
            if (refusesWrongDigest(key + ".digest", one)) {
                delete(key);
                return;
            }
            throw new VaultException(Reason.STORE_UNFIT, "Bucket " + bucket + " does not check Content-MD5");
        } finally {
            Files.deleteIfExists(one);
        }
    }

    private boolean refusesWrongDigest(String key, Path file) throws IOException {
        try {
            put(key, file, new byte[16]);
        } catch (IOException e) {
            return true; // BadDigest or InvalidDigest, as the server calls it.
        }
        delete(key);
        return false;
    }

    @Override
    public void create(String key, Path sealed) throws IOException {
        byte[] md5 = md5(sealed);
        if (put(key, sealed, md5)) {
            return;
        }
        try (Stored there = open(key);
                InputStream mine = Files.newInputStream(sealed)) {
            if (!same(there.bytes(), mine)) {
                throw new FileAlreadyExistsException(key);
            }
        }
    }

    /** Whether it is stored; false when something had the key. */
    private boolean put(String key, Path file, byte[] md5) throws IOException {
        try {
            client.putObject(
                    request -> request.bucket(bucket)
                            .key(prefix + key)
                            .ifNoneMatch("*")
                            .contentMD5(Base64.getEncoder().encodeToString(md5))
                            .contentType("application/octet-stream"),
                    RequestBody.fromFile(file));
            return true;
        } catch (S3Exception e) {
            if (e.statusCode() == 412 || e.statusCode() == 409) {
                return false;
            }
            throw failed(key, e);
        } catch (SdkException e) {
            throw failed(key, e);
        }
    }

    @Override
    public Stored open(String key) throws IOException {
        try {
            ResponseInputStream<GetObjectResponse> in =
                    client.getObject(request -> request.bucket(bucket).key(prefix + key));
            return new Stored(in, in.response().contentLength());
        } catch (SdkException e) {
            throw failed(key, e);
        }
    }

    @Override
    public boolean exists(String key) throws IOException {
        try {
            client.headObject(request -> request.bucket(bucket).key(prefix + key));
            return true;
        } catch (SdkException e) {
            IOException cause = failed(key, e);
            if (cause instanceof NoSuchFileException) {
                return false;
            }
            throw cause;
        }
    }

    @Override
    public void settle(String key) {
        // What S3 has answered for is durable.
    }

    @Override
    public boolean delete(String key) throws IOException {
        boolean there = exists(key);
        try {
            client.deleteObject(request -> request.bucket(bucket).key(prefix + key));
            return there;
        } catch (SdkException e) {
            throw failed(key, e);
        }
    }

    @Override
    public String place() {
        return "s3://" + bucket + "/" + prefix;
    }

    @Override
    public Stream<String> keys() {
        // Page by page, each asked for when the one before is used up.
        return Stream.iterate(page(null), Objects::nonNull, this::after)
                .flatMap(page -> page.contents().stream())
                .map(object -> object.key().substring(prefix.length()))
                .filter(key -> !key.startsWith("probe/"));
    }

    private @Nullable ListObjectsV2Response after(ListObjectsV2Response page) {
        return Boolean.TRUE.equals(page.isTruncated()) ? page(page.nextContinuationToken()) : null;
    }

    private ListObjectsV2Response page(@Nullable String continuation) {
        try {
            return client.listObjectsV2(
                    request -> request.bucket(bucket).prefix(prefix).continuationToken(continuation));
        } catch (SdkException e) {
            throw new UncheckedIOException(failed("", e));
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private IOException failed(String key, SdkException cause) {
        if (cause instanceof S3Exception s3 && s3.statusCode() == 404) {
            NoSuchFileException missing = new NoSuchFileException(key);
            missing.initCause(cause);
            return missing;
        }
        return new IOException("Bucket " + bucket + ", " + prefix + key + ": " + cause.getMessage(), cause);
    }

    private static boolean same(InputStream one, InputStream two) throws IOException {
        byte[] left = new byte[1 << 16];
        byte[] right = new byte[1 << 16];
        while (true) {
            int count = one.readNBytes(left, 0, left.length);
            if (count != two.readNBytes(right, 0, right.length) || !Arrays.equals(left, 0, count, right, 0, count)) {
                return false;
            }
            if (count == 0) {
                return true;
            }
        }
    }

    private static byte[] md5(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest md5 = MessageDigest.getInstance("MD5"); // Against accidents on the way; S3's own header.
            byte[] some = new byte[1 << 16];
            for (int count = in.read(some); count >= 0; count = in.read(some)) {
                md5.update(some, 0, count);
            }
            return md5.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("MD5 is part of every JDK", e);
        }
    }
}
