package dev.rote.cli;

import dev.rote.testkit.FashionSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A folder with a sample of the real pictures and a recipe on them.
record Sample(Path folder, Path recipe) {

  static Sample in(Path folder) throws IOException {
    FashionSample.copyTo(folder);
    Path recipe = folder.resolve("sample.yaml");
    Files.writeString(
        recipe,
        """
        name: sample
        data:
          train: {images: train-images-idx3-ubyte.gz, labels: train-labels-idx1-ubyte.gz}
          heldout: {images: t10k-images-idx3-ubyte.gz, labels: t10k-labels-idx1-ubyte.gz}
        optimizer: {name: sgd, rate: 0.02, momentum: 0.9}
        epochs: 3
        batch: 16
        """);
    return new Sample(folder, recipe);
  }
}
