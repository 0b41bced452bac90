"""SciPy's search, as a reference: python3 reference.py <graph file>, then `nearest` on stdin, once for each run.

Answers "<ms of searching> <nodes reached> <sum of their times>", as reference.cpp does.
"""
import sys
import time

import numpy
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

MAGIC = 0x4D4C4E47


def read_graph(path):
    words = numpy.fromfile(path, dtype=numpy.uint32)
    magic, nodes, arcs, sites = (int(word) for word in words[:4])
    if magic != MAGIC:
        sys.exit(f"{path}: not a graph of this benchmark")
    start = words[5 : 6 + nodes].astype(numpy.int32)
    at = 6 + nodes
    pairs = words[at : at + 2 * arcs].reshape(arcs, 2)
    matrix = csr_matrix(
        (pairs[:, 1].astype(numpy.float64), pairs[:, 0].astype(numpy.int32), start), shape=(nodes, nodes)
    )
    at += 2 * arcs
    return matrix, words[at : at + sites].astype(numpy.int32)


matrix, site_nodes = read_graph(sys.argv[1])
# A site on the same node as another is one source: SciPy takes each once.
sources = numpy.unique(site_nodes)
for command in sys.stdin:
    started = time.perf_counter()
    times = dijkstra(matrix, directed=True, indices=sources, min_only=True)
    ms = (time.perf_counter() - started) * 1000
    reached = numpy.isfinite(times)
    print(f"{ms:.6f} {reached.sum()} {times[reached].sum():.0f}", flush=True)
