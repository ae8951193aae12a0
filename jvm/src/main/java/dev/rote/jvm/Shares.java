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
  private final Rows[][] biases;

  /// Whether members share the first layer by its columns and not by rows.
  final boolean byColumns;

  private final Rows[][][] weights;
  private final @Nullable Plan[] plans;

  /// @param members threads that share the work
  /// @param byColumns whether they share the first layer by its columns
  /// @param largest rows of a batch
  Shares(Layers network, int members, boolean byColumns, int largest) {
    layers = network.weights;
    this.members = members;
    this.byColumns = byColumns;
    weights = new Rows[members][layers.length][];
    plans = new Plan[largest + 1];
    biases = new Rows[members][layers.length];
    for (int member = 0; member < members; member++) {
      for (int l = 0; l < layers.length; l++) {
        int width = layers[l].width;
        Rows bias = new Rows(0, 1, width, 0, layers[l].panel);
        biases[member][l] =
            byColumns && l == 0 ? own(member, bias) : bias.columns(0, member == 0 ? width : 0);
        weights[member][l] = network.sparse && l == 0 ? words(member) : together(l, member);
      }
    }
  }

  /// A member's columns of the first layer's rows.
  private Rows own(int member, Rows rows) {
    int each = layers[0].width / members;
    return rows.columns(each * member, each * (member + 1));
  }

  /// Inputs of the first layer in words, as their marks are: by columns all, by rows those that a
  /// member takes in turn with the others.
  /*
   * At the edge of a picture more is left out than in its middle, and in its upper half more than in
   * its lower.
   */
  private Rows[] words(int member) {
    int inputs = layers[0].inputs;
    List<Rows> words = new ArrayList<>();
    for (int w = byColumns ? 0 : member; w < Marked.words(inputs); w += byColumns ? 1 : members) {
      int from = w * Marked.WORD;
      Rows rows = layers[0].rows(from, Math.min(inputs, from + Marked.WORD));
      words.add(byColumns ? own(member, rows) : rows);
    }
    return words.toArray(Rows[]::new);
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

  /// A member's part of a layer's biases, as the one row of a matrix, or none of them.
  Rows biases(int member, int l) {
    return biases[member][l];
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
    private final Rows[][] columns;

    private Plan(int size) {
      outputs = new Rows[members][][];
      inputs = new Rows[members][][];
      columns = new Rows[members][byColumns ? blockCount(0, size) : 0];
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
        for (int b = 0; b < columns[member].length; b++) {
          int first = b * BLOCK;
          int end = Math.min(size, first + BLOCK);
          Rows rows = new Rows(first, end, layers[0].width, 0, layers[0].panel);
          columns[member][b] = own(member, rows);
        }
      }
    }

    /// A member's columns of the first layer's outputs, a block of rows each; empty where members
    /// share rows.
    Rows[] columns(int member) {
      return columns[member];
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
