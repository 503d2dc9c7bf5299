package io.countermark.fingerprint.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countermark.fingerprint.PdqHash;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PdqListTest {

    private static final PdqHash HASH = new PdqHash(1, 2, 3, -4);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "a,b",
                "say \"hi\"",
                "two\nlines",
                " blank ",
                "=1+1",
                "+1",
                "-1",
                "@x",
                "\tx",
                "'quoted",
                "'=x",
                "照片"
            })
    void readsBackWhatItWrote(String id) throws IOException {
        PdqList.Line line = new PdqList.Line(HASH, 42, id);
        String csv = PdqList.HEADER + "\r\n" + PdqList.toCsv(line) + "\r\n" + PdqList.toCsv(line);
        assertThat(parse(csv)).isEqualTo(List.of(line, line));
    }

    @ParameterizedTest
    @ValueSource(strings = {"=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"})
    void noSpreadsheetTakesAnIdForAFormula(String id) {
        String field = PdqList.toCsv(new PdqList.Line(HASH, 1, id)).substring(64 + 3);
        assertThat(field).matches(text -> text.startsWith("'") || text.startsWith("\"'"));
    }

    @Test
    void namesTheLineThatIsWrong() {
        String sound = PdqList.toCsv(new PdqList.Line(HASH, 1, "x"));
        for (String wrong : List.of("abc,1,x", HASH.toHex() + ",101,x", HASH.toHex() + ",1,", HASH.toHex() + ",,x")) {
            String list = List.of(PdqList.HEADER, sound, wrong).stream().collect(Collectors.joining("\n"));
            assertThatThrownBy(() -> parse(list))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Line 3");
        }
    }

    @Test
    void jsonLinesAreNumberedToo() {
        assertThatThrownBy(() -> PdqList.readJsonLines(
                        new StringReader("a\n\nb"),
                        text -> {
                            if (text.equals("b")) {
                                throw new IllegalArgumentException("not b");
                            }
                            return new PdqList.Line(HASH, 1, text);
                        },
                        line -> {}))
                .hasMessage("Line 3: not b");
    }

    @Test
    void endlessLineIsRefusedBeforeItIsRead() {
        Reader endless = new Reader() {
            @Override
            public int read(char[] chars, int from, int length) {
                java.util.Arrays.fill(chars, from, from + length, '"');
                return length;
            }

            @Override
            public void close() {}
        };
        assertThatThrownBy(() -> PdqList.readCsv(endless, line -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Line 1 is longer");
    }

    @Test
    void byteOrderMarkOfASpreadsheetIsNoPartOfTheList() throws IOException {
        PdqList.Line line = new PdqList.Line(HASH, 1, "x");
        assertThat(parse("\uFEFF" + PdqList.HEADER + "\n" + PdqList.toCsv(line)))
                .containsExactly(line);
    }

    private static List<PdqList.Line> parse(String csv) throws IOException {
        List<PdqList.Line> lines = new ArrayList<>();
        PdqList.readCsv(new StringReader(csv), lines::add);
        return lines;
    }
}
