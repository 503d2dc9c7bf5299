package io.countermark.imaging;

import io.countermark.container.HeifItems;
import io.countermark.container.HeifItems.CleanAperture;
import io.countermark.container.HeifItems.Configuration;
import io.countermark.container.HeifItems.Item;
import io.countermark.container.HeifItems.Mirror;
import io.countermark.container.HeifItems.Property;
import io.countermark.container.HeifItems.Rotation;
import io.countermark.container.HeifItems.Size;
import io.countermark.container.ImageHeader;
import io.countermark.container.ImageHeader.Cicp;
import io.countermark.container.MalformedImageException;
import io.countermark.imaging.ImageRejectedException.Reason;
import java.util.List;
import java.util.Optional;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;

/**
 * The primary picture of an AVIF or HEIC file: tiles put together, alpha joined, cropped, turned and mirrored as the item's
 * properties say, in their order. The boxes are read by {@link HeifItems}; only the coded pictures go to a native decoder.
 */
final class HeifPixels {

    private final HeifItems items;
    private final ImageHeader header;
    private final DecodeLimits limits;

    private HeifPixels(HeifItems items, ImageHeader header, DecodeLimits limits) {
        this.items = items;
        this.header = header;
        this.limits = limits;
    }

    static Picture decode(byte[] file, ImageHeader header, DecodeLimits limits) {
        try {
            return new HeifPixels(HeifItems.of(file, limits.maxChunks()), header, limits).decode();
        } catch (MalformedImageException e) {
            throw HeaderCheck.rejected(e, header.format().name());
        }
    }

    private Picture decode() {
        Item primary = items.primary();
        Picture picture = assembled(primary, false);
        Optional<Item> alpha = items.alphaOf(primary);
        if (alpha.isPresent()) {
            try (Picture colours = picture;
                    Picture coverage = assembled(alpha.get(), true)) {
                picture = AlphaPlane.joined(colours, coverage, items.premultiplied(primary, alpha.get()));
            }
        }
        for (Property property : primary.properties()) {
            picture = transformed(picture, property);
        }
        return picture;
    }

    private Picture assembled(Item item, boolean coverage) {
        if (!item.type().equals("grid")) {
            return coded(item, coverage);
        }
        Grid grid = Grid.parse(items.data(item));
        HeaderCheck.requireSize(grid.width(), grid.height(), limits);
        List<Item> tiles =
                items.referenced(item, "dimg").stream().map(items::item).toList();
        if (tiles.size() != grid.rows() * grid.columns()) {
            throw new ImageRejectedException(
                    Reason.CORRUPT,
                    "The picture's grid has %d x %d places and %d tiles."
                            .formatted(grid.columns(), grid.rows(), tiles.size()));
        }
        Picture whole = null;
        Picture result;
        try {
            for (int i = 0; i < tiles.size(); i++) {
                try (Picture tile = coded(tiles.get(i), coverage)) {
                    if (whole == null) {
                        grid.requireCovered(tile.width(), tile.height());
                        whole = Picture.allocate(grid.width(), grid.height(), tile.format());
                    }
                    place(tile, whole, i % grid.columns() * tile.width(), i / grid.columns() * tile.height());
                }
            }
            if (whole == null) {
                throw new ImageRejectedException(Reason.CORRUPT, "The picture's grid has no tiles.");
            }
            result = whole;
            whole = null;
        } finally {
            if (whole != null) {
                whole.close();
            }
        }
        return result;
    }

    private static void place(Picture tile, Picture whole, int x, int y) {
        if (tile.format() != whole.format()) {
            throw new ImageRejectedException(Reason.UNSUPPORTED_FEATURE, "A grid of unlike tiles is not supported.");
        }
        int width = Math.min(tile.width(), whole.width() - x);
        int height = Math.min(tile.height(), whole.height() - y);
        if (width <= 0 || height <= 0) {
            return;
        }
        try (Rect from = new Rect(0, 0, width, height);
                Rect to = new Rect(x, y, width, height);
                Mat part = new Mat(tile.mat(), from);
                Mat place = new Mat(whole.mat(), to)) {
            part.copyTo(place);
        }
    }

    private Picture coded(Item item, boolean coverage) {
        Size size = item.property(Size.class)
                .orElseThrow(() -> new ImageRejectedException(Reason.CORRUPT, "A coded picture has no size."));
        if (size.width() > limits.maxSide() || size.height() > limits.maxSide()) {
            throw new ImageRejectedException(
                    Reason.SIDE_TOO_LONG,
                    "A coded picture has %,d x %,d pixels; a side may have at most %,d."
                            .formatted(size.width(), size.height(), limits.maxSide()));
        }
        HeaderCheck.requireSize((int) size.width(), (int) size.height(), limits);
        Optional<byte[]> configuration = item.property(Configuration.class).map(Configuration::body);
        Optional<Cicp> cicp = item.property(HeifItems.CodePoints.class)
                .map(HeifItems.CodePoints::cicp)
                .or(header::cicp);
        CodedPicture coded = new CodedPicture(
                item.type(), configuration, items.data(item), (int) size.width(), (int) size.height(), cicp);
        return coverage ? coded.decodeFirstPlane(limits) : coded.decode(limits);
    }

    private static Picture transformed(Picture picture, Property property) {
        return switch (property) {
            // A quarter turn against the clock is EXIF's 8.
            case Rotation rotation ->
                Orientation.upright(
                        picture,
                        switch (rotation.quarterTurns()) {
                            case 1 -> 8;
                            case 2 -> 3;
                            case 3 -> 6;
                            default -> Orientation.UPRIGHT;
                        });
            case Mirror mirror -> Orientation.upright(picture, mirror.topBottom() ? 4 : 2);
            case CleanAperture aperture -> Cropping.cropped(picture, aperture);
            case Size size -> picture;
            case Configuration configuration -> picture;
            case HeifItems.Profile profile -> picture;
            case HeifItems.CodePoints codePoints -> picture;
            case HeifItems.AuxiliaryType type -> picture;
            case HeifItems.PixelInformation information -> picture;
            // The header check has refused those that are essential.
            case HeifItems.Unknown unknown -> picture;
        };
    }
}
