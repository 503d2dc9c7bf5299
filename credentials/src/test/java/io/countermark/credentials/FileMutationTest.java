package io.countermark.credentials;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Damaged files, from a seed, through everything that reads and rewrites them: a typed answer, or a file that says what was written. */
class FileMutationTest {

    @Test
    void readingAndRewritingAnswerWhateverTheBytesAre() {
        MutationRun.over(SignedFiles.all(), (original, mutated) -> FileFuzz.fuzzerTestOneInput(mutated));
    }

    /** Files of other writers, where the corpus is beside the repository; the made ones otherwise. */
    @Test
    void holdsForFilesOfOtherWriters() throws IOException {
        MutationRun.over(FuzzSeeds.files(), (original, mutated) -> FileFuzz.fuzzerTestOneInput(mutated));
    }
}
