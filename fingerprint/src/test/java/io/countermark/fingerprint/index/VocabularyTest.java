package io.countermark.fingerprint.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countermark.fingerprint.LocalFeatures;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class VocabularyTest {

    @Test
    void oneShippedReadsBackEqual() {
        byte[] bytes = Vocabulary.shipped().toByteArray();
        assertThat(Vocabulary.parse(bytes).id()).isEqualTo(Vocabulary.shipped().id());
        bytes[bytes.length / 2] ^= 1;
        assertThatThrownBy(() -> Vocabulary.parse(bytes)).isInstanceOf(CorruptIndexException.class);
        assertThatThrownBy(() -> Vocabulary.parse(new byte[10])).isInstanceOf(CorruptIndexException.class);
    }

    @Test
    void firstOfAQuerysWordsIsTheOneAnOriginalWouldGet() {
        Vocabulary vocabulary = Vocabulary.shipped();
        LocalFeatures features = Made.description(1).features();
        int[] words = new int[2];
        for (int i = 0; i < features.count(); i++) {
            int at = i * LocalFeatures.WORDS;
            vocabulary.words(features.descriptors(), at, words);
            assertThat(words[0]).isEqualTo(vocabulary.word(features.descriptors(), at));
            assertThat(words[1] / Vocabulary.LEAVES).isNotEqualTo(words[0] / Vocabulary.LEAVES);
        }
    }

    @Test
    void trainingTwiceGivesTheSameWords() {
        SplittableRandom random = new SplittableRandom(5);
        long[] descriptors =
                random.longs((long) Vocabulary.WORDS * LocalFeatures.WORDS).toArray();
        Vocabulary first = new VocabularyTraining(descriptors).train();
        assertThat(new VocabularyTraining(descriptors).train().toByteArray()).isEqualTo(first.toByteArray());
        assertThat(java.util.stream.IntStream.range(0, 2000)
                        .map(i -> first.word(descriptors, i * LocalFeatures.WORDS))
                        .distinct()
                        .count())
                .isGreaterThan(1500);
    }
}
