package io.countermark.fingerprint;

/**
 * One way to lay the original over the suspect, and what it showed.
 *
 * @param view     the suspect's view
 * @param map      original's small frame to the suspect's straight frame of that view
 * @param inliers  corners that agree; 0 when the way came from the global hash
 * @param evidence of the whole overlap
 */
record Attempt(Subject.View view, Homography map, int inliers, DenseEvidence evidence) {}
