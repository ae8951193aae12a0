"""Plain SGD on dense ReLU networks with softmax cross-entropy, in numpy: a rival in bench/race.

Written to be as fast as numpy allows: float32, pixels scaled beforehand, every buffer allocated
when it opens, every large operation with out=, the rate and the mean folded into the logits'
gradient, no loss computed unless asked for. Products and updates are tried in equivalent forms when
it opens, and the fastest are kept: OpenBLAS differs by a factor of two between them. Single
examples have code of their own.

It speaks the line protocol of bench/README.md on standard input and output.
"""

import os
import sys
import time

import numpy as np

# Until it has done one product as large as this, OpenBLAS may do all at half its speed.
LARGE = 1024
# Examples between two looks at the clock.
STRIDE = 64


def best(ways, seconds=0.03):
    """The fastest of some functions that do the same."""

    def took(way):
        way()
        shortest = float("inf")
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            started = time.perf_counter()
            way()
            shortest = min(shortest, time.perf_counter() - started)
        return shortest

    return ways[0] if len(ways) == 1 else min(ways, key=took)


class Weights:
    """One layer: W (I, O) and below it, in one slab, b (O); and room for their gradients."""

    def __init__(self, W, b):
        self.slab = np.ascontiguousarray(np.vstack([W, b]))
        self.W = self.slab[:-1]
        self.b = self.slab[-1]
        self.dW = np.zeros(W.shape, np.float32)
        self.dWt = np.zeros((W.shape[1], W.shape[0]), np.float32)
        self.db = np.zeros_like(b)


class Layer:
    """What one layer does to a batch of n rows: x (n, I), y (n, O), dy (n, O)."""

    def __init__(self, weights, x, n, below):
        W, b, dW, dWt, db = weights.W, weights.b, weights.dW, weights.dWt, weights.db
        outputs = W.shape[1]
        y, yt = np.zeros((n, outputs), np.float32), np.zeros((outputs, n), np.float32)
        dy = np.zeros((n, outputs), np.float32)
        ones = np.ones(n, np.float32)
        off = np.zeros((n, W.shape[0]), bool)

        def plain():
            np.dot(x, W, out=y)

        def turned():
            np.dot(W.T, x.T, out=yt)
            np.copyto(y, yt.T)

        def update():
            np.dot(x.T, dy, out=dW)
            np.subtract(W, dW, out=W)

        def update_turned():
            np.dot(dy.T, x, out=dWt)
            np.subtract(W, dWt.T, out=W)

        def backward():
            np.dot(dy, W.T, out=below)
            np.less_equal(x, 0, out=off)
            below[off] = 0

        def update_bias():
            np.dot(ones, dy, out=db)
            np.subtract(b, db, out=b)

        # dy is 0 here, so that trying an update changes no weight.
        self.product = best([plain, turned])
        self.update = best([update, update_turned])
        self.update_bias = update_bias
        self.backward = None if below is None else backward
        self.y, self.dy, self.b = y, dy, b


class Batches:
    """Steps of n examples each."""

    def __init__(self, weights, n, data, rate):
        self.pixels, self.labels = data
        self.scale = np.float32(rate / n)
        self.rows = np.arange(n)
        self.column = np.zeros((n, 1), np.float32)
        self.x = np.zeros((n, weights[0].W.shape[0]), np.float32)
        self.layers = []
        x, below = self.x, None
        for each in weights:
            self.layers.append(Layer(each, x, n, below))
            x, below = self.layers[-1].y, self.layers[-1].dy

    def step(self, examples, with_loss=False):
        layers, column, scale = self.layers, self.column, self.scale
        np.take(self.pixels, examples, axis=0, out=self.x, mode="clip")
        labels = self.labels[examples]
        last = layers[-1]
        for layer in layers:
            layer.product()
            y = layer.y
            np.add(y, layer.b, out=y)
            if layer is not last:
                np.maximum(y, 0, out=y)
        d = last.dy
        np.max(y, axis=1, keepdims=True, out=column)
        np.subtract(y, column, out=y)
        np.exp(y, out=d)
        np.sum(d, axis=1, keepdims=True, out=column)
        loss = None
        if with_loss:
            logs = np.log(column[:, 0].astype(np.float64))
            loss = float(np.mean(logs - y[self.rows, labels]))
        np.divide(scale, column, out=column)
        np.multiply(d, column, out=d)
        d[self.rows, labels] -= scale
        for layer in reversed(layers):
            if layer.backward:
                layer.backward()
            layer.update()
            layer.update_bias()
        return loss


class Singles:
    """Steps of one example each: products with a vector, updates of rank one.

    The bias is the last row of the slab, and every input ends in 1: one call less for each.
    """

    def __init__(self, weights, data, rate):
        pixels, labels = data
        self.pixels = np.ones((len(pixels), pixels.shape[1] + 1), np.float32)
        self.pixels[:, :-1] = pixels
        self.labels = labels.tolist()
        self.rate = np.float32(rate)
        self.slabs = [each.slab for each in weights]
        self.first = self.slabs[0]
        # y of a layer is x of the next one, which ends in 1; the gradients are row vectors.
        x = [np.ones(each.slab.shape[1] + 1, np.float32) for each in weights]
        d = [np.zeros((1, each.slab.shape[1]), np.float32) for each in weights]
        rooms = [np.zeros_like(slab) for slab in self.slabs]
        self.outer = [self.outer_of(*each) for each in zip(self.slabs, rooms, d)]
        self.hidden = [(x[i], self.slabs[i + 1], x[i + 1][:-1]) for i in range(len(x) - 1)]
        self.down = [
            (weights[i].W, d[i][0], d[i - 1][0], x[i - 1][:-1], x[i - 1][:, None], i)
            for i in range(len(x) - 1, 0, -1)
        ]
        self.y = [each[:-1] for each in x]
        self.d = d
        self.rooms = rooms

    @staticmethod
    def outer_of(slab, room, d):
        """The faster way to x dᵀ: a product of matrices, or of a column and a row."""
        x = np.zeros((len(slab), 1), np.float32)
        ways = {lambda: np.dot(x, d, out=room): np.dot, lambda: np.multiply(x, d, out=room): np.multiply}
        return ways[best(list(ways))]

    def step(self, example, with_loss=False):
        dot, maximum, subtract = np.dot, np.maximum, np.subtract
        x = self.pixels[example]
        label = self.labels[example]
        y = self.y[0]
        dot(x, self.first, out=y)
        for inputs, slab, above in self.hidden:
            maximum(y, 0, out=y)
            dot(inputs, slab, out=above)
            y = above
        d = self.d[-1][0]
        subtract(y, maximum.reduce(y), out=y)
        np.exp(y, out=d)
        total = np.add.reduce(d)
        loss = float(np.log(np.float64(total)) - np.float64(y[label])) if with_loss else None
        np.multiply(d, self.rate / total, out=d)
        d[label] -= self.rate
        for W, d, below, h, column, i in self.down:
            dot(W, d, out=below)
            np.multiply(below, h > 0, out=below)
            room, slab = self.rooms[i], self.slabs[i]
            self.outer[i](column, self.d[i], out=room)
            subtract(slab, room, out=slab)
        room, slab = self.rooms[0], self.first
        self.outer[0](x[:, None], self.d[0], out=room)
        subtract(slab, room, out=slab)
        return loss


class Trainer:
    """Goes through the orders of the work's folder, a batch at a time, round and round."""

    def __init__(self, widths, batch, rate, folder):
        def read(name, kind):
            return np.fromfile(os.path.join(folder, name + ".bin"), kind)

        self.read = read
        self.features = widths[0]
        self.batch = batch
        data = self.examples("")
        self.count = len(data[1])
        self.orders = read("orders", "<i4").astype(np.intp).reshape(-1, self.count)
        self.weights = self.cut(read("weights-" + "-".join(map(str, widths)), "<f4"), widths)
        if batch == 1:
            self.steps = {1: Singles(self.weights, data, rate)}
        else:
            sizes = {min(batch, self.count), self.count % batch} - {0}
            self.steps = {n: Batches(self.weights, n, data, rate) for n in sizes}
        self.epoch, self.at = 0, 0

    def examples(self, prefix):
        pixels = self.read(prefix + "pixels", np.uint8).reshape(-1, self.features)
        labels = self.read(prefix + "labels", np.uint8)
        return pixels / np.float32(255), labels.astype(np.intp)

    @staticmethod
    def cut(slab, widths):
        """The slab has each weight as (O, I), then its bias."""
        weights, at = [], 0
        for inputs, outputs in zip(widths, widths[1:]):
            W = slab[at : at + inputs * outputs].reshape(outputs, inputs)
            at += inputs * outputs
            weights.append(Weights(W.T, slab[at : at + outputs]))
            at += outputs
        return weights

    def next(self, with_loss=False):
        """One step; tells how many examples it took, and its loss."""
        if self.at == self.count:
            self.epoch, self.at = (self.epoch + 1) % len(self.orders), 0
        order, at = self.orders[self.epoch], self.at
        if self.batch == 1:
            self.at = at + 1
            return 1, self.steps[1].step(order[at], with_loss)
        examples = order[at : at + self.batch]
        self.at = at + len(examples)
        return len(examples), self.steps[len(examples)].step(examples, with_loss)

    def losses(self, steps):
        return [self.next(True)[1] for _ in range(steps)]

    def train(self, examples):
        done = 0
        while done < examples:
            done += self.next()[0]

    def turn(self, seconds):
        """Trains for so long; examples, and the seconds they took."""
        done, clock = 0, time.perf_counter
        stride = max(1, STRIDE // self.batch)
        started = clock()
        while True:
            for _ in range(stride):
                done += self.next()[0]
            took = clock() - started
            if took >= seconds:
                return done, took

    def accuracy(self):
        x, labels = self.examples("test-")
        for each in self.weights[:-1]:
            x = np.maximum(x @ each.W + each.b, 0)
        x = x @ self.weights[-1].W + self.weights[-1].b
        return float(np.mean(np.argmax(x, axis=1) == labels))


def blas():
    """Which BLAS numpy was built on, and how many threads it was told to take."""
    try:
        found = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
        name = found["name"] + " " + found["version"]
    except (TypeError, KeyError):
        name = library()
    return name


def library():
    """The BLAS that this process has loaded, where the system tells."""
    try:
        with open("/proc/self/maps") as maps:
            files = {os.path.basename(os.path.realpath(line.split()[-1])) for line in maps if "blas" in line}
        return ", ".join(sorted(files)) or "an unknown BLAS"
    except OSError:
        return "an unknown BLAS"


def large_product(size=LARGE):
    """Seconds of a product of square matrices."""
    a = np.ones((size, size), np.float32)
    started = time.perf_counter()
    np.dot(a, a)
    return time.perf_counter() - started


def gemm_speed(size=512):
    """GFLOP/s of a product, which tells a good BLAS from a plain one."""
    return 2 * size**3 / min(large_product(size) for _ in range(3)) / 1e9


def main():
    trainer = None
    for line in sys.stdin:
        word, _, rest = line.strip().partition(" ")
        if word == "open":
            widths, batch, _, rate, folder = rest.split(" ", 4)
            large_product()
            trainer = Trainer([int(w) for w in widths.split("-")], int(batch), float(rate), folder)
            about = f"numpy {np.__version__}, Python {sys.version.split()[0]}, {blas()}"
            reply = f"ready common {about}"
        elif word == "losses":
            reply = " ".join(["losses"] + [repr(loss) for loss in trainer.losses(int(rest))])
        elif word == "train":
            trainer.train(int(rest))
            reply = "trained"
        elif word == "accuracy":
            reply = f"accuracy {trainer.accuracy()!r}"
        elif word == "turn":
            done, took = trainer.turn(float(rest))
            reply = f"turn {done} {took!r}"
        elif word == "quit":
            return
        else:
            reply = f"failed expected a word of the protocol, found {word!r}"
        print(reply, flush=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["--speed"]:
        print(gemm_speed())
    else:
        main()
