package dev.rote.audit;

import dev.rote.data.Dataset;
import java.util.List;
import java.util.Optional;

/// What pairs of complementary halves say together.
final class Halves {
  private final int pairs;
  private final float[] loss;
  private final float[] disputed;
  private final float[] probability;
  private final int[] answer;
  private final int[] right;
  private final int[] rightUnseen;

  Halves(Dataset train, List<Half> halves, List<Rehearsal> trained) {
    int n = train.size();
    pairs = halves.size() / 2;
    loss = new float[n];
    disputed = new float[n];
    probability = new float[n];
    answer = Rehearsal.labels(train);
    right = new int[n];
    rightUnseen = new int[n];
    for (int h = 0; h < halves.size(); h++) {
      add(halves.get(h), trained.get(h));
    }
  }

  private void add(Half half, Rehearsal trained) {
    for (int j = 0; j < half.inside().length; j++) {
      boolean now = trained.fitted().labels()[j] == trained.fitted().predictions()[j];
      right[half.inside()[j]] += now ? 1 : 0;
    }
    Trajectory judged = trained.judged();
    for (int j = 0; j < half.outside().length; j++) {
      int i = half.outside()[j];
      loss[i] += (float) judged.meanLoss(j) / pairs;
      disputed[i] += (float) judged.disputed(j) / pairs;
      probability[i] += (float) judged.confidence(j) / pairs;
      answer[i] = judged.lastOther(j);
      rightUnseen[i] += judged.right(j) ? 1 : 0;
    }
  }

  Optional<Examples.Unseen> unseen() {
    return pairs == 0
        ? Optional.empty()
        : Optional.of(new Examples.Unseen(loss, disputed, probability, answer));
  }

  Optional<Memorisation> memorisation() {
    return pairs == 0 ? Optional.empty() : Optional.of(new Memorisation(right, rightUnseen, pairs));
  }
}
