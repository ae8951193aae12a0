package dev.rote.jvm;

import dev.rote.jvm.Kernels.Rows;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who computes what: each member's rows of every matrix, in blocks that a cache holds. Made once
/// for a size of batch, so that a step allocates nothing. Confined to one caller at a time.
final class Shares {

  /// Rows of a block: whole tiles of six, and whole lines of a cache.
  static final int BLOCK = 48;

  private final Weights[] layers;
  private final int members;
  private final Rows[][][] weights;
  private final @Nullable Plan[] plans;

  /// @param members threads that share the work
  /// @param largest rows of a batch
  /// @param sparse whether the first layer leaves out zeros, whose marks come in words
  Shares(Weights[] layers, int members, int largest, boolean sparse) {
    this.layers = layers;
    this.members = members;
    weights = new Rows[members][layers.length][];
    plans = new Plan[largest + 1];
    for (int member = 0; member < members; member++) {
      for (int l = 0; l < layers.length; l++) {
        weights[member][l] = sparse && l == 0 ? inTurn(layers[l], member) : together(l, member);
      }
    }
  }

  /// Words of inputs, which the members take in turn.
  /*
   * At the edge of a picture more is left out than in its middle, and in its upper half more than in
   * its lower.
   */
  private Rows[] inTurn(Weights layer, int member) {
    List<Rows> rows = new ArrayList<>();
    for (int w = member; w < Marked.words(layer.inputs); w += members) {
      int from = w * Marked.WORD;
      rows.add(layer.rows(from, Math.min(layer.inputs, from + Marked.WORD)));
    }
    return rows.toArray(Rows[]::new);
  }

  private Rows[] together(int l, int member) {
    // Whole lines of the transposed copy, which the first layer has not.
    int unit = l == 0 ? 2 : Kernels.LANES;
    int from = share(layers[l].inputs, member, unit);
    int to = share(layers[l].inputs, member + 1, unit);
    Rows[] rows = new Rows[blockCount(from, to)];
    for (int b = 0; b < rows.length; b++) {
      int first = from + b * BLOCK;
      rows[b] = layers[l].rows(first, Math.min(to, first + BLOCK));
    }
    return rows;
  }

  /// Where a member's part of `count` rows begins, as even as can be in units.
  private int share(int count, int member, int unit) {
    long units = (count + unit - 1L) / unit;
    return (int) Math.min(count, units * member / members * unit);
  }

  private static int blockCount(int from, int to) {
    return (to - from + BLOCK - 1) / BLOCK;
  }

  /// A member's inputs of a layer, a block each.
  Rows[] weights(int member, int l) {
    return weights[member][l];
  }

  /// How a batch of so many rows is shared.
  Plan plan(int size) {
    Plan known = plans[size];
    if (known == null) {
      known = new Plan(size);
      plans[size] = known;
    }
    return known;
  }

  /// The rows of a batch. Member first, then block, then layer.
  final class Plan {
    private final Rows[][][] outputs;
    private final Rows[][][] inputs;

    private Plan(int size) {
      outputs = new Rows[members][][];
      inputs = new Rows[members][][];
      for (int member = 0; member < members; member++) {
        // Whole lines of what is turned, where there are enough.
        int unit = size < 2 * Kernels.LANES * members ? 2 : Kernels.LANES;
        int from = share(size, member, unit);
        int to = share(size, member + 1, unit);
        outputs[member] = new Rows[blockCount(from, to)][layers.length];
        inputs[member] = new Rows[blockCount(from, to)][layers.length];
        for (int b = 0; b < outputs[member].length; b++) {
          int first = from + b * BLOCK;
          int end = Math.min(to, first + BLOCK);
          for (int l = 0; l < layers.length; l++) {
            int panel = layers[l].panel;
            outputs[member][b][l] = new Rows(first, end, layers[l].width, 0, panel);
            inputs[member][b][l] = new Rows(first, end, layers[l].transposedWidth, 0, panel);
          }
        }
      }
    }

    int blocks(int member) {
      return outputs[member].length;
    }

    /// A block as wide as a layer's outputs.
    Rows outputs(int member, int block, int l) {
      return outputs[member][block][l];
    }

    /// A block as wide as a layer's inputs.
    Rows inputs(int member, int block, int l) {
      return inputs[member][block][l];
    }
  }
}
