package io.countermark.app.platform.web;

import io.countermark.app.platform.Problem;
import io.countermark.app.platform.Refusal;
import io.countermark.imaging.ImageRejectedException;
import io.countermark.transparency.LogException;
import io.countermark.vault.VaultException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;

/**
 * What a failure is called outside.
 *
 * @param problem    the declared refusal
 * @param detail     about this request; null when nothing more may be said
 * @param retryAfter when to come again; null when that does not help
 */
record Answer(
        Problem problem, @Nullable String detail, @Nullable Duration retryAfter) {

    private static final Duration SOON = Duration.ofSeconds(2);

    /** Empty for what nobody foresaw. */
    static Optional<Answer> to(Throwable failure) {
        return Optional.ofNullable(
                switch (failure) {
                    case Refusal refusal ->
                        new Answer(
                                refusal.problem(),
                                failure.getMessage(),
                                refusal.retryAfter().orElse(null));
                    case ImageRejectedException rejected -> picture(rejected);
                    case VaultException vault -> vault(vault);
                    case LogException log ->
                        log.reason() == LogException.Reason.DISK_FULL ? of(Problem.DISK_FULL) : null;
                    case MaxUploadSizeExceededException large ->
                        new Answer(Problem.TOO_LARGE, "A file may have at most 25 MiB; nothing was stored.", null);
                    case MultipartException broken ->
                        new Answer(Problem.BAD_REQUEST, "The form with the file is broken or was cut off.", null);
                    case HttpMessageNotReadableException unreadable ->
                        new Answer(Problem.BAD_REQUEST, "The body is not the JSON that this address takes.", null);
                    case TypeMismatchException mismatch -> of(Problem.BAD_REQUEST);
                    case AccessDeniedException denied -> of(Problem.FORBIDDEN);
                    case OptimisticLockingFailureException quicker -> of(Problem.CONFLICT);
                    case CannotCreateTransactionException away -> soon(Problem.DATABASE_AWAY);
                    case TransactionSystemException away -> soon(Problem.DATABASE_AWAY);
                    case DataAccessResourceFailureException away -> soon(Problem.DATABASE_AWAY);
                    case RecoverableDataAccessException away -> soon(Problem.DATABASE_AWAY);
                    case CannotAcquireLockException busy -> soon(Problem.BUSY);
                    case TransientDataAccessException away -> soon(Problem.DATABASE_AWAY);
                    case ErrorResponse web -> web(web);
                    default -> null;
                });
    }

    static Answer of(Problem problem) {
        return new Answer(problem, null, null);
    }

    private static Answer soon(Problem problem) {
        return new Answer(problem, null, SOON);
    }

    private static Answer picture(ImageRejectedException rejected) {
        String code = rejected.reason().code();
        Problem problem = switch (rejected.reason()) {
            case EMPTY -> new Problem(code, 422, "The file is empty");
            case UNKNOWN_FORMAT -> new Problem(code, 415, "This is not a picture format that is known here");
            case TRUNCATED -> new Problem(code, 422, "The picture is cut off");
            case CORRUPT -> new Problem(code, 422, "The picture is damaged");
            case TOO_MANY_BYTES -> Problem.TOO_LARGE;
            case TOO_MANY_PIXELS -> new Problem(code, 422, "The picture has too many pixels");
            case SIDE_TOO_LONG -> new Problem(code, 422, "The picture is too wide or too high");
            case TOO_MANY_SCANS -> new Problem(code, 422, "The picture has too many scans");
            case TOO_MANY_CHUNKS -> new Problem(code, 422, "The picture has too many parts");
            case UNSUPPORTED_FEATURE -> new Problem(code, 415, "The picture uses something that is not read here");
            case DECODER_UNAVAILABLE -> new Problem(code, 415, "This picture format can't be read on this server");
            case DECODER_FAILED -> new Problem(code, 422, "The picture could not be decoded");
        };
        return new Answer(problem, rejected.getMessage(), null);
    }

    /** Full is for the sender to know; all else is ours to mend. */
    private static @Nullable Answer vault(VaultException vault) {
        return vault.reason() == VaultException.Reason.DISK_FULL ? of(Problem.DISK_FULL) : null;
    }

    /** Spring's own refusals (no such path, wrong method, unreadable body): their status, our words, none of their internals. */
    private static @Nullable Answer web(ErrorResponse refused) {
        return of(ofStatus(refused.getStatusCode()));
    }

    static Problem ofStatus(HttpStatusCode status) {
        return switch (status.value()) {
            case 401 -> Problem.SIGN_IN_NEEDED;
            case 403 -> Problem.FORBIDDEN;
            case 404 -> Problem.NOT_FOUND;
            case 405 -> new Problem("method-not-allowed", 405, "This address does not take that method");
            case 406 -> new Problem("not-acceptable", 406, "This address does not answer in that format");
            case 413 -> Problem.TOO_LARGE;
            case 415 -> new Problem("unsupported-media-type", 415, "This address does not take that content type");
            case 429 -> Problem.TOO_MANY_REQUESTS;
            case 503 -> Problem.BUSY;
            default -> status.is5xxServerError() ? Problem.INTERNAL : Problem.BAD_REQUEST;
        };
    }
}
