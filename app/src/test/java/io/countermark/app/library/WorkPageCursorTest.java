package io.countermark.app.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkPageCursorTest {

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-24T02:10:39.123456Z", "1969-12-31T23:59:59.999999Z", "1970-01-01T00:00:00Z"})
    void comesBackFromItsText(String at) {
        WorkPage.Cursor cursor =
                new WorkPage.Cursor(Instant.parse(at), UUID.fromString("018f9d1e-0000-7000-8000-0000000000ff"));
        assertThat(WorkPage.Cursor.parse(cursor.text())).contains(cursor);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "!!!!", "AAAA", "' or 1=1 --"})
    void somethingElseIsNoCursor(String text) {
        assertThat(WorkPage.Cursor.parse(text)).isEmpty();
    }

    @Test
    void isSafeInAnAddress() {
        assertThat(new WorkPage.Cursor(Instant.EPOCH, new UUID(-1, -1)).text()).matches("[A-Za-z0-9_-]+");
    }
}
