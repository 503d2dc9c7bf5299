package io.countermark.container;

import io.countermark.container.MalformedImageException.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Photoshop image resources: {@code signature (4) | id (2) | name, Pascal, even | size (4) | data, even}. IIM is resource
 * 0404, and 0425 holds its MD5, by which a reader sees that somebody changed IIM alone.
 */
final class PhotoshopResources {

    static final int IIM = 0x0404;
    static final int IIM_DIGEST = 0x0425;

    /** Previews of Photoshop 4 and of later ones. */
    static final List<Integer> THUMBNAILS = List.of(0x0409, 0x040C);

    private static final int MAX_RESOURCES = 4096;

    private record Resource(byte[] signature, int id, byte[] name, byte[] data) {}

    private final List<Resource> resources;

    private PhotoshopResources(List<Resource> resources) {
        this.resources = resources;
    }

    static PhotoshopResources empty() {
        return new PhotoshopResources(new ArrayList<>());
    }

    static PhotoshopResources parse(byte[] block) {
        List<Resource> resources = new ArrayList<>();
        int at = 0;
        while (block.length - at >= 12) {
            int nameLength = 1 + (block[at + 6] & 0xFF);
            int sizeAt = at + 6 + nameLength + (nameLength & 1);
            if (sizeAt + 4 > block.length) {
                throw new MalformedImageException(Reason.TRUNCATED, "A Photoshop resource is cut off");
            }
            long size = Bytes.uint32(block, sizeAt);
            int from = sizeAt + 4;
            if (size > block.length - from) {
                throw new MalformedImageException(Reason.TRUNCATED, "A Photoshop resource reaches past its block");
            }
            if (resources.size() >= MAX_RESOURCES) {
                throw new MalformedImageException(
                        Reason.TOO_MANY_CHUNKS, "More than " + MAX_RESOURCES + " Photoshop resources");
            }
            resources.add(new Resource(
                    Arrays.copyOfRange(block, at, at + 4),
                    Bytes.int16(block, at + 4),
                    Arrays.copyOfRange(block, at + 6, sizeAt),
                    Arrays.copyOfRange(block, from, from + (int) size)));
            at = (int) Math.min(block.length, from + size + (size & 1));
        }
        return new PhotoshopResources(resources);
    }

    byte[] encode() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Resource resource : resources) {
            byte[] id = new byte[2];
            Bytes.putInt16(id, 0, resource.id());
            byte[] size = new byte[4];
            Bytes.putInt32(size, 0, resource.data().length);
            out.writeBytes(resource.signature());
            out.writeBytes(id);
            out.writeBytes(resource.name());
            out.writeBytes(size);
            out.writeBytes(resource.data());
            if ((resource.data().length & 1) == 1) {
                out.write(0);
            }
        }
        return out.toByteArray();
    }

    Optional<byte[]> data(int id) {
        return resources.stream()
                .filter(resource -> resource.id() == id)
                .findFirst()
                .map(Resource::data);
    }

    boolean remove(List<Integer> ids) {
        return resources.removeIf(resource -> ids.contains(resource.id()));
    }

    void put(int id, byte[] data) {
        int place = resources.size();
        for (int i = resources.size() - 1; i >= 0; i--) {
            place = resources.get(i).id() == id ? i : place;
        }
        resources.removeIf(resource -> resource.id() == id);
        resources.add(
                Math.min(place, resources.size()),
                new Resource("8BIM".getBytes(StandardCharsets.US_ASCII), id, new byte[2], data));
    }

    void putIim(byte[] iim) {
        put(IIM, iim);
        put(IIM_DIGEST, md5(iim));
    }

    boolean isEmpty() {
        return resources.isEmpty();
    }

    static byte[] md5(byte[] bytes) {
        try {
            return MessageDigest.getInstance("MD5").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has MD5", e);
        }
    }
}
