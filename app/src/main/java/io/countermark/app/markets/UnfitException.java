package io.countermark.app.markets;

/** No rendition of the picture can obey the channel; the finding says which rule, what it asks, and what the picture has. */
public final class UnfitException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // never serialised; exceptions are only by inheritance
    private final Finding finding;

    UnfitException(Finding finding) {
        super(finding.rule() + ": " + finding.expected() + "; " + finding.actual());
        this.finding = finding;
    }

    public Finding finding() {
        return finding;
    }
}
