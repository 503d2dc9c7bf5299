package io.countermark.imaging;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;

/** Loads the native library once and sets what holds for the whole process. */
final class OpenCv {

    static {
        Loader.load(opencv_core.class);
        Loader.load(opencv_imgproc.class);
        Loader.load(opencv_imgcodecs.class);
        // Servers parallelise over pictures; a pool inside each picture would only fight with that.
        opencv_core.setNumThreads(1);
    }

    private OpenCv() {}

    /** Returns after the library is loaded; cheap when it is. */
    static void load() {
        // The static initialiser has run when this is reached.
    }

    /** The library's version, for example {@code 4.13.0}. */
    static String version() {
        return opencv_core.getVersionString().getString();
    }
}
