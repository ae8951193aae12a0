package dev.rote.engine;

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
}
