package dev.rote.train;

/// What happens during a run, told to whoever listens; the trainer itself prints nothing.
///
/// Events come on the thread that trains, which waits meanwhile: a listener must be quick.
public sealed interface TrainEvent {

  /// Training begins, or goes on after an interruption.
  ///
  /// @param engine what computes, in the session's words
  /// @param examples training examples of an epoch
  /// @param epochs epochs of the whole run
  /// @param finishedEpochs epochs already done by the run that this one resumes
  record Started(String engine, int examples, int epochs, int finishedEpochs)
      implements TrainEvent {}

  /// A sign of life, about ten times a second.
  ///
  /// @param epoch the one under way, counted from 1
  /// @param examples visited in this epoch so far
  /// @param loss mean over them
  /// @param accuracy share of correct answers among them
  /// @param examplesPerSecond of this epoch so far
  record Progress(int epoch, int examples, double loss, double accuracy, double examplesPerSecond)
      implements TrainEvent {}

  /// An epoch is complete and judged.
  record EpochEnded(EpochStats stats) implements TrainEvent {}

  /// How the learning goes at the end of an epoch, if the trainer was asked to measure it.
  ///
  /// @param epoch counted from 1
  record Probed(int epoch, Health health) implements TrainEvent {}
}
