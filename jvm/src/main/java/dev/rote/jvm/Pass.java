package dev.rote.jvm;

import dev.rote.data.Batch;

/// A way to take examples through the network and back.
sealed interface Pass permits BatchPass, ExamplePass {

  /// Outputs of all layers.
  void forward(Batch batch);

  /// Outputs, losses, and the gradients of all layers' sums times s.
  void learn(Batch batch, float s);

  /// `W ← W − η dW`, and the same for the biases: plain SGD, which needs no gradient in memory.
  void descend(float rate);

  /// Adds the weights' gradients to others.
  ///
  /// @param target added to
  /// @param anew whether it counts as 0
  void gradient(Weights[] target, boolean anew);
}
