package io.countermark.app.dossier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.countermark.app.Http;
import io.countermark.app.ServerTest;
import io.countermark.app.TestPictures;
import io.countermark.app.identity.TestAccounts;
import io.countermark.app.library.Library;
import io.countermark.app.library.Registration;
import io.countermark.app.library.Upload;
import io.countermark.app.library.WorkState;
import io.countermark.app.platform.RefusedException;
import io.countermark.evidence.PackageIndex;
import io.countermark.evidence.PackageIndex.Role;
import io.countermark.evidence.PackageVerifier;
import io.countermark.evidence.Trust;
import io.countermark.evidence.Verification;
import io.countermark.evidence.Verification.Question;
import io.countermark.transparency.NoteSigner;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Packages as the server makes them, verified by the library that knows nothing of it. */
@ServerTest
class DossierTest {

    @LocalServerPort
    private int port;

    @Autowired
    private Dossier dossier;

    @Autowired
    private Registration registration;

    @Autowired
    private Library library;

    @Autowired
    private NoteSigner signer;

    @Autowired
    private TestAccounts accounts;

    private TestAccounts.Account acme;

    @BeforeEach
    void anOrganisation() {
        acme = accounts.make("Acme 优品");
    }

    @Test
    void aPackageOfAProtectedWorkHolds() throws IOException {
        UUID work = protectedWork(701);
        byte[] zip = dossier.of(acme.caller(), work, true, null);
        Files.createDirectories(Path.of("target"));
        Files.write(Path.of("target/evidence-sample.zip"), zip);
        Verification verification = verify(zip);
        assertThat(verification.firstFailure()).isEmpty();
        assertThat(verification.checks())
                .extracting(Verification.Check::question)
                .contains(Question.STATEMENT, Question.COMMITMENT, Question.HISTORY, Question.CREDENTIALS)
                .contains(Question.TIME_STAMP);
        PackageIndex index = Objects.requireNonNull(verification.index());
        assertThat(index.work().id()).isEqualTo(work);
        assertThat(index.statements())
                .extracting(PackageIndex.StatementFacts::kind)
                .containsExactly("ingest", "derive");
        assertThat(index.member(Role.SUMMARY)).isNotNull();
    }

    @Test
    void aFoundPictureIsLaidOverTheOriginalAndJoined() throws IOException {
        UUID work = protectedWork(702);
        byte[] zip = dossier.of(acme.caller(), work, false, TestPictures.jpeg(702));
        Files.createDirectories(Path.of("target"));
        Files.write(Path.of("target/evidence-found.zip"), zip);
        Verification verification = verify(zip);
        assertThat(verification.firstFailure()).isEmpty();
        PackageIndex index = Objects.requireNonNull(verification.index());
        assertThat(index.member(Role.ORIGINAL)).isNull();
        assertThat(index.member(Role.FOUND)).isNotNull();
        assertThat(index.member(Role.COMPARISON)).isNotNull();
        assertThat(index.member(Role.COMPARISON_RESULT)).isNotNull();
    }

    @Test
    void anotherOrganisationFindsNothingAndAWorkUnderWayHasNothingToProve() {
        UUID work = protectedWork(703);
        TestAccounts.Account other = accounts.make("Other");
        assertThat(Http.program(server(), other.apiKey())
                        .get("/v1/works/" + work + "/evidence")
                        .statusCode())
                .isEqualTo(404);
        UUID refused =
                registration.receive(upload(TestPictures.jpeg(704))).asset().workId();
        // Whichever is quicker: either the log has it by now or the refusal says that it does not.
        try {
            assertThat(verify(dossier.of(acme.caller(), refused, true, null)).valid())
                    .isTrue();
        } catch (RefusedException e) {
            assertThat(e.problem().code()).isEqualTo("not-logged-yet");
        }
        assertThatThrownBy(() -> dossier.of(acme.caller(), UUID.randomUUID(), true, null))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void thePackageAndThePageThatChecksItAreDownloads() {
        UUID work = protectedWork(705);
        Http program = Http.program(server(), acme.apiKey());
        assertThat(program.get("/v1/works/" + work + "/evidence").headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"evidence-" + work + ".zip\"");
        assertThat(program.get("/v1/evidence/verify.html").body()).contains("verifyPackage", "default-src 'none'");
    }

    private Verification verify(byte[] zip) {
        return PackageVerifier.verify(zip, Trust.in(signer.verifierKey(), List.of()));
    }

    private UUID protectedWork(long seed) {
        UUID work =
                registration.receive(upload(TestPictures.jpeg(seed))).asset().workId();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> library.work(acme.caller().tenantId(), work)
                        .orElseThrow()
                        .state()
                        .equals(WorkState.PROTECTED));
        return work;
    }

    private Upload upload(byte[] content) {
        return new Upload(acme.caller().tenantId(), acme.caller().memberId(), "lamp 灯.jpg", null, null, content);
    }

    private URI server() {
        return URI.create("http://127.0.0.1:" + port);
    }
}
