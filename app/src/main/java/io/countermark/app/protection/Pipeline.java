package io.countermark.app.protection;

import io.countermark.app.library.Asset;
import io.countermark.app.library.Library;
import io.countermark.app.library.ProtectionRecord;
import io.countermark.app.library.Work;
import io.countermark.app.library.WorkState;
import io.countermark.credentials.CredentialsException;
import io.countermark.imaging.ImageRejectedException;
import java.util.UUID;
import org.springframework.stereotype.Service;

/**
 * The way of a work, step by step. It starts wherever the record says the work stands: pixels that only live in memory are made
 * again, what is on record is taken from there. It may be killed between any two instructions and be run again.
 */
@Service
class Pipeline {

    private final Library library;
    private final ProtectionRecord record;
    private final OpenOriginal open;
    private final DescribeOriginal describe;
    private final MarkOriginal mark;
    private final EncodeRendition encode;
    private final SignRendition sign;
    private final LogWork log;
    private final VerifyRendition verify;
    private final StepListener listener;

    Pipeline(
            Library library,
            ProtectionRecord record,
            OpenOriginal open,
            DescribeOriginal describe,
            MarkOriginal mark,
            EncodeRendition encode,
            SignRendition sign,
            LogWork log,
            VerifyRendition verify,
            StepListener listener) {
        this.library = library;
        this.record = record;
        this.open = open;
        this.describe = describe;
        this.mark = mark;
        this.encode = encode;
        this.sign = sign;
        this.log = log;
        this.verify = verify;
        this.listener = listener;
    }

    /** Takes the work to its end. Whatever it throws is worth another try. */
    void run(UUID tenantId, UUID assetId) {
        Asset asset = library.asset(tenantId, assetId).orElseThrow();
        try {
            if (!asset.state().isFinal()) {
                protect(asset);
            }
        } catch (ProtectionFailedException e) {
            record.failed(asset, new Work.Failure(e.code(), String.valueOf(e.getMessage())));
        } catch (ImageRejectedException e) {
            record.failed(asset, new Work.Failure(e.reason().code(), String.valueOf(e.getMessage())));
        } catch (CredentialsException e) {
            record.failed(asset, new Work.Failure(e.reason().code(), String.valueOf(e.getMessage())));
        }
    }

    private void protect(Asset asset) {
        if (!asset.state().hasReached(WorkState.SIGNED)) {
            open.run(asset, original -> {
                reached(asset, WorkState.ARCHIVED);
                DescribedOriginal described = describe.run(original);
                reached(asset, WorkState.DESCRIBED);
                mark.run(described, marked -> {
                    reached(asset, WorkState.MARKED);
                    sign.run(encode.run(marked));
                    reached(asset, WorkState.SIGNED);
                });
            });
        }
        Asset signed = library.asset(asset.tenantId(), asset.id()).orElseThrow();
        log.run(signed);
        reached(asset, WorkState.LOGGED);
        verify.run(signed);
        reached(asset, WorkState.PROTECTED);
    }

    private void reached(Asset asset, WorkState state) {
        listener.reached(asset.id(), state);
    }
}
