package io.countermark.app.platform.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the frame of a page shows around it.
 *
 * @param name of the person who is signed in; null when nobody is
 * @param rail the places, in order
 */
record Frame(@Nullable String name, List<Place> rail) {

    /**
     * One line of the rail.
     *
     * @param icon also the end of its message key
     * @param here whether the page belongs to it
     */
    record Place(String path, String icon, boolean here) {}
}
