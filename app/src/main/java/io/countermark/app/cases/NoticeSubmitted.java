package io.countermark.app.cases;

import java.util.UUID;

/** A notice was handed in. */
public record NoticeSubmitted(UUID caseId, UUID workId) {}
