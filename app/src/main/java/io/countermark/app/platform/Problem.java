package io.countermark.app.platform;

import java.net.URI;

/**
 * A way of refusing, declared once by the module that refuses: what the answer's problem details (RFC 9457) say. The {@code type} is
 * {@code /problems/<code>} of the server itself, which explains it there; the code stands in the answer too, for programs.
 *
 * @param code   in lower case with dashes, never changed once released, for example {@code too-many-pixels}
 * @param status HTTP status, 400 to 599
 * @param title  one sentence for people, the same each time; pages look for {@code problem.<code>} in their messages first
 */
public record Problem(String code, int status, String title) {

    public static final Problem BAD_REQUEST = new Problem("bad-request", 400, "The request can't be understood");
    public static final Problem SIGN_IN_NEEDED = new Problem("sign-in-needed", 401, "Sign in, or send an API key");
    public static final Problem FORBIDDEN = new Problem("forbidden", 403, "This is not yours to do");
    public static final Problem NOT_FOUND = new Problem("not-found", 404, "There is nothing here");
    public static final Problem CONFLICT = new Problem("conflict", 409, "Something else was quicker; look again");
    public static final Problem TOO_LARGE = new Problem("too-many-bytes", 413, "The file is too large");
    public static final Problem TOO_MANY_REQUESTS =
            new Problem("too-many-requests", 429, "Too many attempts; wait a little");
    public static final Problem INTERNAL = new Problem("internal", 500, "Something went wrong on our side");
    public static final Problem BUSY = new Problem("busy", 503, "The server is busy; try again shortly");
    public static final Problem DATABASE_AWAY =
            new Problem("database-away", 503, "The database is not there at the moment; try again shortly");
    public static final Problem DISK_FULL =
            new Problem("disk-full", 507, "The server has no room left; nothing was stored");

    public Problem {
        if (!code.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*") || status < 400 || status > 599) {
            throw new IllegalArgumentException("Not a problem: " + code + " " + status);
        }
    }

    public URI type() {
        return URI.create("/problems/" + code);
    }

    /** To throw; the detail says what about this request, for the one who sent it, and holds no secret. */
    public RefusedException because(String detail) {
        return new RefusedException(this, detail);
    }
}
