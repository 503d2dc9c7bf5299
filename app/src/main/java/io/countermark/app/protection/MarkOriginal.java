package io.countermark.app.protection;

import io.countermark.app.library.Asset;
import io.countermark.app.library.Marking;
import io.countermark.app.library.ProtectionRecord;
import io.countermark.imaging.Picture;
import io.countermark.watermark.MarkId;
import io.countermark.watermark.MarkRefusedException;
import io.countermark.watermark.MarkWriter;
import io.countermark.watermark.MarkedPicture;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/**
 * Writes the work's mark id into the pixels. A picture that can't carry a mark goes on without one, with the reason on record. The
 * same picture, key and id give the same pixels, so a resumed run marks again instead of keeping the pixels somewhere.
 */
@Component
class MarkOriginal {

    /** A mark that our own reader does not find is noise, and saying that the picture carries one would be a lie. */
    private static final String UNREADABLE = "The picture has too little texture for a mark that could be read again";

    private final MarkKeys keys;
    private final MarkRegister register;
    private final ProtectionRecord record;

    MarkOriginal(MarkKeys keys, MarkRegister register, ProtectionRecord record) {
        this.keys = keys;
        this.register = register;
        this.record = record;
    }

    /** Hands the picture to be delivered to {@code rest}; it is closed afterwards. */
    void run(DescribedOriginal described, Consumer<MarkedOriginal> rest) {
        Asset asset = described.original().asset();
        MarkId id = register.allot(asset.tenantId(), asset.workId());
        Picture picture = described.original().image().picture();
        try (MarkedPicture marked = new MarkWriter(keys.of(asset.tenantId())).mark(picture, id)) {
            if (marked.margin() < 0) {
                pass(described, new Marking.Refused("unreadable", UNREADABLE), picture, rest);
            } else {
                Marking carried = new Marking.Carried(id, marked.psnr(), marked.markedPsnr());
                pass(described, carried, marked.picture(), rest);
            }
        } catch (MarkRefusedException e) {
            Marking refused = new Marking.Refused(e.reason().code(), String.valueOf(e.getMessage()));
            pass(described, refused, picture, rest);
        }
    }

    private void pass(DescribedOriginal described, Marking marking, Picture picture, Consumer<MarkedOriginal> rest) {
        record.marked(described.original().asset(), marking);
        rest.accept(new MarkedOriginal(described, marking, picture));
    }
}
