package io.countermark.imaging;

import io.countermark.container.ImageHeader.Cicp;
import io.countermark.imaging.ImageRejectedException.Reason;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/**
 * One coded picture of an HEIF file, decoded by libavcodec: HEVC by its own decoder, AV1 by libaom.
 *
 * @param type          {@code hvc1} or {@code av01}
 * @param configuration body of hvcC or av1C, which carries the parameter sets
 * @param data          the item's bytes
 * @param width         as its {@code ispe} says, in pixels
 * @param height        as its {@code ispe} says, in pixels
 * @param cicp          how its samples are to be read, where the file says it
 */
record CodedPicture(
        String type, Optional<byte[]> configuration, byte[] data, int width, int height, Optional<Cicp> cicp) {

    /** Colour or gray; 16 bit when it is coded with more than eight. */
    Picture decode(DecodeLimits limits) {
        try (AVFrame frame = avutil.av_frame_alloc()) {
            receive(frame, limits);
            return FramePixels.toPicture(frame, cicp);
        }
    }

    /** The first plane alone, gray, in the full range: an alpha plane, whatever else was coded beside it. */
    Picture decodeFirstPlane(DecodeLimits limits) {
        try (AVFrame frame = avutil.av_frame_alloc()) {
            receive(frame, limits);
            return FramePixels.firstPlane(frame);
        }
    }

    private void receive(AVFrame frame, DecodeLimits limits) {
        AVCodec codec = codec();
        AVCodecContext context = avcodec.avcodec_alloc_context3(codec);
        try {
            context.max_pixels(limits.maxPixels());
            context.thread_count(1);
            context.err_recognition(avcodec.AV_EF_EXPLODE | avcodec.AV_EF_CRCCHECK | avcodec.AV_EF_BITSTREAM);
            configuration.ifPresent(body -> giveConfiguration(context, body));
            require(
                    avcodec.avcodec_open2(context, codec, (AVDictionary) null) >= 0,
                    "has a configuration that its decoder does not take");
            send(context);
            int received = avcodec.avcodec_receive_frame(context, frame);
            require(received >= 0, "has no picture in it");
            require(
                    (frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) == 0 && frame.decode_error_flags() == 0,
                    "is damaged");
            require(
                    frame.width() == width && frame.height() == height,
                    "is %d x %d pixels, not %d x %d as the file says"
                            .formatted(frame.width(), frame.height(), width, height));
        } finally {
            avcodec.avcodec_free_context(context);
        }
    }

    private AVCodec codec() {
        AVCodec codec = type.equals("av01")
                ? avcodec.avcodec_find_decoder_by_name("libaom-av1")
                : avcodec.avcodec_find_decoder(avcodec.AV_CODEC_ID_HEVC);
        if (codec == null || codec.isNull()) {
            throw new ImageRejectedException(Reason.DECODER_UNAVAILABLE, "There is no decoder for " + type + " here.");
        }
        return codec;
    }

    /** The context frees this with itself, so it is the library's own memory, with the padding its readers want. */
    private static void giveConfiguration(AVCodecContext context, byte[] body) {
        BytePointer copy = new BytePointer(avutil.av_mallocz(body.length + avcodec.AV_INPUT_BUFFER_PADDING_SIZE));
        copy.capacity(body.length).put(body);
        context.extradata(copy);
        context.extradata_size(body.length);
    }

    private void send(AVCodecContext context) {
        AVPacket packet = avcodec.av_packet_alloc();
        try {
            require(avcodec.av_new_packet(packet, data.length) >= 0, "is too large");
            packet.data().capacity(data.length).put(data);
            packet.flags(packet.flags() | avcodec.AV_PKT_FLAG_KEY);
            require(avcodec.avcodec_send_packet(context, packet) >= 0, "can't be decoded");
            // The end of the stream: whatever the decoder holds back comes out now.
            avcodec.avcodec_send_packet(context, null);
        } finally {
            avcodec.av_packet_free(packet);
        }
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ImageRejectedException(Reason.CORRUPT, "The coded picture (%s) %s.".formatted(type, otherwise));
        }
    }
}
