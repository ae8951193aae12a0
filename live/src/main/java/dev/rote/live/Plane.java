package dev.rote.live;

import dev.rote.data.DataSpec;
import dev.rote.data.DataStore;
import dev.rote.data.Dataset;
import dev.rote.data.Toy;
import dev.rote.engine.Engines;
import dev.rote.engine.Resources;
import dev.rote.engine.Session;
import dev.rote.runs.RecipeFile;
import dev.rote.runs.RunFolder;
import dev.rote.store.Run;
import dev.rote.train.Checkpoint;
import dev.rote.train.Evaluation;
import dev.rote.train.Recipe;
import io.javalin.http.NotFoundResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// Where a network draws the line between the classes of a toy, as its last checkpoint has it.
final class Plane {
  private static final int SIDE = 48;
  private static final int BATCH = 256;
  private static final int MOST_POINTS = 1000;

  private final DataStore data;

  Plane(DataStore data) {
    this.data = data;
  }

  /// The share of class B at each point of a grid, and the points that are learned from.
  SequencedMap<String, Object> of(Run run) {
    Recipe recipe =
        RecipeFile.parse(run.description().recipe(), "of the run", Path.of(""), List.of());
    if (!(recipe.data().source() instanceof DataSpec.Points(Toy toy))) {
      throw new NotFoundResponse("only points of the plane have a boundary to draw");
    }
    if (!run.worker().isHere()) {
      throw new NotFoundResponse("its checkpoint is on another machine");
    }
    Checkpoint checkpoint =
        RunFolder.at(run.description().folder())
            .checkpoint()
            .orElseThrow(() -> new NotFoundResponse("no epoch is saved yet"));
    SequencedMap<String, Object> facts = new LinkedHashMap<>();
    facts.put("epoch", checkpoint.epoch());
    facts.put("edge", Toy.EDGE);
    facts.put("side", SIDE);
    facts.put("classes", toy.grid(2).classNames());
    facts.put("shares", shares(recipe, checkpoint, toy.grid(SIDE)));
    facts.put("points", points(data.open(recipe.data(), recipe.seed()).train()));
    return facts;
  }

  private static List<Double> shares(Recipe recipe, Checkpoint checkpoint, Dataset grid) {
    List<Double> shares = new ArrayList<>();
    Resources resources = Resources.single(BATCH);
    try (Session session =
        Engines.named("jvm").open(recipe.job(), checkpoint.weights(), resources)) {
      // All of the grid is labelled A.
      var _ =
          new Evaluation(session, BATCH)
              .of(
                  grid,
                  (_, row, scores) ->
                      shares.add(Math.rint(1000 * (1 - scores.probability(row))) / 1000));
    }
    return shares;
  }

  private static List<Map<String, Object>> points(Dataset train) {
    List<Map<String, Object>> points = new ArrayList<>();
    float[] at = new float[2];
    for (int i = 0; i < Math.min(MOST_POINTS, train.size()); i++) {
      train.copyTo(i, at, 0);
      points.add(Map.of("x", at[0], "y", at[1], "label", train.label(i)));
    }
    return points;
  }
}
