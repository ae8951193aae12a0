package dev.rote.engine;

import dev.rote.data.Dataset;
import dev.rote.network.Network;
import java.util.Optional;

/// Something that can train a network: the seam between what is asked and how it is computed.
///
/// An engine is asked for whole training steps, so it may fuse what it likes inside one. Found by
/// `ServiceLoader` through [Engines]. Implementations are stateless and safe to share.
public interface Engine {

  /// The name users type: `jvm`.
  String name();

  /// Allocates everything a run needs.
  ///
  /// @param parameters where training starts; copied
  /// @throws dev.rote.fault.RoteException if the parameters do not fit the network, or the engine
  ///     cannot do what the job or the resources ask
  Session open(Job job, Parameters parameters, Resources resources);

  /// What would compute, in words for provenance: "vector kernels, 512 bits, 2 threads".
  ///
  /// @throws dev.rote.fault.RoteException if the engine cannot do what the resources ask
  String description(Resources resources);

  /// How many threads serve batches of a size best, for users who name none.
  ///
  /// @param batch examples a step
  /// @param cores that there are
  /// @return 1 to `cores`
  int threads(int batch, int cores);

  /// What of the resources is left to the engine, decided for a network and its data: whether to
  /// leave out zeros. An engine that has no choice returns what it was given.
  ///
  /// @param resources whose largest batch is that of a training step
  /// @param data what the session will see; looked at in part
  default Resources suited(Resources resources, Network network, Dataset data) {
    return resources;
  }

  /// What a user should know before training starts, in one line that says what to do: that this
  /// machine or the way Java was started makes the engine slower than it could be.
  Optional<String> warning();
}
