package io.countermark.imaging;

import io.countermark.imaging.DecodeProtocol.Request;
import io.countermark.imaging.ImageRejectedException.Reason;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import org.bytedeco.ffmpeg.global.avutil;

/** The other end of {@link DecodeWorker}: answers requests on standard input until that ends, as it does when the parent dies. */
public final class DecodeWorkerMain {

    private DecodeWorkerMain() {}

    public static void main(String[] arguments) throws IOException {
        // Native code that prints must not end up in the middle of an answer.
        DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16));
        System.setOut(System.err);
        DataInputStream in = new DataInputStream(new BufferedInputStream(System.in, 1 << 16));
        avutil.av_log_set_level(avutil.AV_LOG_QUIET);
        while (true) {
            Request request;
            try {
                request = DecodeProtocol.readRequest(in);
            } catch (EOFException e) {
                return;
            }
            answer(request, out);
        }
    }

    private static void answer(Request request, DataOutputStream out) throws IOException {
        ImageDecoder decoder = ImageDecoder.inWorker(request.limits());
        try (DecodedImage image = decoder.decodeReduced(request.file(), request.minLongSide())) {
            DecodeProtocol.writeDecoded(out, image);
        } catch (ImageRejectedException e) {
            DecodeProtocol.writeRefused(out, e.reason(), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) { // a fault of ours is an answer too; the process itself is sound
            DecodeProtocol.writeRefused(out, Reason.DECODER_FAILED, "The decoder failed: " + e);
        }
    }
}
