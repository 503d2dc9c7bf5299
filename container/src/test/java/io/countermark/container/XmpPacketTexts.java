package io.countermark.container;

import com.adobe.internal.xmp.XMPMeta;

/** Packets of rights metadata. */
final class XmpPacketTexts {

    private XmpPacketTexts() {}

    static byte[] packet(RightsMetadata rights) {
        XMPMeta meta = XmpPacket.empty();
        new RightsXmp(meta).write(rights);
        return XmpPacket.serialise(meta);
    }
}
