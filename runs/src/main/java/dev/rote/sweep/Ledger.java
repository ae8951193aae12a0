package dev.rote.sweep;

import java.nio.file.Path;
import java.util.Map;

/// What processes at one sweep share: who is at which trial, and how far each has come.
///
/// Thread-safe. A ledger that fails throws a [dev.rote.fault.RoteException].
public interface Ledger extends AutoCloseable {

  /// What is known of each trial that was begun or is claimed, by its id.
  Map<String, Standing> standings();

  /// Takes a trial for this process, unless another that lives has it, or it has come to an epoch
  /// meanwhile. For all processes together, one is told yes.
  ///
  /// @param trial its id
  /// @param folder where it will be trained, locked by this process: so a claim from this machine
  ///     with the same folder is a dead process's
  /// @param epoch up to which it is to be trained
  /// @param all epochs of the whole training
  boolean claim(String trial, Path folder, int epoch, int all);

  /// Lets go of a trial; one that is not held is left alone.
  void release(String trial);

  /// Marks a run as given up.
  ///
  /// @param run its name
  /// @param why in a line
  void stopped(String run, String why);

  /// Lets go of all trials.
  @Override
  void close();
}
