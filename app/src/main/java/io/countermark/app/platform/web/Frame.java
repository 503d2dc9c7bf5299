package io.countermark.app.platform.web;

import io.countermark.app.platform.Permission;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the frame of a page shows around it.
 *
 * @param name of the person who is signed in; null when nobody is
 * @param rail the places, in order
 * @param granted what the person may
 */
record Frame(@Nullable String name, List<Place> rail, Set<Permission> granted) {

    /** For templates, which show an act only to those who may do it: {@code frame.may('WORKS_WRITE')}. */
    public boolean may(String permission) {
        return granted.contains(Permission.valueOf(permission));
    }

    /**
     * One line of the rail.
     *
     * @param icon also the end of its message key
     * @param here whether the page belongs to it
     */
    record Place(String path, String icon, boolean here) {}
}
