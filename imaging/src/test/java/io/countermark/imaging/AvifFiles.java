package io.countermark.imaging;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/** AVIF files put together box by box around pictures that libaom has coded. */
final class AvifFiles {

    /** One item: what it is, its bytes, its property boxes, its references. */
    record Item(String type, byte[] data, List<byte[]> properties, String referenceType, int[] referenceTo) {}

    private AvifFiles() {}

    /**
     * A still picture in AV1, full range, BT.601.
     *
     * @param planes Y, Cb, Cr in 4:4:4, or Y alone
     * @param depth  8, 10 or 12; samples of more than eight bit are little-endian pairs
     */
    static byte[] coded(int width, int height, int depth, byte[]... planes) {
        AVCodec codec = avcodec.avcodec_find_encoder_by_name("libaom-av1");
        AVCodecContext context = avcodec.avcodec_alloc_context3(codec);
        int format = switch (depth) {
            case 8 -> planes.length == 1 ? avutil.AV_PIX_FMT_GRAY8 : avutil.AV_PIX_FMT_YUV444P;
            case 10 -> planes.length == 1 ? avutil.AV_PIX_FMT_GRAY10LE : avutil.AV_PIX_FMT_YUV444P10LE;
            default -> planes.length == 1 ? avutil.AV_PIX_FMT_GRAY12LE : avutil.AV_PIX_FMT_YUV444P12LE;
        };
        context.width(width).height(height).pix_fmt(format);
        context.time_base(avutil.av_make_q(1, 1));
        context.color_range(avutil.AVCOL_RANGE_JPEG);
        context.colorspace(avutil.AVCOL_SPC_BT470BG);
        context.thread_count(1);
        AVDictionary options = new AVDictionary();
        avutil.av_dict_set(options, "cpu-used", "8", 0);
        avutil.av_dict_set(options, "still-picture", "1", 0);
        avutil.av_dict_set(options, "crf", "0", 0);
        require(avcodec.avcodec_open2(context, codec, options) >= 0, "open");
        AVFrame frame = avutil.av_frame_alloc();
        frame.width(width).height(height).format(format);
        frame.color_range(avutil.AVCOL_RANGE_JPEG);
        require(avutil.av_frame_get_buffer(frame, 0) >= 0, "buffer");
        int stride = width * (depth > 8 ? 2 : 1);
        for (int p = 0; p < planes.length; p++) {
            for (int y = 0; y < height; y++) {
                BytePointer row = new BytePointer(frame.data(p)).position((long) y * frame.linesize(p));
                row.put(planes[p], y * stride, stride);
            }
        }
        require(avcodec.avcodec_send_frame(context, frame) >= 0, "send");
        avcodec.avcodec_send_frame(context, null);
        AVPacket packet = avcodec.av_packet_alloc();
        require(avcodec.avcodec_receive_packet(context, packet) >= 0, "receive");
        byte[] data = new byte[packet.size()];
        packet.data().get(data);
        avcodec.av_packet_free(packet);
        avutil.av_frame_free(frame);
        avcodec.avcodec_free_context(context);
        return data;
    }

    private static void require(boolean holds, String step) {
        if (!holds) {
            throw new AssertionError("The AV1 encoder failed to " + step);
        }
    }

    /** An item of AV1 with its size; alpha says so by its auxiliary type. */
    static Item picture(int width, int height, byte[] data, byte[]... more) {
        List<byte[]> properties = new ArrayList<>(List.of(size(width, height), configuration()));
        properties.addAll(List.of(more));
        return new Item("av01", data, properties, "", new int[0]);
    }

    static Item alpha(int width, int height, byte[] data, int of) {
        byte[] urn = MadeFiles.ascii("urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0");
        byte[] auxiliary = MadeFiles.box("auxC", new byte[4], urn);
        return new Item("av01", data, List.of(size(width, height), configuration(), auxiliary), "auxl", new int[] {of});
    }

    static Item grid(int rows, int columns, int width, int height, int[] tiles, byte[]... more) {
        byte[] body = MadeFiles.written(out -> {
            out.write(new byte[] {0, 0, (byte) (rows - 1), (byte) (columns - 1)});
            out.writeShort(width);
            out.writeShort(height);
        });
        List<byte[]> properties = new ArrayList<>(List.of(size(width, height)));
        properties.addAll(List.of(more));
        return new Item("grid", body, properties, "dimg", tiles);
    }

    static byte[] size(int width, int height) {
        return MadeFiles.box("ispe", MadeFiles.written(out -> {
            out.writeInt(0);
            out.writeInt(width);
            out.writeInt(height);
        }));
    }

    private static byte[] configuration() {
        // Marker and version, profile 1 level 31, 4:4:4: the decoder takes what it needs from the bit stream.
        return MadeFiles.box("av1C", new byte[] {(byte) 0x81, 0x3F, 0, 0});
    }

    static byte[] rotation(int quarterTurns) {
        return MadeFiles.box("irot", new byte[] {(byte) quarterTurns});
    }

    static byte[] mirror(int axis) {
        return MadeFiles.box("imir", new byte[] {(byte) axis});
    }

    /** Full range, BT.601 matrix, the given primaries, sRGB's curve. */
    static byte[] codePoints(int primaries, int transfer) {
        return MadeFiles.box("colr", MadeFiles.ascii("nclx"), MadeFiles.written(out -> {
            out.writeShort(primaries);
            out.writeShort(transfer);
            out.writeShort(6);
            out.write(0x80);
        }));
    }

    /** The file; items are numbered from 1, the first is the picture to show. */
    static byte[] file(Item... items) {
        byte[] ftyp = MadeFiles.box("ftyp", MadeFiles.ascii("avif"), new byte[4], MadeFiles.ascii("avifmif1miaf"));
        // The data's place depends on the size of the boxes before it, which does not depend on the place.
        byte[] meta = meta(items, 0);
        byte[] data =
                MadeFiles.concat(java.util.Arrays.stream(items).map(Item::data).toArray(byte[][]::new));
        return MadeFiles.concat(ftyp, meta(items, ftyp.length + meta.length + 8), MadeFiles.box("mdat", data));
    }

    private static byte[] meta(Item[] items, int dataOffset) {
        List<byte[]> infos = new ArrayList<>();
        List<byte[]> references = new ArrayList<>();
        List<byte[]> properties = new ArrayList<>();
        for (int i = 0; i < items.length; i++) {
            Item item = items[i];
            int id = i + 1;
            infos.add(MadeFiles.box("infe", MadeFiles.written(out -> {
                out.writeInt(0x02000000);
                out.writeShort(id);
                out.writeShort(0);
                out.writeBytes(item.type());
                out.write(0);
            })));
            if (item.referenceTo().length > 0) {
                references.add(MadeFiles.box(item.referenceType(), MadeFiles.written(out -> {
                    out.writeShort(id);
                    out.writeShort(item.referenceTo().length);
                    for (int to : item.referenceTo()) {
                        out.writeShort(to);
                    }
                })));
            }
            properties.addAll(item.properties());
        }
        byte[] infe = MadeFiles.concat(infos.toArray(byte[][]::new));
        return MadeFiles.box(
                "meta",
                new byte[4],
                MadeFiles.box("hdlr", new byte[8], MadeFiles.ascii("pict"), new byte[13]),
                MadeFiles.box("pitm", new byte[] {0, 0, 0, 0, 0, 1}),
                locations(items, dataOffset),
                MadeFiles.box("iinf", MadeFiles.written(out -> {
                    out.writeInt(0);
                    out.writeShort(items.length);
                    out.write(infe);
                })),
                references.isEmpty()
                        ? new byte[0]
                        : MadeFiles.box("iref", new byte[4], MadeFiles.concat(references.toArray(byte[][]::new))),
                MadeFiles.box(
                        "iprp",
                        MadeFiles.box("ipco", MadeFiles.concat(properties.toArray(byte[][]::new))),
                        associations(items)));
    }

    private static byte[] locations(Item[] items, int dataOffset) {
        return MadeFiles.box("iloc", MadeFiles.written(out -> {
            out.writeInt(0);
            out.writeShort(0x4400);
            out.writeShort(items.length);
            int at = dataOffset;
            for (int i = 0; i < items.length; i++) {
                out.writeShort(i + 1);
                out.writeShort(0);
                out.writeShort(1);
                out.writeInt(at);
                out.writeInt(items[i].data().length);
                at += items[i].data().length;
            }
        }));
    }

    private static byte[] associations(Item[] items) {
        return MadeFiles.box("ipma", MadeFiles.written(out -> {
            out.writeInt(0);
            out.writeInt(items.length);
            int property = 1;
            for (int i = 0; i < items.length; i++) {
                out.writeShort(i + 1);
                out.write(items[i].properties().size());
                for (int p = 0; p < items[i].properties().size(); p++) {
                    out.write(0x80 | property++);
                }
            }
        }));
    }
}
