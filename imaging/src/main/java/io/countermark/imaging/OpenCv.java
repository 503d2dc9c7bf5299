package io.countermark.imaging;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;

/** Loads the native library once and sets what holds for the whole process. */
final class OpenCv {

    private static final String LOG_LEVEL = "OPENCV_LOG_LEVEL";

    static {
        // A refused file is answered with a typed reason; the codecs' own lines on stderr would only be noise beside
        // it.
        // OpenCV reads its level from the environment alone, once, so it is set before the library is loaded.
        if (System.getenv(LOG_LEVEL) == null) {
            setEnvironment(LOG_LEVEL, "SILENT");
        }
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

    /** POSIX {@code setenv(3)}; nothing happens where the C library has none. */
    private static void setEnvironment(String name, String value) {
        Linker linker = Linker.nativeLinker();
        linker.defaultLookup().find("setenv").ifPresent(symbol -> {
            var setenv = linker.downcallHandle(
                    symbol,
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment nameText = arena.allocateFrom(name);
                MemorySegment valueText = arena.allocateFrom(value);
                int result = (int) setenv.invokeExact(nameText, valueText, 0);
                assert result == 0 : "setenv fails only without memory";
            } catch (Throwable e) { // MethodHandle.invokeExact declares it; a C function throws nothing
                throw new IllegalStateException("setenv can't be called", e);
            }
        });
    }
}
