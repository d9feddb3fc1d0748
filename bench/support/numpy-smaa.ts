/** Arguments: alternatives, criteria, draws, rounds. Prints the median time in ms: ranks and central weights. */
export const numpySmaa = `
import sys, time
import numpy as np
n, m, draws, rounds = map(int, sys.argv[1:5])
values = np.random.default_rng(1).random((n, m))
def run():
    rng = np.random.default_rng(2)
    ranks = np.zeros((n, n)); first = np.zeros((n, m)); places = np.arange(n)
    for begin in range(0, draws, 10000):
        size = min(10000, draws - begin)
        weights = rng.exponential(size=(size, m))
        weights /= weights.sum(axis=1, keepdims=True)
        order = np.argsort(-(weights @ values.T), axis=1)
        ranks += np.bincount((order * n + places).ravel(), minlength=n * n).reshape(n, n)
        np.add.at(first, order[:, 0], weights)
    return ranks / draws, first
run()
took = []
for _ in range(rounds):
    begun = time.perf_counter(); run(); took.append(time.perf_counter() - begun)
print(sorted(took)[rounds // 2] * 1000)
`;
