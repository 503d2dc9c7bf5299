package io.countermark.app.platform;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A route for people who have not signed in. It must also stand in the open list of the security configuration: both are needed, so
 * that neither is opened by accident.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface OpenToAll {

    /** Why this may be seen by everybody. */
    String value();
}
