package io.countermark.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "ca",
        header = "Run a certificate authority for signers",
        description = {
            "The authority is a folder with its root, its key (readable by you alone) and a register of what it issued. Certificates are",
            "for signing pictures, by the profile of C2PA. Give root.pem to those who verify, as --anchors."
        },
        subcommands = {
            CaCommands.New.class,
            CaCommands.Issue.class,
            CaCommands.Renew.class,
            CaCommands.Revoke.class,
            CaCommands.Register.class,
            CaOcspCommand.class
        })
final class CaCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "What should be done? 'countermark ca new DIR', then 'ca issue DIR -o SELLER --name NAME'");
    }
}
