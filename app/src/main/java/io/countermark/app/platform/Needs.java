package io.countermark.app.platform;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Who may call a route: on a controller's method, or on the controller for all its methods that say nothing themselves. A route with
 * neither this nor {@link OpenToAll} answers 403 to everybody, and a test names it.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Needs {

    Permission value();
}
