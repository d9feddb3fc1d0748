/**
 * The same groups in numpy: plane by singular values, places, k-means++ with 20 restarts for two to five groups,
 * silhouettes. Arguments: a file with a byte per cell (1, -1, 0; 2 for no vote), its columns, how many times. Prints the
 * median in milliseconds.
 */
export const numpyOpinions = `
import sys, time, numpy as np
columns, rounds = int(sys.argv[2]), int(sys.argv[3])
table = np.fromfile(sys.argv[1], dtype=np.int8).reshape(-1, columns)

def places():
    given = table != 2
    votes = np.where(given, table, 0).astype(float)
    means = votes.sum(0) / np.maximum(1, given.sum(0))
    centred = np.where(given, votes - means, 0)
    _, vectors = np.linalg.eigh(centred.T @ centred)
    n = given.sum(1)
    found = centred @ vectors[:, -2:] * np.sqrt(columns / np.maximum(1, n))[:, None]
    return found[n >= min(7, columns)]

def clusters(points, k, random):
    best = None
    for _ in range(20):
        centres = [points[random.integers(len(points))]]
        while len(centres) < k:
            near = np.min([((points - centre) ** 2).sum(1) for centre in centres], 0)
            centres.append(points[random.choice(len(points), p=near / near.sum())])
        centres = np.array(centres)
        for _ in range(100):
            distances = ((points[:, None] - centres[None]) ** 2).sum(2)
            of = distances.argmin(1)
            means = np.array([points[of == c].mean(0) if (of == c).any() else centres[c] for c in range(k)])
            if np.array_equal(means, centres):
                break
            centres = means
        inertia = distances.min(1).sum()
        if best is None or inertia < best[0]:
            best = (inertia, of)
    return best[1]

def silhouette(distances, of, k):
    sums = np.stack([distances[:, of == c].sum(1) for c in range(k)], 1)
    sizes = np.bincount(of, minlength=k)
    rows = np.arange(len(of))
    inside = sums[rows, of] / np.maximum(1, sizes[of] - 1)
    means = sums / np.maximum(1, sizes)
    means[rows, of] = np.inf
    outside = means.min(1)
    return np.where(sizes[of] > 1, (outside - inside) / np.maximum(inside, outside), 0).mean()

def run():
    points, random = places(), np.random.default_rng(1)
    distances = np.sqrt(((points[:, None] - points[None]) ** 2).sum(2))
    return [silhouette(distances, clusters(points, k, random), k) for k in range(2, 6)]

run()
took = []
for _ in range(rounds):
    begun = time.perf_counter()
    run()
    took.append((time.perf_counter() - begun) * 1000)
print(np.median(took))
`;
