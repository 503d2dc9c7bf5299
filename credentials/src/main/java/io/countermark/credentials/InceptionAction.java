package io.countermark.credentials;

import io.countermark.credentials.CredentialsException.Reason;
import io.countermark.credentials.ManifestDefinition.Action;
import java.util.ArrayList;
import java.util.List;

/** The first action of a manifest says where the asset comes from: created, or opened from a parent (C2PA 2.4, 18.15.2). */
final class InceptionAction {

    private InceptionAction() {}

    /** The actions with a first one that fits: with a parent, created becomes opened and a missing opened is put first. */
    static List<Action> first(List<Action> actions, boolean hasParent) {
        for (Action action : actions.subList(Math.min(1, actions.size()), actions.size())) {
            if (isInception(action)) {
                throw bad("Only the first action may be c2pa.created or c2pa.opened");
            }
        }
        List<Action> fitting = new ArrayList<>(actions);
        boolean starts = !actions.isEmpty() && isInception(actions.getFirst());
        if (!hasParent) {
            requireCreated(actions, starts);
            return fitting;
        }
        if (starts) {
            Action given = fitting.removeFirst();
            fitting.addFirst(new Action(Labels.OPENED, given.when(), null, given.description()));
        } else {
            fitting.addFirst(new Action(Labels.OPENED, null, null, null));
        }
        return fitting;
    }

    private static void requireCreated(List<Action> actions, boolean starts) {
        if (!starts) {
            throw bad("The first action has to be c2pa.created or c2pa.opened");
        }
        Action first = actions.getFirst();
        if (first.name().equals(Labels.OPENED)) {
            throw bad("The action c2pa.opened needs a parent");
        }
        if (first.digitalSourceType() == null) {
            throw bad("The action c2pa.created needs a digital source type");
        }
    }

    private static boolean isInception(Action action) {
        return action.name().equals(Labels.CREATED) || action.name().equals(Labels.OPENED);
    }

    private static CredentialsException bad(String detail) {
        return new CredentialsException(Reason.BAD_DEFINITION, detail + " (C2PA 2.4, 18.15)");
    }
}
