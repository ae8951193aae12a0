package dev.rote.runs;

import dev.rote.engine.Parameters;
import dev.rote.exchange.SafeTensors;
import dev.rote.fault.RoteException;
import dev.rote.network.Network;
import dev.rote.network.Objective;
import dev.rote.network.Optimizer;
import dev.rote.train.Recipe;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Trained weights as safetensors, under torch's names and in torch's layout, with the recipe that
/// made them in the metadata.
///
/// `rote.epoch` there is how many epochs made them. The same recipe and data give the same bytes:
/// nothing of the machine or the hour is in it, nor whether examples were recorded.
///
/// @param parameters the weights
/// @param recipe what made them, if Rote did
public record ModelFile(Parameters parameters, Optional<Recipe> recipe) {

  private static final String RECIPE = "rote.recipe";

  /// Writes a model, in one step.
  ///
  /// @param epoch finished epochs that made the weights
  /// @throws RoteException if the file cannot be written
  public static void write(Path file, Recipe recipe, int epoch, Parameters parameters) {
    Map<String, String> metadata =
        Map.of(
            "format",
            "pt",
            "rote.network",
            recipe.network().toString(),
            "rote.epoch",
            "" + epoch,
            RECIPE,
            RecipeWriter.deciding(recipe));
    SafeTensors.write(file, parameters, metadata);
  }

  /// Reads a model, Rote's or another program's.
  ///
  /// @throws RoteException if the file is no safetensors, or its recipe does not fit its weights
  public static ModelFile read(Path file) {
    SafeTensors.Tensors tensors = SafeTensors.read(file);
    Optional<Recipe> recipe =
        Optional.ofNullable(tensors.metadata().get(RECIPE))
            .map(yaml -> RecipeFile.parse(yaml, file.toString(), Path.of(""), List.of()));
    recipe.ifPresent(r -> tensors.parameters().requireFits(r.network(), "read model " + file));
    return new ModelFile(tensors.parameters(), recipe);
  }

  /// The recipe to judge the weights by: the model's own, or for a model of another program one
  /// that has the network a user names, pixels in [0, 1] and cross-entropy.
  ///
  /// @throws RoteException if there is neither a recipe nor a network, or the weights do not fit
  public Recipe judgedBy(Optional<Network> network, Recipe fallback) {
    if (recipe.isPresent()) {
      return recipe.get();
    }
    Network named =
        network.orElseThrow(
            () ->
                new RoteException(
                    "read model",
                    "metadata " + RECIPE + ", which Rote writes",
                    "none",
                    "name the network: --network 784-128:relu-64:relu-10"));
    parameters.requireFits(named, "read model");
    return new Recipe(
        fallback.name(),
        fallback.data(),
        named,
        new Objective.SoftmaxCrossEntropy(),
        new Optimizer.Sgd(1),
        fallback.schedule(),
        fallback.init(),
        fallback.reduction(),
        fallback.measure(),
        1,
        1,
        0,
        false);
  }
}
