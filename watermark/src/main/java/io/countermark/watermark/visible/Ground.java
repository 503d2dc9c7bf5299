package io.countermark.watermark.visible;

import io.countermark.imaging.Picture;
import io.countermark.imaging.Resizer;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** How light a picture is around a place: Rec. 601 luma of a small copy, averaged over about the height of a mark. */
final class Ground {

    private static final int LONG_SIDE = 512;

    private final int width;
    private final int height;
    private final double scale;
    private final byte[] luma;

    private Ground(int width, int height, double scale, byte[] luma) {
        this.width = width;
        this.height = height;
        this.scale = scale;
        this.luma = luma;
    }

    /** @param reach in pixels of the picture, over which the ground is averaged */
    static Ground of(Picture picture, double reach) {
        try (Picture small = Resizer.fit(picture, LONG_SIDE);
                Picture bgr = small.toBgr8();
                PointerScope scope = new PointerScope()) {
            double scale = (double) bgr.width() / picture.width();
            Mat gray = new Mat();
            opencv_imgproc.cvtColor(bgr.mat(), gray, opencv_imgproc.COLOR_BGR2GRAY);
            int side = 2 * (int) Math.max(1, Math.round(reach * scale / 2)) + 1;
            Mat mean = new Mat();
            opencv_imgproc.blur(gray, mean, new Size(side, side));
            byte[] luma = new byte[bgr.width() * bgr.height()];
            mean.<ByteBuffer>createBuffer().get(luma);
            return new Ground(bgr.width(), bgr.height(), scale, luma);
        }
    }

    /** 0 to 255. */
    int at(int x, int y) {
        int column = Math.clamp((int) ((x + 0.5) * scale), 0, width - 1);
        int row = Math.clamp((int) ((y + 0.5) * scale), 0, height - 1);
        return luma[row * width + column] & 0xFF;
    }
}
