package dev.rote.cli;

import java.lang.module.ModuleDescriptor;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// `rote` itself: what there is to do.
@Command(
    name = "rote",
    description = {
      "Trains neural networks on the JVM, and says whether they learned or memorised.",
      "Begin with: rote reproduce --quick"
    },
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = RoteCommand.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:success",
      "1:failure; one line on standard error says what was expected, what was found, what to do",
      "2:wrong usage",
      "130:interrupted by Ctrl-C, after saving"
    })
final class RoteCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of a failure.")
  private boolean debug;

  /// True if stack traces are wanted.
  boolean debug() {
    return debug;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "expected a command, found none");
  }

  /// The version the build gave the module, or the jar.
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"rote " + text()};
    }

    static String text() {
      return Optional.ofNullable(Main.class.getModule().getDescriptor())
          .flatMap(ModuleDescriptor::rawVersion)
          .or(() -> Optional.ofNullable(Main.class.getPackage().getImplementationVersion()))
          .orElse("(unpackaged)");
    }
  }
}
