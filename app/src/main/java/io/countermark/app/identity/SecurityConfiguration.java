package io.countermark.app.identity;

import io.countermark.app.platform.web.Refuse;
import jakarta.servlet.DispatcherType;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Two doors. {@code /v1} is for programs: an API key with each request, no session, no cookie, hence nothing to forge. All else is for
 * people: a cookie that {@link SignIns} knows, a token against forged forms. What is not named as open is closed.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    /** No inline script or style anywhere; data: is for the small pictures in Tabler's style sheet, blob: for previews of dropped files. */
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'"
                    + " data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none';"
                    + " frame-ancestors 'none'";

    @Bean
    @Order(1)
    SecurityFilterChain programs(
            HttpSecurity http,
            ApiKeys apiKeys,
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver exceptions,
            Refuse refuse) {
        headers(http);
        return http.securityMatcher("/v1/**", "/ocsp", "/ocsp/**")
                .csrf(csrf -> csrf.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(cache -> cache.disable())
                .logout(logout -> logout.disable())
                .addFilterBefore(new ApiKeyFilter(apiKeys, exceptions), UsernamePasswordAuthenticationFilter.class)
                .authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                                .permitAll()
                                .requestMatchers(HttpMethod.POST, "/v1/setup", "/v1/api-keys", "/ocsp")
                                .permitAll()
                                .requestMatchers(
                                        HttpMethod.GET,
                                        "/ocsp/**",
                                        "/v1/openapi",
                                        "/v1/openapi.yaml",
                                        "/v1/credentials/root.pem",
                                        "/v1/services/*",
                                        "/v1/public/**")
                                .permitAll()
                                .anyRequest()
                                .authenticated())
                .exceptionHandling(handling ->
                        handling.authenticationEntryPoint(refuse::signInNeeded).accessDeniedHandler(refuse::forbidden))
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain people(
            HttpSecurity http,
            PasswordProvider passwords,
            Doorway doorway,
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver exceptions,
            Refuse refuse) {
        headers(http);
        return http.authenticationProvider(passwords)
                // Who it is says the cookie of the sign-in, with each request anew; the session keeps none of it.
                .securityContext(
                        context -> context.securityContextRepository(new RequestAttributeSecurityContextRepository()))
                .addFilterBefore(new SignInFilter(doorway, exceptions), UsernamePasswordAuthenticationFilter.class)
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(
                                DispatcherType.ERROR, DispatcherType.ASYNC, DispatcherType.FORWARD)
                        .permitAll()
                        .requestMatchers("/login", "/login/code", "/join", "/setup", "/error", "/problems/*")
                        .permitAll()
                        .requestMatchers(
                                HttpMethod.GET,
                                "/health/**",
                                "/css/**",
                                "/js/**",
                                "/img/**",
                                "/webjars/**",
                                "/favicon.ico",
                                "/public/**",
                                "/.well-known/c2pa-soft-binding-resolution",
                                "/log/checkpoint",
                                "/log/key",
                                "/log/tile/**",
                                // The holder of a share link has no account: the token in it is checked there.
                                "/s/*",
                                "/s/*/picture")
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .formLogin(form -> form.loginPage("/login")
                        .usernameParameter("email")
                        .successHandler((request, response, authentication) -> {
                            String next = Doorway.next(request, response);
                            doorway.enter(((SignedIn) authentication).getPrincipal(), request, response);
                            response.sendRedirect(next);
                        })
                        .failureHandler(failure()))
                .logout(logout -> logout.logoutUrl("/logout")
                        .addLogoutHandler((request, response, authentication) -> doorway.leave(request, response))
                        .logoutSuccessUrl("/login?out")
                        .deleteCookies("cm_session"))
                .exceptionHandling(handling -> handling.accessDeniedHandler(refuse::forbidden))
                .build();
    }

    private static void headers(HttpSecurity http) {
        http.headers(
                headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                        .permissionsPolicyHeader(
                                policy -> policy.policy("camera=(), geolocation=(), microphone=(), payment=(), usb=()"))
                        .crossOriginOpenerPolicy(policy -> policy.policy(
                                org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter
                                        .CrossOriginOpenerPolicy.SAME_ORIGIN))
                        .frameOptions(frame -> frame.deny()));
    }

    /** The page says that it was wrong or too often; which of address and password, it does not say. */
    private static AuthenticationFailureHandler failure() {
        return (request, response, failure) -> {
            if (failure instanceof CodeNeededException needed) {
                SecondStep.begin(needed.caller(), request);
                response.sendRedirect(request.getContextPath() + "/login/code");
                return;
            }
            boolean throttled = failure instanceof LockedException;
            boolean serverSide = failure
                    instanceof org.springframework.security.authentication.InternalAuthenticationServiceException;
            response.sendRedirect(request.getContextPath()
                    + (throttled ? "/login?wait" : serverSide ? "/login?later" : "/login?wrong"));
        };
    }
}
