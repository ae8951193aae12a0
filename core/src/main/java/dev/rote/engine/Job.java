package dev.rote.engine;

import dev.rote.network.Network;
import dev.rote.network.Objective;
import dev.rote.network.Optimizer;
import dev.rote.network.Reduction;

/// What an engine is asked to train: everything that decides the numbers.
public record Job(Network network, Objective objective, Optimizer optimizer, Reduction reduction) {}
