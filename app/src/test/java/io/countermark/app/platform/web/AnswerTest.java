package io.countermark.app.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.countermark.app.platform.Problem;
import io.countermark.imaging.ImageRejectedException;
import io.countermark.vault.VaultException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;

class AnswerTest {

    @ParameterizedTest
    @EnumSource(ImageRejectedException.Reason.class)
    void everyRefusedPictureIsTheSendersToMendAndSaysWhy(ImageRejectedException.Reason reason) {
        Answer answer =
                Answer.to(new ImageRejectedException(reason, "about this one")).orElseThrow();

        assertThat(answer.problem().status()).isIn(413, 415, 422);
        assertThat(answer.problem().code()).isEqualTo(reason.code());
        assertThat(answer.detail()).isEqualTo("about this one");
    }

    @Test
    void aFullDiskIs507AndAnAbsentDatabase503WithTheTimeToComeAgain() {
        assertThat(Answer.to(new VaultException(VaultException.Reason.DISK_FULL, "secret path"))
                        .orElseThrow())
                .isEqualTo(new Answer(Problem.DISK_FULL, null, null));
        for (Exception away : new Exception[] {
            new CannotCreateTransactionException("gone"), new DataAccessResourceFailureException("gone")
        }) {
            Answer answer = Answer.to(away).orElseThrow();
            assertThat(answer.problem()).isEqualTo(Problem.DATABASE_AWAY);
            assertThat(answer.retryAfter()).isEqualTo(Duration.ofSeconds(2));
            assertThat(answer.detail()).isNull();
        }
    }

    @Test
    void whatNobodyForesawSaysNothing() {
        assertThat(Answer.to(new IllegalStateException("internals"))).isEmpty();
        assertThat(Answer.to(new VaultException(VaultException.Reason.CORRUPT, "internals")))
                .isEmpty();
    }

    @Test
    void aRefusalBringsItsOwnWords() {
        Answer answer = Answer.to(Problem.TOO_MANY_REQUESTS.because("later").retryAfter(Duration.ofSeconds(7)))
                .orElseThrow();

        assertThat(answer).isEqualTo(new Answer(Problem.TOO_MANY_REQUESTS, "later", Duration.ofSeconds(7)));
    }
}
