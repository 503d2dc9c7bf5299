package io.countermark.app.protection;

import io.countermark.app.library.Asset;
import io.countermark.app.library.ChannelRendition;
import io.countermark.app.library.ChannelRenditions;
import io.countermark.app.library.Library;
import io.countermark.app.library.WorkState;
import io.countermark.app.markets.Channels;
import io.countermark.app.platform.Caller;
import io.countermark.app.platform.Needs;
import io.countermark.app.platform.Permission;
import io.countermark.app.platform.Problem;
import java.util.List;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseBody;

/** Orders renditions for channels and hands them out, to programs and to pages. */
@Controller
@Needs(Permission.WORKS_READ)
class ChannelRenditionApi {

    static final Problem NOT_PROTECTED =
            new Problem("not-protected", 409, "The work is not protected yet, so nothing can be made of it");

    static final Problem NOT_MADE = new Problem("not-made", 409, "The rendition is not made yet, or can't be made");

    private final Library library;
    private final Channels channels;
    private final ChannelRenditions renditions;

    ChannelRenditionApi(Library library, Channels channels, ChannelRenditions renditions) {
        this.library = library;
        this.channels = channels;
        this.renditions = renditions;
    }

    /** 202 while it is under way, 200 when it is made or refused already; asking again changes nothing. */
    @Needs(Permission.WORKS_WRITE)
    @PostMapping("/v1/works/{id}/channels/{channel}/rendition")
    @ResponseBody
    ResponseEntity<ChannelRendition> order(
            @AuthenticationPrincipal Caller caller, @PathVariable UUID id, @PathVariable String channel) {
        ChannelRendition standing = ordered(caller, id, channel);
        return ResponseEntity.status(
                        standing.state() == ChannelRendition.State.ORDERED ? HttpStatus.ACCEPTED : HttpStatus.OK)
                .body(standing);
    }

    @GetMapping("/v1/works/{id}/renditions")
    @ResponseBody
    List<ChannelRendition> all(@AuthenticationPrincipal Caller caller, @PathVariable UUID id) {
        return renditions.of(caller.tenantId(), asset(caller, id).id());
    }

    @GetMapping({"/v1/works/{id}/channels/{channel}/rendition", "/works/{id}/channels/{channel}/rendition"})
    ResponseEntity<byte[]> download(
            @AuthenticationPrincipal Caller caller, @PathVariable UUID id, @PathVariable String channel) {
        Asset asset = asset(caller, id);
        ChannelRendition found = renditions.of(caller.tenantId(), asset.id()).stream()
                .filter(each -> each.channel().equals(channel))
                .reduce((older, newer) -> newer)
                .orElseThrow(() -> Problem.NOT_FOUND.because("No rendition was ordered for this channel."));
        ChannelRendition.File file = found.file();
        if (file == null) {
            throw NOT_MADE.because("Its state is " + found.state() + ".");
        }
        String name = channel.replaceAll("[^a-z0-9]+", "-") + "-"
                + file.sha256().hex().substring(0, 12) + "." + file.format().extension();
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(file.format().mediaType()))
                .cacheControl(CacheControl.noStore())
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header(
                        "Content-Disposition",
                        ContentDisposition.attachment().filename(name).build().toString())
                .body(renditions.content(caller.tenantId(), found));
    }

    /** From the page of a work: one channel, and back. */
    @Needs(Permission.WORKS_WRITE)
    @PostMapping("/works/{id}/channels/{channel}/rendition")
    String orderFromPage(@AuthenticationPrincipal Caller caller, @PathVariable UUID id, @PathVariable String channel) {
        ordered(caller, id, channel);
        return "redirect:/works/" + id + "/markets#" + channel;
    }

    /** From the page of a work: every channel, and back. */
    @Needs(Permission.WORKS_WRITE)
    @PostMapping("/works/{id}/channels/renditions")
    String orderAllFromPage(@AuthenticationPrincipal Caller caller, @PathVariable UUID id) {
        channels.all().forEach(channel -> ordered(caller, id, channel.id()));
        return "redirect:/works/" + id + "/markets";
    }

    private ChannelRendition ordered(Caller caller, UUID workId, String channel) {
        Asset asset = asset(caller, workId);
        if (channels.find(channel).isEmpty()) {
            throw Problem.NOT_FOUND.because("There is no such channel; GET /v1/channels names them.");
        }
        if (asset.state() != WorkState.PROTECTED) {
            throw NOT_PROTECTED.because("Its state is " + asset.state() + ".");
        }
        return renditions.order(asset, channel, channels.version(), caller.memberId());
    }

    private Asset asset(Caller caller, UUID workId) {
        return library.assetOfWork(caller.tenantId(), workId)
                .orElseThrow(() -> Problem.NOT_FOUND.because("There is no such work here."));
    }
}
