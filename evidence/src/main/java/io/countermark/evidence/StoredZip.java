package io.countermark.evidence;

import io.countermark.evidence.PackageException.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * A ZIP (PKWARE APPNOTE 6.3) in the one form that evidence packages have. Every byte follows from names and contents, so a reader
 * writes it anew and compares: nothing can be changed, added or hidden between the members. Nothing is compressed, so nothing can
 * unpack to more than was sent, and a verifier needs no inflater.
 *
 * <pre>
 *   for each member, in order:   local file header (4.3.7), contents
 *   for each member, in order:   central directory header (4.3.12)
 *   once:                        end of central directory record (4.3.16)
 * </pre>
 *
 * All fields are little endian. Version needed 10, version made by 10, flags 0, method 0 (stored), time 0, date 0x5c21 (1 January 2026),
 * no extra fields, no comments, attributes 0, one disk. Names: 1 to 120 of {@code A-Z a-z 0-9 . / -}, not beginning with a dot or slash,
 * without two dots in a row; at most 1,000 of them; each once.
 */
final class StoredZip {

    static final int MOST_MEMBERS = 1_000;

    private static final Pattern NAME = Pattern.compile("(?!.*\\.\\.)[A-Za-z0-9][A-Za-z0-9./-]{0,119}");
    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final short VERSION = 10;
    private static final short DATE = (short) ((46 << 9) | (1 << 5) | 1);

    /**
     * What was read.
     *
     * @param members  by name, in order
     * @param oddByte  offset of the first byte that is not as names and contents have it; -1 when there is none
     */
    record Read(Map<String, byte[]> members, long oddByte) {}

    private StoredZip() {}

    /** @throws IllegalArgumentException for a name that is not allowed */
    static void write(Map<String, byte[]> members, OutputStream out) throws IOException {
        byte[] directory = directory(members);
        for (Map.Entry<String, byte[]> member : members.entrySet()) {
            out.write(local(member.getKey(), member.getValue()));
            out.write(member.getValue());
        }
        out.write(directory);
    }

    /** @throws PackageException NOT_A_PACKAGE when no members can be told apart in it */
    static Read read(byte[] zip) {
        Map<String, byte[]> members = new LinkedHashMap<>();
        ByteBuffer in = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        while (in.remaining() >= 4 && in.getInt(in.position()) == LOCAL) {
            member(in, members);
        }
        if (members.isEmpty()) {
            throw malformed("it does not begin with a member");
        }
        return new Read(members, oddByte(zip, members));
    }

    private static void member(ByteBuffer in, Map<String, byte[]> members) {
        int at = in.position();
        if (in.remaining() < 30 || in.getShort(at + 8) != 0 || in.getShort(at + 28) != 0) {
            throw malformed(
                    "the member at byte " + at + " is compressed or cut off; an evidence package is only ever stored");
        }
        int length = in.getInt(at + 22);
        int nameLength = Short.toUnsignedInt(in.getShort(at + 26));
        if (length < 0 || in.remaining() - 30 - nameLength < length || members.size() >= MOST_MEMBERS) {
            throw malformed("the member at byte " + at + " is cut off, or there are too many");
        }
        byte[] name = new byte[nameLength];
        byte[] content = new byte[length];
        in.position(at + 30).get(name).get(content);
        String text = new String(name, StandardCharsets.ISO_8859_1);
        if (!NAME.matcher(text).matches() || members.put(text, content) != null) {
            throw malformed("the member at byte " + at + " has a name that is not allowed, or that was there before");
        }
    }

    private static long oddByte(byte[] zip, Map<String, byte[]> members) {
        int at = 0;
        for (Map.Entry<String, byte[]> member : members.entrySet()) {
            byte[] local = local(member.getKey(), member.getValue());
            int odd = java.util.Arrays.mismatch(local, 0, local.length, zip, at, at + local.length);
            if (odd >= 0) {
                return (long) at + odd;
            }
            at += local.length + member.getValue().length;
        }
        byte[] directory = directory(members);
        int odd = java.util.Arrays.mismatch(directory, 0, directory.length, zip, at, zip.length);
        return odd < 0 ? -1 : (long) at + odd;
    }

    private static byte[] local(String name, byte[] content) {
        byte[] text = ascii(name);
        return common(
                        ByteBuffer.allocate(30 + text.length)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .putInt(LOCAL),
                        text,
                        content)
                .putShort((short) 0)
                .put(text)
                .array();
    }

    /** What local and central headers share, from "version needed" to "file name length". */
    private static ByteBuffer common(ByteBuffer out, byte[] name, byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(content);
        return out.putShort(VERSION)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort(DATE)
                .putInt((int) crc.getValue())
                .putInt(content.length)
                .putInt(content.length)
                .putShort((short) name.length);
    }

    private static byte[] directory(Map<String, byte[]> members) {
        int size =
                members.keySet().stream().mapToInt(name -> 46 + name.length()).sum();
        ByteBuffer out = ByteBuffer.allocate(size + 22).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        for (Map.Entry<String, byte[]> member : members.entrySet()) {
            byte[] name = ascii(member.getKey());
            common(out.putInt(CENTRAL).putShort(VERSION), name, member.getValue())
                    .putShort((short) 0) // extra field
                    .putShort((short) 0) // comment
                    .putShort((short) 0) // disk
                    .putShort((short) 0) // internal attributes
                    .putInt(0) // external attributes
                    .putInt(at)
                    .put(name);
            at = Math.addExact(at, 30 + name.length + member.getValue().length);
        }
        short count = (short) members.size();
        return out.putInt(END)
                .putInt(0)
                .putShort(count)
                .putShort(count)
                .putInt(size)
                .putInt(at)
                .putShort((short) 0)
                .array();
    }

    private static byte[] ascii(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("Not a name of a package's member: " + name);
        }
        return name.getBytes(StandardCharsets.US_ASCII);
    }

    private static PackageException malformed(String what) {
        return new PackageException(Reason.NOT_A_PACKAGE, "This is not an evidence package: " + what);
    }
}
