package io.countermark.app.sharing;

import io.countermark.app.library.Library;
import io.countermark.app.library.Rendition;
import io.countermark.app.library.Work;
import io.countermark.app.platform.OpenToAll;
import io.countermark.app.platform.Problem;
import io.countermark.imaging.DecodeLimits;
import io.countermark.imaging.DecodedImage;
import io.countermark.imaging.ImageDecoder;
import io.countermark.imaging.ImageEncoder;
import io.countermark.imaging.Picture;
import io.countermark.imaging.Resizer;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** What the holder of a share link sees, without an account: the work's protected rendition at screen size. */
@Controller
@OpenToAll("The holder of a share link has no account: the token in it is checked")
class SharedPicture {

    private static final int SCREEN_SIDE = 1600;
    private static final int QUALITY = 85;

    private final Shares shares;
    private final Library library;
    private final ImageDecoder decoder = new ImageDecoder(DecodeLimits.DEFAULT);

    SharedPicture(Shares shares, Library library) {
        this.shares = shares;
        this.library = library;
    }

    @GetMapping("/s/{token}")
    String page(@PathVariable String token, Model model) {
        Shares.Look look = shares.peek(token).orElseThrow(SharedPicture::gone);
        Work work = library.work(look.tenant(), look.share().workId()).orElseThrow(SharedPicture::gone);
        model.addAttribute("workTitle", work.title());
        model.addAttribute("share", look.share());
        model.addAttribute("picture", "/s/" + token + "/picture");
        return "sharing/shared";
    }

    /** Each delivery is a recorded look; the picture keeps its invisible mark and loses its metadata. */
    @GetMapping("/s/{token}/picture")
    ResponseEntity<byte[]> picture(@PathVariable String token) {
        Shares.Look look = shares.look(token).orElseThrow(SharedPicture::gone);
        Work work = library.work(look.tenant(), look.share().workId()).orElseThrow(SharedPicture::gone);
        Rendition rendition = work.rendition();
        if (rendition == null) {
            throw Problem.NOT_FOUND.because("The picture is not ready yet; try again shortly");
        }
        return ResponseEntity.ok()
                .contentType(MediaType.IMAGE_JPEG)
                .cacheControl(CacheControl.noStore())
                .body(screenSize(library.content(look.tenant(), rendition)));
    }

    private byte[] screenSize(byte[] file) {
        try (DecodedImage decoded = decoder.decode(file);
                Picture fitted = Resizer.fit(decoded.picture(), SCREEN_SIDE)) {
            return ImageEncoder.encode(fitted, new ImageEncoder.Jpeg(QUALITY, ImageEncoder.Subsampling.S444, false));
        }
    }

    private static RuntimeException gone() {
        return Problem.NOT_FOUND.because("This link is not valid, or no longer");
    }
}
