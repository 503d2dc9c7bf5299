package io.countermark.cli;

import java.io.PrintStream;
import java.util.List;

/**
 * A measurement that {@code countermark bench NAME} runs. Providers are found by {@link java.util.ServiceLoader}, so that the
 * launcher does not depend on the modules that measure: a class of {@code bench} is named in its
 * {@code META-INF/services/io.countermark.cli.Benchmark} and has a public constructor without arguments.
 */
public interface Benchmark {

    /** The word after {@code bench}, for example {@code imaging}; lower case, unique. */
    String name();

    /** One line for the list of benchmarks. */
    String summary();

    /**
     * Runs it.
     *
     * @param arguments what stands after the name, for example {@code --photos DIR}
     * @param out       for the result; progress goes to standard error
     * @return exit code: 0 done, 1 a bound was missed or something failed, 2 wrong use
     */
    int run(List<String> arguments, PrintStream out);
}
