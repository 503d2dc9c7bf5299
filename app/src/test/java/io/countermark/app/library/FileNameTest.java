package io.countermark.app.library;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNameTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "blue jacket.jpg, blue jacket.jpg",
                "C:\\pictures\\a.png, a.png",
                "../../etc/passwd, passwd",
                "..,picture",
                "``, picture",
                "<img src=x onerror=alert(1)>.jpg, <img src=x onerror=alert(1)>.jpg",
                "夹克.jpg, 夹克.jpg"
            })
    void keepsTheLastPartOfAPath(String sent, String safe) {
        assertThat(FileName.safe(sent)).isEqualTo(safe);
    }

    @Test
    void removesWhatCantBeSeen() {
        assertThat(FileName.safe("a\u202Egpj.exe\r\nX: y\u0000.jpg")).isEqualTo("agpj.exeX: y.jpg");
        assertThat(FileName.safe(null)).isEqualTo("picture");
    }

    @Test
    void shortensByWholeCharacters() {
        String safe = FileName.safe("\uD83D\uDC55".repeat(300) + ".jpg");
        assertThat(safe.codePointCount(0, safe.length())).isEqualTo(200);
        assertThat(safe).doesNotContain("?").endsWith("\uD83D\uDC55");
    }

    @Test
    void namesDownloadsInPlainLetters() {
        assertThat(FileName.download("Blaue Jacke \"für\"\r\nX", "protected", "jpg"))
                .isEqualTo("blaue-jacke-fu-r-x-protected.jpg");
        assertThat(FileName.download("夹克", "proof", "tlog-proof")).isEqualTo("picture-proof.tlog-proof");
        assertThat(FileName.title("summer_dress_01.tar.jpg")).isEqualTo("summer dress 01.tar");
        assertThat(FileName.title(".jpg")).isEqualTo(".jpg");
    }
}
