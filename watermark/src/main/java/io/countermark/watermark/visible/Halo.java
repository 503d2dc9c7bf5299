package io.countermark.watermark.visible;

import java.nio.ByteBuffer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** A soft rim around a logo: its coverage grown and blurred. */
final class Halo {

    private Halo() {}

    static byte[] around(byte[] coverage, int width, int height, int reach) {
        try (PointerScope scope = new PointerScope()) {
            Mat mat = new Mat(height, width, opencv_core.CV_8UC1);
            mat.<ByteBuffer>createBuffer().put(coverage);
            int side = 2 * ((reach + 1) / 2) + 1;
            Mat grown = new Mat();
            opencv_imgproc.dilate(
                    mat,
                    grown,
                    opencv_imgproc.getStructuringElement(opencv_imgproc.MORPH_ELLIPSE, new Size(side, side)));
            Mat soft = new Mat();
            opencv_imgproc.GaussianBlur(grown, soft, new Size(side, side), reach / 3.0);
            byte[] halo = new byte[coverage.length];
            soft.<ByteBuffer>createBuffer().get(halo);
            for (int i = 0; i < halo.length; i++) {
                halo[i] = (byte) Math.max(halo[i] & 0xFF, coverage[i] & 0xFF);
            }
            return halo;
        }
    }
}
