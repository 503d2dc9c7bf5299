package io.countermark.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.countermark.imaging.ImageEncoder;
import io.countermark.imaging.ImageEncoder.Jpeg;
import io.countermark.imaging.ImageEncoder.Subsampling;
import io.countermark.imaging.Picture;
import io.countermark.imaging.Resizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PictureComparerPhotosTest {

    /** Named as two colours, but one photo saved twice: its blocks' colours differ by 0.2 gray levels, less than after JPEG 60. */
    private static final Set<String> SAME_PHOTO = Set.of("shop/mp09-black_main.jpg", "shop/mp09-blue_main.jpg");

    private final PictureComparer comparer = new PictureComparer();

    @Test
    void aHalfSizeJpeg60IsACopy() {
        List<String> missed = new ArrayList<>();
        List<String> names = new ArrayList<>(SharedPhotos.names("shop"));
        names.addAll(SharedPhotos.names("clothing"));
        names.addAll(SharedPhotos.names("packshots"));
        for (int i = 0; i < names.size(); i += 29) {
            try (Picture original = SharedPhotos.open(names.get(i));
                    Picture half = Resizer.resize(original, original.width() / 2, original.height() / 2);
                    Picture suspect =
                            SharedPhotos.decode(ImageEncoder.encode(half, new Jpeg(60, Subsampling.S420, false)))) {
                if (comparer.compare(original, suspect).verdict() != Verdict.COPY) {
                    missed.add(names.get(i));
                }
            }
        }
        assertThat(missed).isEmpty();
    }

    /** One name stem is one product in several colours and views, often the same photo recoloured. */
    @Test
    void theSameProductInAnotherColourIsNoCopy() {
        Map<String, List<String>> products = SharedPhotos.names("shop").stream()
                .collect(Collectors.groupingBy(name -> name.split("-")[0], TreeMap::new, Collectors.toList()));
        int number = 0;
        for (List<String> siblings : products.values()) {
            if (number++ % 5 == 0) {
                for (int i = 1; i < siblings.size(); i++) {
                    assertNoCopy(siblings.get(i - 1), siblings.get(i));
                }
            }
        }
    }

    @Test
    void theSamePackageAgainIsNoCopy() {
        List<String> names = SharedPhotos.names("shelf");
        for (int i = 0; i < names.size(); i += 10) {
            assertNoCopy(names.get(i), names.get(i + 1));
        }
    }

    @Test
    void strangersAreOriginals() {
        List<String> clothing = SharedPhotos.names("clothing");
        List<String> shop = SharedPhotos.names("shop");
        for (int i = 0; i < 12; i++) {
            try (Picture a = SharedPhotos.open(clothing.get(i * 28));
                    Picture b = SharedPhotos.open(shop.get(i * 16))) {
                assertEquals(
                        Verdict.ORIGINAL,
                        comparer.compare(a, b).verdict(),
                        clothing.get(i * 28) + " " + shop.get(i * 16));
            }
        }
    }

    private void assertNoCopy(String first, String second) {
        if (SAME_PHOTO.contains(first) && SAME_PHOTO.contains(second)) {
            return;
        }
        try (Picture a = SharedPhotos.open(first);
                Picture b = SharedPhotos.open(second)) {
            assertThat(comparer.compare(a, b).verdict())
                    .as("%s against %s", first, second)
                    .isNotEqualTo(Verdict.COPY);
        }
    }
}
