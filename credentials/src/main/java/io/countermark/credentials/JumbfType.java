package io.countermark.credentials;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Types of JUMBF description boxes (C2PA 2.4, 11.1.4; ISO/IEC 19566-5, Annex B). */
enum JumbfType {
    MANIFEST_STORE("c2pa"),
    STANDARD_MANIFEST("c2ma"),
    UPDATE_MANIFEST("c2um"),
    COMPRESSED_MANIFEST("c2cm"),
    ASSERTION_STORE("c2as"),
    CLAIM("c2cl"),
    SIGNATURE("c2cs"),
    CREDENTIAL_STORE("c2vc"),
    DATABOX_STORE("c2db"),
    CBOR("cbor"),
    JSON("json"),
    EMBEDDED_FILE(HexFormat.of().parseHex("40cb0c32bb8a489da70b2ad6f47f4369"));

    private final String hex;

    JumbfType(String fourLetters) {
        byte[] uuid = Arrays.copyOf(fourLetters.getBytes(StandardCharsets.US_ASCII), 16);
        System.arraycopy(HexFormat.of().parseHex("00110010800000aa00389b71"), 0, uuid, 4, 12);
        this.hex = HexFormat.of().formatHex(uuid);
    }

    JumbfType(byte[] uuid) {
        this.hex = HexFormat.of().formatHex(uuid);
    }

    byte[] uuid() {
        return HexFormat.of().parseHex(hex);
    }

    static Optional<JumbfType> of(byte[] uuid) {
        String wanted = HexFormat.of().formatHex(uuid);
        return Arrays.stream(values()).filter(type -> type.hex.equals(wanted)).findFirst();
    }
}
