"""Recall and time of FAISS's IndexBinaryMultiHash: codes file, queries file (32 bytes a code), file of answers (int32).

Prints one line for each setting: hashes, bits, flips, recall of the nearest in percent, microseconds of processor time a search.
"""
import sys
import time

import faiss
import numpy

faiss.omp_set_num_threads(1)
codes = numpy.fromfile(sys.argv[1], dtype=numpy.uint8).reshape(-1, 32)
queries = numpy.fromfile(sys.argv[2], dtype=numpy.uint8).reshape(-1, 32)
answers = numpy.fromfile(sys.argv[3], dtype="<i4")
for hashes, bits in ((16, 16), (12, 20)):
    index = faiss.IndexBinaryMultiHash(256, hashes, bits)
    index.add(codes)
    for flips in (0, 1, 2):
        index.nflip = flips
        begin = time.process_time()
        found = numpy.concatenate([index.search(queries[i : i + 1], 1)[1] for i in range(len(queries))])
        micros = (time.process_time() - begin) / len(queries) * 1e6
        recall = 100.0 * (found[:, 0] == answers).mean()
        print(hashes, bits, flips, "%.1f" % recall, "%.1f" % micros)
